"""Single values encrypted at rest, and keyed indexes by which they are still found.

A value is sealed with AES-256-GCM under the newest key of a ring; every key of the ring opens. The place (row and
column) is authenticated with it: a value that somebody moves to another row does not open there.
"""

import hmac
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.settings import Settings

VERSION = "v1"
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Unopenable(Exception):
    """A stored value was altered, moved, or sealed with a key that the ring no longer holds: a fault, no refusal."""


class Vault:
    """Seals, opens and indexes. `keys`: 32 bytes each by their ids, the newest first; `index_key`: 32 bytes."""

    def __init__(self, keys: Mapping[str, bytes], index_key: bytes) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._newest = next(iter(keys))
        self._index_key = index_key

    @classmethod
    def of(cls, settings: Settings) -> "Vault":
        """The vault of a system, with the keys that its settings name."""
        return cls(settings.data_key_ring, settings.index_key_bytes)

    def seal(self, text: str, place: str) -> str:
        """`text` under the newest key, as v1.<key id>.<base64url>. `place` names its row and column."""
        nonce = token_bytes(_NONCE_BYTES)
        sealed = nonce + self._ciphers[self._newest].encrypt(nonce, text.encode(), place.encode())
        return f"{VERSION}.{self._newest}.{_text_of(sealed)}"

    def opened(self, sealed: str, place: str) -> str:
        """What was sealed at `place`.

        Raises:
            Unopenable
        """
        version, _, rest = sealed.partition(".")
        name, _, text = rest.partition(".")
        cipher = self._ciphers.get(name)
        if version != VERSION or cipher is None:
            # The value itself stays out of the message: messages end in logs.
            raise Unopenable(f"A value at {place} was sealed with a key that DATA_KEYS does not hold.")
        try:
            content = _bytes_of(text)
            return cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unopenable(f"A value at {place} was altered or moved there.") from error

    def is_current(self, sealed: str) -> bool:
        """Whether `sealed` is under the newest key, so that the older ones aren't needed for it."""
        return sealed.startswith(f"{VERSION}.{self._newest}.")

    def index(self, text: str, purpose: str) -> str:
        """64 hexadecimal digits, the same for the same text and purpose: to find a sealed value and to hold it unique.

        Without the key nobody can try all 16-digit numbers against it, and two purposes' indexes tell nothing together.
        """
        key = HKDF(SHA256(), 32, salt=None, info=f"jawara index {purpose}".encode()).derive(self._index_key)
        return hmac.new(key, text.encode(), sha256).hexdigest()


def _text_of(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes_of(text: str) -> bytes:
    """The bytes, if they are written the one way that `_text_of` writes them.

    Raises:
        ValueError
    """
    content = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text_of(content) != text or len(content) < _NONCE_BYTES + _TAG_BYTES:
        raise ValueError("not a sealed value")
    return content
