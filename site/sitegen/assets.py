"""Files that are named for their content, so that a browser may keep them for ever."""

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from sitegen.trouble import SiteError

_MEDIA = re.compile(r'"/kelas/([^/"]+)/media/([^"]+)"')


def with_addresses(html: str, assets: Mapping[str, str]) -> str:
    """HTML that courseware made, with media files at the addresses that their content gave them."""
    return _MEDIA.sub(lambda found: f'"{assets[f"{found[1]}/{found[2]}"]}"', html)


class Assets(Mapping[str, str]):
    """Puts files by `put(name, content)`; maps the name of each file to the address it got.

    What pages show or run goes to /assets/, where the service worker keeps it with its page. What comes only when a
    reader asks for it goes to /media/, which no phone fetches by itself.
    """

    def __init__(self, put: Callable[[str, bytes], object]) -> None:
        self._put = put
        self._addresses: dict[str, str] = {}

    def add(self, name: str, content: bytes, *, asked_for: bool = False) -> str:
        """`name` is a path such as `fonts/x.woff2`; the address carries 10 hex digits of the content's hash."""
        address = self.register(name, sha256(content).hexdigest(), asked_for=asked_for)
        self._put(address[1:], content)
        return address

    def register(self, name: str, digest: str, *, asked_for: bool = False) -> str:
        """The address of a file that is put elsewhere; `digest` is the SHA-256 of its content in hex."""
        stem, _, suffix = name.rpartition(".")
        address = f"/{'media' if asked_for else 'assets'}/{stem}.{digest[:10]}.{suffix}"
        self._addresses[name] = address
        return address

    def alias(self, name: str, address: str) -> None:
        """Another name for a file that was added, or a name for a choice of several."""
        self._addresses[name] = address

    def include(self, addresses: Mapping[str, str]) -> None:
        """Files that were put elsewhere, with the names and addresses that they have."""
        self._addresses.update(addresses)

    def __getitem__(self, name: str) -> str:
        try:
            return self._addresses[name]
        except KeyError:
            raise SiteError(f"Nothing called {name!r} was added to the assets.") from None

    def __contains__(self, name: object) -> bool:
        return name in self._addresses

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses)

    def __len__(self) -> int:
        return len(self._addresses)
