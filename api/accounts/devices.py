"""Known devices: a cookie that tells a browser in which somebody has signed in before from a stranger's.

It opens nothing. It only decides under which budget a try is counted, so that a flood of strangers' tries never keeps
an owner out of their own phone. Several accounts fit, since phones are shared.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.settings import Settings

DEVICE_LIFE = timedelta(days=365)
MOST_ACCOUNTS = 5
_ID_BYTES = 16
_MAC_BYTES = 16
_TIME_BYTES = 5
_ENTRY_BYTES = _MAC_BYTES + _TIME_BYTES


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser in which the address's owner has signed in; the id is random and says nothing else."""

    id: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """An account's mark, which is a keyed hash of its address, and when it signed in here last."""

    mark: bytes
    at: int


def known_device(cookie: str, address: str, settings: Settings, at: datetime) -> KnownDevice | None:
    """The device, if the cookie is ours and says that this address signed in here within a year."""
    device_id, entries = _read(cookie, settings)
    oldest = (at - DEVICE_LIFE).timestamp()
    mark = _mac(settings, "account", address.encode())
    if not any(hmac.compare_digest(one.mark, mark) and one.at >= oldest for one in entries):
        return None
    return KnownDevice(device_id.hex())


def remembered(cookie: str, address: str, settings: Settings, at: datetime) -> str:
    """The cookie after this address has signed in: the same device, the newest account first, at most five.

    A cookie that isn't ours begins a new device.
    """
    device_id, entries = _read(cookie, settings)
    mark = _mac(settings, "account", address.encode())
    others = [one for one in entries if one.mark != mark]
    kept = [_Entry(mark, int(at.timestamp())), *others][:MOST_ACCOUNTS]
    body = device_id + b"".join(one.mark + one.at.to_bytes(_TIME_BYTES) for one in kept)
    return base64.urlsafe_b64encode(body + _mac(settings, "device", body)).decode().rstrip("=")


def _read(cookie: str, settings: Settings) -> tuple[bytes, list[_Entry]]:
    """The device's id and its accounts; a new id and nobody when the cookie is not as we made it."""
    try:
        raw = base64.b64decode(cookie + "=" * (-len(cookie) % 4), b"-_", validate=True)
    except ValueError:
        raw = b""
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(body) <= _ID_BYTES or not hmac.compare_digest(_mac(settings, "device", body), mac):
        return secrets.token_bytes(_ID_BYTES), []
    places = range(_ID_BYTES, len(body), _ENTRY_BYTES)
    pieces = [body[place : place + _ENTRY_BYTES] for place in places]
    return body[:_ID_BYTES], [_Entry(one[:_MAC_BYTES], int.from_bytes(one[_MAC_BYTES:])) for one in pieces]


def _mac(settings: Settings, purpose: str, message: bytes) -> bytes:
    root = settings.token_key.get_secret_value().encode()
    key = hmac.digest(root, f"known-device-{purpose}".encode(), "sha256")
    return hmac.digest(key, message, "sha256")[:_MAC_BYTES]
