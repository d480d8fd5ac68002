"""From a page to its HTML: the templates, the texts in Markdown, and what both may use."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.anchors import anchors_plugin

from courseware.messages import Language, catalogue
from courseware.plain import plain_text
from sitegen.assets import with_addresses
from sitegen.pages import Page, root_of
from sitegen.pictures import picture, with_variants
from sitegen.proposal import Proposal
from sitegen.settings import SiteSettings
from sitegen.trouble import SiteError


def _told(language: Language) -> Callable[..., str]:
    """The language's messages by their addresses; those without facts, which are nearly all, are filled in once."""
    words, told = catalogue(language), dict[str, str]()

    def say(address: str, **facts: object) -> str:
        if facts:
            return words.say(address, **facts)
        if address not in told:
            told[address] = words.say(address)
        return told[address]

    return say


class _Generator(CodeGenerator):
    """Writes templates as code that escapes by `_Environment.written`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class _Context(Context):
    """Calls plain functions, such as `t`, as Python does: half of the calls in a page, for which Jinja first asks what
    else the function may want to be given.
    """

    def call(self, obj: Callable[..., Any], /, *given: Any, **named: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        return obj(*given, **named) if type(obj) is FunctionType else super().call(obj, *given, **named)


class _Environment(Environment):
    code_generator_class = _Generator
    context_class = _Context

    @staticmethod
    def written(value: object) -> str:
        """The value as it stands in a page. Most are words that stand in others too, and each is escaped once."""
        # A Markup equals the text that it is made of, and must not be looked up as one.
        if type(value) is Markup:
            return value
        return _escaped(value) if type(value) is str else escape(value)


@lru_cache(maxsize=50_000)
def _escaped(text: str) -> str:
    return escape(text)


class Pages:
    """Renders the pages of one language. Every template sees `page`, its facts, `assets`, `base_url`, `office` and
    `proposal`, which is None on the official site.

    Macros see these too: `t("subject.key", fact=...)` for the language's messages, `root` to stand before the address
    of each page, and `foreign`, the attribute for what editors wrote where that isn't the page's language. `compiled`
    is a folder, as safe as the program's own, that keeps templates as code.
    """

    def __init__(
        self,
        source: Path,
        assets: Mapping[str, str],
        base_url: str,
        settings: SiteSettings,
        language: Language = Language.INDONESIAN,
        *,
        compiled: Path | None = None,
        proposal: Proposal | None = None,
    ) -> None:
        self._assets = assets
        self._texts = source / "pages" / language
        self._markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
        self._markdown.use(anchors_plugin, max_level=3)
        self._environment = _Environment(
            loader=FileSystemLoader(source / "templates"),
            bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["html"] = self._trusted
        self._environment.filters["plain"] = plain_text
        names: dict[str, object] = self._environment.globals  # pyright: ignore[reportAssignmentType] -- typed for Jinja's own
        names["t"] = _told(language)
        names["root"] = root_of(language)
        names["foreign"] = "" if language is Language.INDONESIAN else Markup(' lang="id"')
        self._common: dict[str, object] = {
            "assets": assets,
            "base_url": base_url,
            "office": settings.kantor,
            "photo": self._photo,
            "proposal": proposal,
            "text": self._text,
        }

    def use(self, assets: Mapping[str, str]) -> None:
        """From now on files have these addresses."""
        self._assets = self._common["assets"] = assets

    def render(self, page: Page) -> str:
        try:
            return self._environment.get_template(page.template).render(self._common, page=page, **page.facts)
        except TemplateNotFound as error:
            raise SiteError(
                f"{page.path} needs site/templates/{error.name}: write it, or take the page out of sitegen/pages.py."
            ) from error

    def _trusted(self, html: str) -> Markup:
        """HTML that courseware made from Markdown, with media files at their fingerprinted addresses."""
        # Courseware renders with raw HTML off, so nothing an editor types becomes a tag or an attribute of its own.
        return Markup(with_addresses(with_variants(html, self._assets), self._assets))  # noqa: S704

    def _photo(self, name: str, attributes: str) -> Markup:
        return Markup(picture(self._assets, name, f" {attributes}"))  # noqa: S704 -- templates write the attributes

    def _text(self, name: str) -> Markup:
        """A text of site/pages; {{ office }} and the like are filled in before the Markdown is read."""
        source = (self._texts / f"{name}.md").read_text("utf-8")
        filled = self._environment.from_string(source).render(self._common)
        return Markup(self._markdown.render(filled))  # noqa: S704 -- our own texts, raw HTML off
