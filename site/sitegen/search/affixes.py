"""What a word of Indonesian may be made from: every stem that is left when affixes are taken away.

Which of these stems is meant, a list of letters can't say: *mengelola* may swallow a k or not. The choice is in
sitegen/search/roots.py. site/scripts/search/affixes.ts has the same rules for the words that people type.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

PARTICLES = ("lah", "kah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
SUFFIXES = ("kan", "an", "i")

_LEAST_LETTERS = 3
_SOUNDS = re.compile(r"(?![lmrwyhj][^aeiou]|n[^aeiougy]).*[aeiou]")
"""No root begins with a pair of sounds such as *rs*, or is without a vowel."""
_AFTER_SHORT_BE = re.compile(r"r|[^aeiou]er")
"""*bekerja*, *berumah*: be- stands for ber- before these."""

_SUFFIXES_OF = {
    "di": ("kan", "i"),
    "me": ("kan", "i"),
    "ter": ("kan", "i"),
    "ber": ("kan", "an"),
    "per": ("kan", "an", "i"),
    "pe": ("an",),
    "ke": ("an",),
    "se": ("an",),
}
"""The suffixes that may stand with a prefix: *di-…-an* is no pair."""

_SWALLOWED = {"m": "p", "n": "t", "ny": "s", "ng": "k"}
"""The sound of a root that gives way to the one of meN- and peN- before a vowel."""

_KEPT = {"m": "bfvp", "n": "cdjtzs", "ng": "ghkq"}
"""The sounds before which meN- and peN- take a nasal, and which stay."""


# A preview builds the index after every save, of nearly the same words.
@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """All stems of a word in lower case, those that lose least first; the word itself is none of them."""
    found: dict[str, None] = {}
    for body, suffix in _without_suffixes(word):
        found.setdefault(body)
        _take_prefixes(body, suffix, found)
    found.pop(word, None)
    return tuple(found)


def _without_suffixes(word: str) -> Iterator[tuple[str, str]]:
    """Each way to take endings away, with the last ending that made part of the word: *harga-nya-lah*, *catat-an*."""
    for ended in _each_end(word, PARTICLES):
        for owned in _each_end(ended, POSSESSIVES):
            yield owned, ""
            for suffix in SUFFIXES:
                if _may_be_root(body := owned.removesuffix(suffix)) and body != owned:
                    yield body, suffix


def _each_end(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    yield word
    for ending in endings:
        if word.endswith(ending) and _may_be_root(rest := word.removesuffix(ending)):
            yield rest


def _take_prefixes(word: str, suffix: str, found: dict[str, None]) -> None:
    """The outer prefix must agree with the suffix. There may be one more within it, though neither di- nor me-."""
    for prefix, rest in _without_prefix(word):
        if not suffix or suffix in _SUFFIXES_OF[prefix]:
            found.setdefault(rest)
            for inner, core in _without_prefix(rest):
                if inner not in {"di", "me"}:
                    found.setdefault(core)


def _without_prefix(word: str) -> Iterator[tuple[str, str]]:
    """Each prefix that the word may begin with, and what follows it."""
    for prefix, rest in _split(word):
        if _may_be_root(rest):
            yield prefix, rest


def _split(word: str) -> Iterator[tuple[str, str]]:
    for prefix in ("di", "ke", "se", "ber", "ter", "per"):
        if word.startswith(prefix):
            yield prefix, word.removeprefix(prefix)
    for short, prefix in (("be", "ber"), ("te", "ter")):
        if word.startswith(short) and _AFTER_SHORT_BE.match(word[2:]):
            yield prefix, word[2:]
    for prefix, short in (("ber", "belajar"), ("per", "pelajar")):
        if word.startswith(short):
            yield prefix, word[3:]
    for prefix in ("me", "pe"):
        if word.startswith(prefix):
            for rest in _after_nasal(word[2:]):
                yield prefix, rest
            if prefix == "pe" or word[2:3] in {*"lmnrwy"}:
                yield prefix, word[2:]


def _after_nasal(rest: str) -> Iterator[str]:
    """What may follow meN- or peN-; `rest` still begins with its nasal."""
    for nasal in ("ng", "ny", "n", "m"):
        if not rest.startswith(nasal):
            continue
        after = rest.removeprefix(nasal)
        if after[:1] in {*"aeiou"}:
            yield _SWALLOWED[nasal] + after
            if nasal == "ng":
                yield after
            if nasal == "ng" and after.startswith("e"):
                yield after[1:]  # menge- before a root of one syllable: mengecek
        elif after[:1] in {*_KEPT.get(nasal, "")}:
            yield after


def _may_be_root(stem: str) -> bool:
    return len(stem) >= _LEAST_LETTERS and _SOUNDS.match(stem) is not None
