"""Files that are named for their content, so that a browser may keep them for ever."""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from sitegen.trouble import SiteError

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")
_CSS_URL = re.compile(r'url\("\.\./([^"]+)"\)')


class Assets(Mapping[str, str]):
    """Writes below `folder`/assets; maps the name of each file to the address it got."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._addresses: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> str:
        """`name` is a path such as `fonts/x.woff2`; the address carries 10 hex digits of the content's hash."""
        path = PurePosixPath(name)
        digest = sha256(content).hexdigest()[:10]
        address = f"/assets/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"
        target = self._folder / address[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._addresses[name] = address
        return address

    def __getitem__(self, name: str) -> str:
        try:
            return self._addresses[name]
        except KeyError:
            raise SiteError(f"Nothing called {name!r} was added to the assets.") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses)

    def __len__(self) -> int:
        return len(self._addresses)


def stylesheets(folder: Path) -> list[Path]:
    """The order of the cascade: values, ground, components by name, paper last."""
    first, last = ("tokens.css", "base.css"), ("print.css",)
    names = {path.name for path in folder.glob("*.css")}
    if missing := set(first + last) - names:
        raise SiteError(f"site/styles lacks {', '.join(sorted(missing))}.")
    between = sorted(names - set(first + last))
    return [folder / name for name in (*first, *between, *last)]


def join_stylesheets(files: Iterable[Path], assets: Mapping[str, str]) -> bytes:
    """One stylesheet without comments and spare space; `url("../x")` becomes the address of the asset x."""
    whole = "\n".join(file.read_text("utf-8") for file in files)
    bare = _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", whole))).replace(";}", "}").strip()
    return _CSS_URL.sub(lambda found: f'url("{assets[found[1]]}")', bare).encode()
