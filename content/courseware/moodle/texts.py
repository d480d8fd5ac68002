"""The texts of one Moodle question, in whatever of Moodle's formats, as our Markdown."""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote

from courseware.links import Lessons
from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.moodle.bank import LONGEST_TEXT, Markup, Text
from courseware.moodle.from_html import FromHtml
from courseware.plain import plain_text

_PLUGIN_FILE = "@@PLUGINFILE@@/"
_PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif"})
_FORMULA = re.compile(r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_BLOCK_TAG = re.compile(r"<(?:p|div|ul|ol|table|pre|blockquote|h[1-6])\b", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9]+")


@dataclass(slots=True)
class Texts:
    """Notes each loss once, at the line of its text. `pictures` are what the texts show: name -> content."""

    source: SourceFile
    lessons: Lessons
    pictures: dict[str, bytes] = field(default_factory=dict[str, bytes])
    _told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def block(self, text: Text) -> str:
        return self._from_html(text).block(self._html(text))

    def line(self, text: Text) -> str:
        return self._from_html(text).line(self._html(text))

    def plain(self, text: Text) -> str:
        """The words alone: of a spelling, of a number."""
        return " ".join((text.content if text.markup is Markup.PLAIN else plain_text(text.content)).split())

    def _from_html(self, text: Text) -> FromHtml:
        def tell(code: str, fact: str) -> None:
            if (code, fact) not in self._told:
                self._told.add((code, fact))
                self.source.wrong(text.line, f"moodle.{code}", what=fact)

        def picture(address: str, alternative: str) -> str | None:
            name = self._picture(text, address) if alternative else None
            if name is None:
                tell("picture", unquote(address.removeprefix(_PLUGIN_FILE))[:80] or "?")
            return name

        if _FORMULA.search(text.content):
            tell("formula", "")
        return FromHtml(tell, picture, self._shown)

    def _html(self, text: Text) -> str:
        words = text.content
        if len(words) > LONGEST_TEXT:
            self.source.wrong(text.line, "moodle.long-text", longest=LONGEST_TEXT)
            words = words[:LONGEST_TEXT]
        match text.markup:
            case Markup.HTML:
                return words
            case Markup.AUTO:
                return words if _BLOCK_TAG.search(words) else _broken(words)
            case Markup.PLAIN:
                return _broken(escape(words, quote=False))
            case Markup.MARKDOWN:
                scratch = SourceFile(self.source.name, words, [])
                html = Writer(scratch, "", self.lessons, None).fragment(words, 1)
                if scratch.mistakes and ("markdown", "") not in self._told:
                    self._told.add(("markdown", ""))
                    self.source.wrong(text.line, "moodle.markdown", what=scratch.mistakes[0].what)
                return html

    def _shown(self, markdown: str, whole: bool) -> str:
        writer = Writer(SourceFile(self.source.name, markdown, []), "", self.lessons, None)
        return writer.fragment(markdown, 1) if whole else writer.inline(markdown, 1)

    def _picture(self, text: Text, address: str) -> str | None:
        """Where the picture will lie; its content tells its name, so that no other is replaced by it."""
        name = unquote(address.removeprefix(_PLUGIN_FILE))
        path = PurePosixPath(name)
        if not address.startswith(_PLUGIN_FILE) or name not in text.files or path.suffix.lower() not in _PICTURES:
            return None
        try:
            content = b64decode("".join(text.files[name].split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        stem = "-".join(_NAME.findall(path.stem.lower()))[:40]
        digest = sha256(content).hexdigest()[:8]
        stem = stem if stem.endswith(digest) else "-".join(filter(None, [stem, digest]))
        file = f"{stem}{path.suffix.lower()}"
        self.pictures[file] = content
        return f"media/{file}"


def _broken(words: str) -> str:
    """Line breaks as HTML has them."""
    return words.strip().replace("\n", "<br>")
