"""Roots of words: right ones, and the same in the browser as in the build."""

import json
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from courseware.release import Release, compile_release
from sitegen.deno_runs import environment, program
from sitegen.search.affixes import stems
from sitegen.search.index import entries_of, words_of
from sitegen.search.roots import Roots, listed_roots

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
SCRIPT = ROOT / "tests" / "site" / "scripts" / "roots_entry.ts"


@dataclass(frozen=True)
class Words:
    """`derived` leads from each word to its root; `whole` only look as if they had an affix."""

    derived: dict[str, str]
    whole: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.derived) + len(self.whole)

    def wrong(self, roots: Roots) -> list[str]:
        """Words that would not be found by their root, or would be by another's: what a reader notices."""
        apart = [word for word, root in self.derived.items() if _root(roots, word) != roots.of(root)]
        own = [*sorted(set(self.derived.values())), *self.whole]
        merged = [word for word in own if any(roots.of(word) == roots.of(one) for one in own if one != word)]
        return apart + merged


def _root(roots: Roots, word: str) -> str:
    """A doubled word has one root if its halves have: *tawar-menawar*."""
    found = {roots.of(part) for part in word.split("-")}
    return found.pop() if len(found) == 1 else word


def read(name: str) -> Words:
    told = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))
    derived = {word: root for root, words in told["derived"].items() for word in words}
    return Words(derived, tuple(told["whole"]["words"]))


@pytest.fixture(scope="module")
def vocabulary() -> list[str]:
    """The words of the real classes."""
    release: Release = compile_release(ROOT / "content" / "courses")
    return words_of(entries_of(release))


@pytest.fixture(scope="module")
def roots(vocabulary: list[str]) -> Roots:
    return Roots(vocabulary, listed_roots())


def test_words_find_their_root_and_no_other(roots: Roots) -> None:
    """*Mengelola* finds *kelola*, and *peran* no *per*: by rules that were mended until they did."""
    tuned = read("tuned")
    assert tuned.total >= 200
    assert tuned.wrong(roots) == []


def test_words_that_no_rule_was_made_for_find_their_root(roots: Roots) -> None:
    """What to expect of the next word; some room is left, for the lessons are the dictionary and they change."""
    held_out = read("held_out")
    assert held_out.total >= 100
    assert not set(held_out.derived) & set(read("tuned").derived)
    assert len(held_out.wrong(roots)) <= 0.05 * held_out.total


def test_rules_and_lessons_do_most_of_it_without_the_list(vocabulary: list[str]) -> None:
    """Whoever adds a class should not have to add roots."""
    bare = Roots(vocabulary, frozenset())
    assert len(read("held_out").wrong(bare)) <= 0.1 * read("held_out").total


def test_the_browser_comes_to_the_same_roots(roots: Roots, vocabulary: list[str]) -> None:
    """A word typed as it stands in a lesson would otherwise not find that lesson."""
    asked = [*vocabulary, *_parts(read("tuned")), *_parts(read("held_out"))]
    told = {"words": vocabulary, "listed": sorted(listed_roots()), "asked": asked}
    command = [program(), "run", "--quiet", "--config", str(ROOT / "site" / "deno.json"), str(SCRIPT)]
    done = subprocess.run(
        command, input=json.dumps(told), env=environment(), capture_output=True, text=True, timeout=120, check=True
    )
    there: list[Sequence[object]] = json.loads(done.stdout)
    here = [[roots.of(word), list(stems(word))] for word in asked]
    assert [pair for pair in zip(asked, here, there, strict=True) if pair[1] != pair[2]] == []


def _parts(words: Words) -> Iterator[str]:
    for word in (*words.derived, *words.whole):
        yield from word.split("-")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mengelola", {"kelola", "elola"}),
        ("pembelajaran", {"ajar", "belajar", "pembelajar"}),
        ("mengecek", {"cek", "ecek", "kecek"}),
        ("catatannyalah", {"catat", "catatan", "catatannya"}),
    ],
)
def test_every_possible_stem_is_considered(word: str, expected: set[str]) -> None:
    """The choice can't fall on what was never offered."""
    assert expected <= set(stems(word))


@pytest.mark.parametrize(("word", "never"), [("dinasan", "nas"), ("bersih", "rsih"), ("an", ""), ("dan", "d")])
def test_affixes_that_are_no_pair_are_left(word: str, never: str) -> None:
    """Each wrong stem is a chance to find what has nothing to do with it."""
    assert never not in stems(word)


def test_a_root_that_stands_nowhere_is_found_by_what_its_words_share() -> None:
    """Lessons say *mengelola* and *pengelola*, and may never say *kelola*."""
    roots = Roots(["mengelola", "pengelola", "dikelola", "bola"], frozenset())
    assert {roots.of(word) for word in ("mengelola", "pengelola", "dikelola", "kelola")} == {"kelola"}
    assert roots.of("bola") == "bola"


def test_a_short_stem_counts_only_when_it_is_listed() -> None:
    """*Kelas* is no *las*, but *mengisi* is *isi*."""
    words = ["kelas", "las", "mengisi", "isi"]
    assert [Roots(words, frozenset({"isi"})).of(word) for word in ("kelas", "mengisi")] == ["kelas", "isi"]
    assert Roots(words, frozenset()).of("mengisi") == "mengisi"


def test_each_listed_root_is_needed_once() -> None:
    """A list that grows without a reason is read by nobody."""
    words = [word for line in (HERE.parents[3] / "site/sitegen/search/roots.txt").read_text().splitlines()
             if not line.startswith("#") for word in line.split()]  # fmt: skip
    assert len(words) == len(set(words))
