"""Markdown to the HTML that participants read. Every mistake is noted with its line; nothing is passed through raw."""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unicodedata import normalize

from markdown_it import MarkdownIt
from markdown_it.token import Token

from courseware import simple
from courseware.directives import directive
from courseware.downloads import read_download
from courseware.footnotes import add_footnotes, footnote_mistakes
from courseware.links import TERM, BadLink, Lessons, is_external, resolved
from courseware.media import MEDIA, Shelf
from courseware.mistakes import SourceFile
from courseware.public import Download, media_url
from courseware.recordings import Played, closing_tokens, opening_tokens, read_recording
from courseware.simple_html import attributes_html, html_of, inline_html
from courseware.sizes import size_in_words
from courseware.tokens import BREAKS, align, caption, is_paragraph, mark_lines, plain, table_wrap, text_of, wrap_end
from courseware.typed import may_slip, slips

_WORD = re.compile(r"[a-z0-9]+")
# Ids that the page around a lesson has itself.
_PAGE_IDS = frozenset({"isi", "sumber"})
# What a question has no room for.
_OF_QUESTION = (simple.Paragraph, simple.Items, simple.Table)
_BOXES = {"heading_open", "check", "callout_open", "recording_open"}


@dataclass(frozen=True, slots=True)
class CheckText:
    """What stands between `::: cek {...}` and `:::`; `line` is the line of the opening."""

    attributes: str
    text: str
    line: int


@dataclass(slots=True)
class Found:
    """What a text shows and offers besides its words, each in the order of its first appearance.

    `words` counts what is written out; `pictures` and `played` have the line of each picture and recording.
    """

    pictures: dict[str, int] = field(default_factory=dict[str, int])
    downloads: dict[str, Download] = field(default_factory=dict[str, Download])
    played: list[tuple[int, Played]] = field(default_factory=list[tuple[int, Played]])
    terms: dict[str, None] = field(default_factory=dict[str, None])
    has_footnotes: bool = False
    words: int = 0


