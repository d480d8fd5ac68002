"""The rules of netlify.toml that the development server follows, so that both give the same answers."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError


class NetlifyError(Exception):
    """netlify.toml asks for something wrong, or for something that this server can't imitate."""


class _Redirect(BaseModel):
    # Conditions by country, role or query exist at Netlify. Refused rather than passed over in silence.
    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field(alias="from", pattern=r"^/")]
    to: Annotated[str, Field(pattern=r"^(/|https?://)")]
    status: Literal[200, 301, 302, 303, 307, 308, 404] = 301
    force: bool = False


class _Headers(BaseModel):
    model_config = ConfigDict(extra="forbid")

    path: Annotated[str, Field(alias="for", pattern=r"^/")]
    values: dict[str, str]


class _File(BaseModel):
    redirects: list[_Redirect] = []
    headers: list[_Headers] = []


@dataclass(frozen=True, slots=True)
class Route:
    """Where a matching request goes; `force` says that not even an existing file comes first."""

    target: str
    status: int
    force: bool

    @property
    def is_elsewhere(self) -> bool:
        """Whether the target is another server: here that is the API."""
        return self.target.startswith(("http://", "https://"))


class Rules:
    """What netlify.toml says about a path."""

    def __init__(self, file: _File) -> None:
        self._redirects = [(_pattern(rule.source), rule) for rule in file.redirects]
        self._headers = [(_pattern(rule.path), rule.values) for rule in file.headers]

    def route(self, path: str) -> Route | None:
        """The first redirect or rewrite that fits, with `:splat` and `:names` filled in."""
        for pattern, rule in self._redirects:
            if found := pattern.fullmatch(path):
                filled = re.sub(r":([a-z]\w*)", lambda name: found.groupdict().get(name[1]) or "", rule.to)
                return Route(filled, rule.status, rule.force)
        return None

    def headers(self, path: str) -> dict[str, str]:
        """Every header for a path by its name in lower case. Of two rules for one name the later one holds."""
        merged: dict[str, str] = {}
        for pattern, values in self._headers:
            if pattern.fullmatch(path):
                merged |= {name.lower(): " ".join(value.split()) for name, value in values.items()}
        return merged


def read(path: Path) -> Rules:
    """Read the file's redirects and headers.

    Raises:
        NetlifyError: it can't be read, or holds a rule that can't be followed here.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Rules(TypeAdapter(_File).validate_python(content))
    except (OSError, tomllib.TOMLDecodeError, re.error) as error:
        raise NetlifyError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise NetlifyError(f"{path.name}: {place}: {first['msg']}") from error


def _pattern(rule: str) -> re.Pattern[str]:
    """`*` at the end stands for anything (the splat), `:name` for one segment; a last slash makes no difference."""
    body, star, rest = rule.partition("*")
    if rest:
        raise NetlifyError(f"netlify.toml: {rule}: only a last * is understood")
    regex = "".join(
        f"(?P<{part[1:]}>[^/]+)" if part.startswith(":") else re.escape(part) for part in re.split(r"(:[a-z]\w*)", body)
    )
    return re.compile(f"{regex}(?P<splat>.*)" if star else regex.rstrip("/") + "/?")
