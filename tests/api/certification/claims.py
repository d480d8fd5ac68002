"""Reads the statement of a QR code by its description, as a program of somebody else would, by another library; and
alters it, as somebody would who has no key.
"""

import zlib

from jose import jwk

from api.certification.claim import COMMON_WORDS, SIGNED_AS
from api.verification_keys import Jwks


def read_claim(address: str, keys: Jwks) -> list[str] | None:
    """The lines that were signed; None where the statement is none of these keys' for the code in the address."""
    where, _, number = address.partition("#")
    if not (number.isascii() and number.isdigit()) or number.startswith("0"):
        return None
    content = int(number).to_bytes((int(number).bit_length() + 7) // 8)
    if len(content) < 2 or content[0] != 1:
        return None
    key_id, rest = content[2 : 2 + content[1]], content[2 + content[1] :]
    signature, packed = rest[:64], rest[64:]
    key = next((one for one in keys["keys"] if one["kid"].encode() == key_id), None)
    message = SIGNED_AS + where.rpartition("/")[2].encode() + b"\n" + packed
    if key is None or len(signature) < 64 or not jwk.construct(dict(key)).verify(message, signature):
        return None
    unpacked = zlib.decompressobj(-zlib.MAX_WBITS, COMMON_WORDS.encode()).decompress(packed)
    return unpacked.decode().split("\n")


def repacked(address: str, *altered: tuple[str, str]) -> str:
    """The same statement with other words: packed as well as the office packs, behind the signature of the old ones."""
    where, _, number = address.partition("#")
    content = int(number).to_bytes((int(number).bit_length() + 7) // 8)
    start, packed = content[: 66 + content[1]], content[66 + content[1] :]
    words = zlib.decompressobj(-zlib.MAX_WBITS, COMMON_WORDS.encode()).decompress(packed).decode()
    for old, new in altered:
        if old not in words:
            raise AssertionError(f"{old!r} isn't stated.")
        words = words.replace(old, new)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, COMMON_WORDS.encode())
    return f"{where}#{int.from_bytes(start + packer.compress(words.encode()) + packer.flush())}"
