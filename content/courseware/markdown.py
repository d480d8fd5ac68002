"""Markdown to the HTML that participants read. Every mistake is noted with its line; nothing is passed through raw."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from unicodedata import normalize

from markdown_it import MarkdownIt
from markdown_it.token import Token

from courseware.directives import directive
from courseware.links import BadLink, Lessons, is_external, resolved
from courseware.media import Shelf
from courseware.mistakes import SourceFile
from courseware.public import media_url

# What Markdown doesn't take stays on the page as it was typed: pattern, what is wrong, how to mend it.
_TYPED_THROUGH = (
    (
        re.compile(
            r"</?[a-z][a-z0-9-]*(?:\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>|<!--",
            re.IGNORECASE,
        ),
        "HTML `{}` akan tampil apa adanya",
        "hapus; pakai Markdown, atau apit dengan `tanda petik balik` bila memang ingin menampilkannya",
    ),
    (
        re.compile(r"\]\(\s*<?(?:javascript|vbscript|file|data):", re.IGNORECASE),
        "tujuan tautan tidak dapat dipakai",
        "pakai alamat lengkap https://, `pelajaran:id-pelajaran`, atau `/bantuan/`",
    ),
    (
        re.compile(r"^\s*:::", re.MULTILINE),
        "kotak `:::` tidak di tepi kiri",
        "mulai `:::` di awal baris, di luar daftar dan kutipan",
    ),
    (
        re.compile(r"\{#[^{}]*\}\s*$", re.MULTILINE),
        "kode `{}` tidak pada tempatnya",
        "kode hanya untuk baris `# topik`, `## soal`, dan `::: cek`",
    ),
)
_WORD = re.compile(r"[a-z0-9]+")
_BREAKS = ("softbreak", "hardbreak")


@dataclass(frozen=True, slots=True)
class CheckText:
    """What stands between `::: cek {...}` and `:::`; `line` is the line of the opening."""

    attributes: str
    text: str
    line: int


@dataclass(slots=True)
class Writer:
    """Turns the texts of one file into HTML.

    `shelf` is None where no picture may stand; `pictures` are the names of those met so far, in order.
    """

    source: SourceFile
    course: str
    lessons: Lessons
    shelf: Shelf | None
    pictures: dict[str, None] = field(default_factory=dict[str, None])
    _anchors: dict[str, int] = field(default_factory=dict[str, int])
    _jumps: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    _level: int = 1

    def parts(self, text: str, line: int) -> list[str | CheckText]:
        """A whole text as HTML, split where checks stand. `line` is where it begins in the file."""
        parts: list[str | CheckText] = []
        prose: list[Token] = []
        for token in self._settled(_markdown().parse(text), line):
            if token.type != "check":
                prose.append(token)
                continue
            parts.append(_html(prose))
            parts.append(CheckText(token.info, token.content, line + (token.map or [0])[0]))
            prose = []
        parts.append(_html(prose))
        self._check_jumps()
        return [part for part in parts if part]

    def fragment(self, text: str, line: int) -> str:
        """A piece of a question as block HTML: no headings, no boxes."""
        tokens = _markdown().parse(text)
        for token in tokens:
            if token.type in {"heading_open", "check", "callout_open"}:
                at = line + (token.map or [0])[0]
                self.source.refuse(
                    at, "judul atau kotak di dalam soal", "tulis sebagai paragraf biasa, tanpa `#` dan `:::`"
                )
        settled = self._settled(tokens, line)
        self._check_jumps()
        return _html(settled)

    def inline(self, text: str, line: int) -> str:
        """A choice or a feedback, without a paragraph around it."""
        settled = self._settled(_markdown().parseInline(text), line)
        self._check_jumps()
        return _html(settled)

    def _check_jumps(self) -> None:
        """Every link to a heading finds it; questions are read after the headings around them."""
        for at, anchor in self._jumps:
            if anchor not in self._anchors:
                known = ", ".join(f"#{name}" for name in sorted(self._anchors)) or "belum ada judul bagian"
                self.source.refuse(at, f"tautan ke bagian `#{anchor}` yang tidak ada", f"bagian yang ada: {known}")
        self._jumps.clear()

    def _settled(self, tokens: list[Token], line: int) -> list[Token]:
        """The tokens as they will be rendered: links resolved, pictures framed, tables wrapped."""
        settled: list[Token] = []
        at = line
        for index, token in enumerate(tokens):
            at = line + token.map[0] if token.map else at
            match token.type:
                case "inline":
                    self._inline(tokens, index, at)
                case "heading_open":
                    self._heading(token, tokens[index + 1], at)
                case "directive_mistake":
                    self.source.refuse(at, token.meta["what"], token.meta["mend"])
                case "table_open":
                    settled.append(_table_wrap(_headers(tokens, index)))
                case "th_open" | "td_open":
                    _align(token)
                case "fence":
                    # The language after the fence would become a class of the editor's choosing.
                    token.info = ""
                case _:
                    pass
            settled.append(token)
            if token.type == "table_close":
                settled.append(Token("wrap_close", "div", -1, block=True))
        return settled

    def _heading(self, opening: Token, inline: Token, line: int) -> None:
        level = int(opening.tag[1])
        title = _text(inline.children or []).strip()
        if level == 1:
            self.source.refuse(line, "judul tingkat satu di dalam isi", "pakai `##`; judul halaman sudah ada di atas")
        elif level > self._level + 1:
            what = f"judul melompat ke tingkat {level}"
            self.source.refuse(line, what, f"pakai `{'#' * (self._level + 1)}`, supaya urutannya terbaca")
        if not title:
            self.source.refuse(line, "judul bagian masih kosong", "isi judulnya, atau hapus tanda `#`")
        self._level = max(level, 2)
        opening.attrs["id"] = self._anchor(title)

    def _anchor(self, title: str) -> str:
        plain = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        wanted = "-".join(_WORD.findall(plain)) or "bagian"
        anchor, count = wanted, self._anchors.get(wanted, 0)
        while anchor in self._anchors:
            count += 1
            anchor = f"{wanted}-{count}"
        self._anchors[wanted] = max(count, 1)
        self._anchors.setdefault(anchor, 1)
        return anchor

    def _inline(self, tokens: list[Token], index: int, line: int) -> None:
        children = tokens[index].children or []
        self._warn_of_markup(_text(children, code=" "), line)
        alone = len(children) == 1 and children[0].type == "image" and _is_paragraph(tokens, index)
        for position, child in enumerate(children):
            if child.type in _BREAKS:
                line += 1
            elif child.type == "link_open":
                self._link(child, line)
                if children[position + 1].type == "link_close":
                    self.source.refuse(line, "tautan tanpa teks", "isi teksnya: `[teks](https://...)`")
            elif child.type == "image" and not alone:
                child.attrs.pop("src")
                self.source.refuse(line, "gambar di tengah kalimat", "taruh gambar sendiri di antara dua baris kosong")
            elif child.type == "image":
                self._figure(tokens, index, line)

    def _warn_of_markup(self, text: str, line: int) -> None:
        for pattern, what, mend in _TYPED_THROUGH:
            if found := pattern.search(text):
                at = line + text.count("\n", 0, found.start())
                self.source.refuse(at, what.format(found.group().strip()[:40]), mend)

    def _link(self, link: Token, line: int) -> None:
        address = resolved(str(link.attrs["href"]), self.lessons)
        if isinstance(address, BadLink):
            self.source.refuse(line, address.what, address.mend)
            address = "#"
        elif address.startswith("#"):
            self._jumps.append((line, address[1:]))
        link.attrs["href"] = address
        if is_external(address):
            link.attrs["rel"] = "noopener noreferrer"

    def _figure(self, tokens: list[Token], index: int, line: int) -> None:
        """Makes the paragraph around a picture a figure; the picture's title becomes the caption."""
        paragraph, inline, closing = tokens[index - 1 : index + 2]
        image = (inline.children or [])[0]
        written = str(image.attrs.pop("src"))
        caption = str(image.attrs.pop("title", ""))
        if not _text(image.children or []).strip():
            self.source.refuse(
                line, f"gambar `{written}` tanpa teks pengganti", "tulis apa yang terlihat: `![di sini](...)`"
            )
        if self.shelf is None:
            mend = "uraikan dengan kata-kata: berkas gambar terbuka untuk umum, soal tidak"
            self.source.refuse(line, "gambar di dalam soal evaluasi", mend)
        elif picture := self.shelf.picture(written, self.source, line):
            self.pictures[picture.name] = None
            image.attrs = {
                "src": media_url(self.course, picture.name),
                "alt": "",
                "width": picture.width,
                "height": picture.height,
                "loading": "lazy",
            }
        for token in (paragraph, closing):
            token.tag, token.hidden = "figure", False
        if caption:
            inline.children = [image, *_caption(caption)]


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    ended_by_it = ["paragraph", "reference", "blockquote", "list"]
    markdown.block.ruler.before("fence", "directive", directive, {"alt": ended_by_it})
    return markdown