@dataclass(slots=True)
class Writer:
    """Turns the texts of one file into HTML.

    `shelf` is None where no picture may stand. A lesson has room at its end for the words of the glossary that it
    uses, and may play recordings; other texts lead to the page of the glossary.
    """

    source: SourceFile
    course: str
    lessons: Lessons
    shelf: Shelf | None
    is_lesson: bool = False
    found: Found = field(default_factory=Found)
    _anchors: dict[str, int] = field(default_factory=dict[str, int])
    _jumps: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    _level: int = 1
    _in_question: bool = False
    _ends: list[Token] | None = None

    @property
    def anchors(self) -> frozenset[str]:
        """Where a link to this text may jump: its headings, once it was read."""
        return frozenset(self._anchors)

    def parts(self, text: str, line: int) -> list[str | CheckText]:
        """A whole text as HTML, split where checks stand. `line` is where it begins in the file."""
        # Only the parser tells from which lines its blocks come.
        if not self.source.marked and (read := simple.blocks(text)) is not None:
            return self._simple_parts(read, line)
        env: dict[str, Any] = {}
        parts: list[str | CheckText] = []
        prose: list[Token] = []
        for token in self._settled(_markdown().parse(text, env), line):
            if token.type != "check":
                prose.append(token)
                continue
            parts.append(_html(prose))
            parts.append(CheckText(token.info, token.content, line + (token.map or [0])[0]))
            prose = []
        parts.append(_html(prose))
        self._check_jumps()
        self.found.has_footnotes = "footnotes" in env and bool(env["footnotes"].get("list"))
        for at, code, label in footnote_mistakes(env):
            self.source.wrong(line + at, f"markdown.{code}", label=label)
        return [part for part in parts if part]

    def fragment(self, text: str, line: int) -> str:
        """A piece of a question as block HTML: no headings, no boxes, no footnotes."""
        # So are nine of ten prompts and explanations: looked at first, they take a third of the time.
        if not self.source.marked and simple.is_sentence(sentence := text.rstrip("\n")):
            return f"<p>{simple.escaped(sentence)}</p>"
        read = None if self.source.marked else simple.blocks(text)
        if read is not None and all(isinstance(block, _OF_QUESTION) for block in read):
            with self._question():
                return "".join(html_of(block, line, self) for block in read).strip()
        env: dict[str, Any] = {}
        tokens = _markdown().parse(text, env)
        for token in tokens:
            if token.type in _BOXES:
                self.source.wrong(line + (token.map or [0])[0], "markdown.box-in-question")
        if "footnotes" in env and env["footnotes"].get("refs"):
            self.source.wrong(line, "markdown.footnote-in-question")
        return self._of_question(tokens, line)

    def inline(self, text: str, line: int) -> str:
        """A choice or a feedback, without a paragraph around it."""
        if not text or simple.is_sentence(text):
            return simple.escaped(text)
        if text == text.strip() and (read := simple.inline(text)) is not None:
            with self._question():
                return inline_html(read, line, self)
        return self._of_question(_markdown().parseInline(text), line)

    def count(self, text: str) -> None:
        """What is written out, questions and transcripts aside."""
        if not self._in_question and self._ends is None:
            self.found.words += len(text.split())

    def section(self, level: int, title: str, line: int) -> str:
        """Notes a heading whose words are `title`; its anchor."""
        if level == 1:
            self.source.wrong(line, "markdown.first-level")
        elif level > self._level + 1:
            self.source.wrong(line, "markdown.level-left-out", level=level, marks="#" * (self._level + 1))
        if not title:
            self.source.wrong(line, "markdown.empty-heading")
        self._level = max(level, 2)
        return self._anchor(title)

    def link(self, label: str, written: str, line: int) -> str:
        """A link as HTML, resolved as the parser's are."""
        opening = Token("link_open", "a", 1, attrs={"href": written})
        self._link([opening, plain(label), Token("link_close", "a", -1)], 0, line)
        return f"<a{attributes_html(opening.attrs)}>{simple.escaped(label)}</a>"

    def figure(self, figure: simple.Figure, line: int) -> str:
        """A picture that stands alone as HTML."""
        alone: dict[str, str | int | float] = {"alt": figure.alternative}
        attributes = self._picture(figure.written, figure.alternative, line) or alone
        caption = f"<figcaption>{simple.escaped(figure.title)}</figcaption>" if figure.title else ""
        return f"<figure><img{attributes_html(attributes)}>{caption}</figure>\n"

    def parsed(self, text: str, line: int) -> str:
        """What the parser makes of a block, with the line feed at its end."""
        return _rendered(self._settled(_markdown().parse(text, {}), line))

    def _simple_parts(self, read: Sequence[simple.Block], line: int) -> list[str | CheckText]:
        parts: list[str | CheckText] = []
        html: list[str] = []
        for block in read:
            if isinstance(block, simple.CheckBox):
                parts += ["".join(html).strip(), CheckText(block.attributes, block.text, line + block.line)]
                html = []
            else:
                html.append(html_of(block, line, self))
        parts.append("".join(html).strip())
        self._check_jumps()
        return [part for part in parts if part]

    @contextmanager
    def _question(self) -> Generator[None]:
        self._in_question = True
        yield
        self._in_question = False
        self._check_jumps()

    def _of_question(self, tokens: list[Token], line: int) -> str:
        with self._question():
            return _html(self._settled(tokens, line))

    def _check_jumps(self) -> None:
        """Every link to a heading finds it; questions are read after the headings around them."""
        for at, anchor in self._jumps:
            if anchor in self._anchors:
                continue
            if self._anchors:
                known = ", ".join(f"#{name}" for name in sorted(self._anchors))
                self.source.wrong(at, "markdown.no-anchor", anchor=anchor, known=known)
            else:
                self.source.wrong(at, "markdown.no-anchors", anchor=anchor)
        self._jumps.clear()

    def _settled(self, tokens: list[Token], line: int) -> list[Token]:
        """The tokens as they will be rendered: links resolved, pictures framed, tables wrapped, recordings shown."""
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
                    self.source.wrong(at, f"markdown.{token.meta['code']}", **token.meta["facts"])
                case "recording_open":
                    settled += self._recording(token, at, has_transcript=tokens[index + 1].type != "recording_close")
                    continue
                case "recording_close":
                    settled += self._ends or []
                    self._ends = None
                    continue
                case "table_open":
                    settled.append(table_wrap(tokens, index))
                case "th_open" | "td_open":
                    align(token)
                case "fence":
                    # The language after the fence would become a class of the editor's choosing.
                    token.info = ""
                case _:
                    pass
            settled.append(token)
            if token.type == "table_close":
                settled.append(wrap_end())
        if self.source.marked:
            mark_lines(settled, line)
        return settled

    def _heading(self, opening: Token, inline: Token, line: int) -> None:
        title = text_of(inline.children or []).strip()
        opening.attrs["id"] = self.section(int(opening.tag[1]), title, line)

    def _anchor(self, title: str) -> str:
        plainly = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        wanted = "-".join(_WORD.findall(plainly)) or "bagian"
        anchor, count = wanted, self._anchors.get(wanted, 0)
        while anchor in self._anchors or anchor in _PAGE_IDS:
            count += 1
            anchor = f"{wanted}-{count}"
        self._anchors[wanted] = max(count, 1)
        self._anchors.setdefault(anchor, 1)
        return anchor

    def _inline(self, tokens: list[Token], index: int, line: int) -> None:
        inline = tokens[index]
        children = inline.children or []
        self.count(inline.content)
        if may_slip(inline.content):
            self._tell_slips(text_of(children, code=" "), line)
        alone = len(children) == 1 and children[0].type == "image" and is_paragraph(tokens, index)
        for position, child in enumerate(children):
            if child.type in BREAKS:
                line += 1
            elif child.type == "link_open":
                self._link(children, position, line)
            elif child.type == "image" and not alone:
                child.attrs.pop("src")
                self.source.wrong(line, "markdown.picture-in-sentence")
            elif child.type == "image":
                self._figure(tokens, index, line)

    def _tell_slips(self, text: str, line: int) -> None:
        for at, code, typed in slips(text):
            self.source.wrong(line + at, f"markdown.{code}", typed=typed)

    def _link(self, children: list[Token], position: int, line: int) -> None:
        link = children[position]
        written = str(link.attrs["href"])
        end = next(at for at in range(position, len(children)) if children[at].type == "link_close")
        if end == position + 1:
            self.source.wrong(line, "links.no-text")
        if written.startswith(MEDIA):
            if download := self._download(link, written, text_of(children[position:end]), line):
                children.insert(end + 1, plain(f" ({self._kind_and_size(download)})"))
            return
        address = resolved(written, self.lessons)
        if isinstance(address, BadLink):
            self.source.wrong(line, f"links.{address.code}", **address.facts)
            address = "#"
        elif address.startswith("#") and len(address) > 1:
            self._jumps.append((line, address[1:]))
        elif address.startswith("/"):
            self.lessons.site.note(self.source.name, line, address)
        link.attrs["href"] = address
        if is_external(address):
            link.attrs["rel"] = "noopener noreferrer"
        elif written.startswith(TERM) and address != "#":
            self._term(link, written.removeprefix(TERM))

    def _term(self, link: Token, term: str) -> None:
        """In a lesson the word leads to its definition at the end, and the definition back to its first use."""
        link.attrs["class"] = "term"
        if not self.is_lesson or self._in_question:
            return
        if term not in self.found.terms:
            link.attrs["id"] = f"kata:{term}"
        self.found.terms[term] = None
        link.attrs["href"] = f"#istilah:{term}"

    def _download(self, link: Token, written: str, title: str, line: int) -> Download | None:
        link.attrs["href"] = "#"
        if self.shelf is None or self._in_question:
            self.source.wrong(line, "downloads.elsewhere")
            return None
        download = read_download(self.shelf, written, title, self.source, line)
        if download:
            self.found.downloads.setdefault(download.name, download)
            link.attrs["href"] = media_url(self.course, download.name)
            link.attrs["download"] = download.name
        return download

    def _kind_and_size(self, download: Download) -> str:
        return f"{download.name.rpartition('.')[2].upper()}, {size_in_words(download.bytes)}"

    def _recording(self, opening: Token, line: int, *, has_transcript: bool) -> list[Token]:
        """Its first tokens; what closes it waits until the transcript is through."""
        self._ends = []
        if not has_transcript:
            self.source.wrong(line, "recordings.no-transcript", kind=opening.meta["kind"])
        if self.shelf is None or not self.is_lesson or self._in_question:
            self.source.wrong(line, "recordings.elsewhere", kind=opening.meta["kind"])
            return []
        played = read_recording(self.shelf, self.source, line, opening, self.course)
        if played is None:
            return []
        self.found.played.append((line, played))
        if played.poster:
            self.found.pictures.setdefault(played.poster.name, line)
        self._ends = closing_tokens(has_transcript=has_transcript)
        return opening_tokens(played, self.course, has_transcript=has_transcript)

    def _picture(self, written: str, alternative: str, line: int) -> dict[str, str | int | float]:
        """What the element of a picture has; nothing where it can't be shown."""
        if self.shelf is None:
            self.source.wrong(line, "markdown.picture-in-question")
            return {}
        picture = self.shelf.picture(written, self.source, line)
        if picture is None:
            return {}
        self.found.pictures.setdefault(picture.name, line)
        return {
            "src": media_url(self.course, picture.name),
            "alt": alternative,
            "width": picture.width,
            "height": picture.height,
            "loading": "lazy",
        }

    def _figure(self, tokens: list[Token], index: int, line: int) -> None:
        """Makes the paragraph around a picture a figure; the picture's title becomes the caption."""
        paragraph, inline, closing = tokens[index - 1 : index + 2]
        image = (inline.children or [])[0]
        written = str(image.attrs.pop("src"))
        title = str(image.attrs.pop("title", ""))
        if not text_of(image.children or []).strip():
            self.source.wrong(line, "markdown.no-alternative", written=written)
        if any(child.type == "footnote_ref" for child in image.children or []):
            self.source.wrong(line, "markdown.footnote-in-picture")
        if attributes := self._picture(written, "", line):
            image.attrs = attributes
        for token in (paragraph, closing):
            token.tag, token.hidden = "figure", False
        if title:
            inline.children = [image, *caption(title)]


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    add_footnotes(markdown)
    ended_by_it = ["paragraph", "reference", "blockquote", "list"]
    markdown.block.ruler.before("fence", "directive", directive, {"alt": ended_by_it})
    return markdown


def _html(tokens: Sequence[Token]) -> str:
    return _rendered(tokens).strip()


def _rendered(tokens: Sequence[Token]) -> str:
    markdown = _markdown()
    return str(markdown.renderer.render(tokens, markdown.options, {}))
