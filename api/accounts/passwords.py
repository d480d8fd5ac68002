"""Passwords: one spelling for each, judged by a list and an estimate, hashed by Argon2id off the event loop."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from api.accounts.common import is_common, local_words, read_as_letters, signs_in

# OWASP's second choice (19 MiB, two passes): about 25 ms instead of the library's 190, so that a phone doesn't wait and
# an attacker's flood can't fill the machine. Two threads bound both time and memory; the third is for those who come
# from their own device, so that they never wait behind strangers.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_pool = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_first = ThreadPoolExecutor(1, thread_name_prefix="argon2-first")
_NOBODY = _hasher.hash(secrets.token_hex(16))

MOST_WAITING = 40
"""About a second's work for two threads."""
_LONGEST_NORMALIZED = 1_024
"""Far above what may be a password; a character can become eighteen."""
_LEAST_STRENGTH = 2
"""On zxcvbn's scale of 0 to 4: 2 stands against online guessing, which the limits slow down as well."""
_JUDGED_CHARACTERS = 20
_MOST_SIGNS = 6
"""The estimate tries every reading of every sign: with twelve of them it thinks for a fifth of a second."""
_LEAST_BESIDE_ADDRESS = 6

P = ParamSpec("P")
T = TypeVar("T")


class _Queue:
    """How many passwords are being worked on or wait for it. Touched by the event loop alone."""

    length = 0


def normalized(password: str) -> str:
    """The one spelling of a password that can be typed in several (NIST SP 800-63B): an accent as a letter of its own
    on one keyboard and as a mark on another, full-width letters. Every function here does this by itself.
    """
    return unicodedata.normalize("NFKC", password) if len(password) <= _LONGEST_NORMALIZED else password


async def is_guessable(password: str, email: str) -> bool:
    """Whether the password is among the common ones, or made of them, of the address, or of a pattern."""
    return await _worked(_pool, _is_guessable, normalized(password), email)


def _is_guessable(password: str, email: str) -> bool:
    local = email.partition("@")[0]
    beside_address = password.lower().replace(local, "")
    if len(beside_address) < _LEAST_BESIDE_ADDRESS or is_common(password):
        return True
    known = [*local_words(), local, *email.replace("@", ".").split(".")]
    # The estimate's time grows with the square of the length; what is strong in its first characters is strong.
    judged = password[:_JUDGED_CHARACTERS]
    if signs_in(judged) > _MOST_SIGNS:
        judged = read_as_letters(judged)
    return zxcvbn(judged, user_inputs=known)["score"] < _LEAST_STRENGTH


def is_busy() -> bool:
    """Whether one more would wait longer than about a second."""
    return _Queue.length >= MOST_WAITING


async def hashed(password: str) -> str:
    """The password's hash with its salt and parameters, as text."""
    return await _worked(_pool, _hasher.hash, normalized(password))


async def matches(password_hash: str | None, password: str, *, first: bool = False) -> bool:
    """Whether the password is the hash's. Without a hash the same work is done, so that time tells nothing. `first`:
    before all who wait in the common queue.
    """
    return await _worked(_first if first else _pool, _matches, password_hash, normalized(password))


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


async def _worked(pool: ThreadPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    _Queue.length += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *args, **kwargs))
    finally:
        _Queue.length -= 1
