"""Argon2id, off the event loop."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

# OWASP's second choice (19 MiB, two passes): about 25 ms instead of the library's 190, so that a phone doesn't wait and
# an attacker's flood can't fill the machine. Two threads bound both time and memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_pool = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_NOBODY = _hasher.hash(secrets.token_hex(16))


# What people here put into passwords, beside the library's lists of common ones.
_LOCAL_WORDS = (
    "sijawara",
    "jawara",
    "katasandi",
    "sandi",
    "rahasia",
    "password",
    "koperasi",
    "umkm",
    "usaha",
    "pelatihan",
    "jatim",
    "jawatimur",
    "surabaya",
    "malang",
    "sidoarjo",
    "gresik",
    "indonesia",
    "merdeka",
    "bismillah",
    "alhamdulillah",
    "sayang",
    "cinta",
    "keluarga",
)
_LEAST_STRENGTH = 2
"""On zxcvbn's scale of 0 to 4: 2 stands against online guessing, which the limits slow down as well."""
_JUDGED_CHARACTERS = 20
_LEAST_BESIDE_ADDRESS = 6


async def is_guessable(password: str, email: str) -> bool:
    """Whether the password is among the common ones, or made of them, of the address, or of a pattern."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _is_guessable, password, email)


def _is_guessable(password: str, email: str) -> bool:
    local = email.partition("@")[0]
    beside_address = password.lower().replace(local, "")
    if len(beside_address) < _LEAST_BESIDE_ADDRESS:
        return True
    known = [*_LOCAL_WORDS, local, *email.replace("@", ".").split(".")]
    # The estimate's time grows with the square of the length; what is strong in its first characters is strong.
    return zxcvbn(password[:_JUDGED_CHARACTERS], user_inputs=known)["score"] < _LEAST_STRENGTH


async def hashed(password: str) -> str:
    """The password's hash with its salt and parameters, as text."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _hasher.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hash's. Without a hash the same work is done, so that time tells nothing."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _matches, password_hash, password)


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)