def _html(tokens: Sequence[Token]) -> str:
    markdown = _markdown()
    return str(markdown.renderer.render(tokens, markdown.options, {})).strip()


def _text(tokens: Sequence[Token], code: str | None = None) -> str:
    """The words of inline tokens; `code` replaces code spans."""
    words: list[str] = []
    for token in tokens:
        if token.type in _BREAKS:
            words.append("\n")
        elif token.type == "code_inline":
            words.append(token.content if code is None else code)
        elif token.children:
            words.append(_text(token.children, code))
        else:
            words.append(token.content)
    return "".join(words)


def _is_paragraph(tokens: Sequence[Token], index: int) -> bool:
    """Whether the inline token at `index` is a paragraph of its own, and no title of a callout."""
    return index > 0 and tokens[index - 1].type == "paragraph_open" and not tokens[index - 1].attrs


def _caption(text: str) -> list[Token]:
    opening, closing = Token("figcaption_open", "figcaption", 1), Token("figcaption_close", "figcaption", -1)
    return [opening, Token("text", "", 0, content=text), closing]


def _headers(tokens: Sequence[Token], table: int) -> list[str]:
    """The words of the header cells of the table that opens at `table`."""
    end = next(place for place in range(table, len(tokens)) if tokens[place].type == "thead_close")
    cells = [tokens[place + 1] for place in range(table, end) if tokens[place].type == "th_open"]
    return [words for cell in cells if (words := _text(cell.children or []).strip())]


def _table_wrap(headers: Sequence[str]) -> Token:
    """A wide table scrolls by itself, by keyboard as well, and leaves the page as narrow as the phone. Its name tells
    it from the lesson's other tables."""
    attributes: dict[str, str | int | float] = {
        "class": "table-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-label": ": ".join(filter(None, ["Tabel", ", ".join(headers)])),
    }
    return Token("wrap_open", "div", 1, attrs=attributes, block=True)


def _align(cell: Token) -> None:
    # The policy of the site forbids style attributes.
    alignment = str(cell.attrs.pop("style", "")).removeprefix("text-align:")
    if alignment:
        cell.attrs["class"] = f"align-{alignment}"
    if cell.tag == "th":
        cell.attrs["scope"] = "col"
