"""The tree against its definition, and every proof against every lie."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.merkle import EMPTY, Tree, includes, is_continued, leaf_hash

SIZES = st.integers(min_value=1, max_value=70)
KNOWN_ENTRIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
KNOWN_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Of the entries above: what other programs for such logs are tested with too."""


def entry(index: int) -> bytes:
    return f"entry {index}".encode()


def tree_of(size: int) -> Tree:
    return Tree([leaf_hash(entry(index)) for index in range(size)])


def defined(entries: list[bytes]) -> bytes:
    """The root as the standard defines it, word for word."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return sha256(b"\x01" + defined(entries[:split]) + defined(entries[split:])).digest()


def other(value: bytes) -> bytes:
    """One byte altered."""
    return bytes([value[0] ^ 1]) + value[1:]


def test_the_roots_are_those_that_everybody_finds() -> None:
    """Other people's programs must be able to follow our proofs."""
    leaves = [leaf_hash(bytes.fromhex(one)) for one in KNOWN_ENTRIES]
    assert {size: Tree(leaves).root(size).hex() for size in KNOWN_ROOTS} == KNOWN_ROOTS
    assert Tree().root() == EMPTY


@given(SIZES)
def test_every_root_is_the_defined_one(size: int) -> None:
    """What is kept of whole subtrees saves work and changes nothing, for earlier sizes neither."""
    tree = tree_of(size)
    assert [tree.root(one) for one in range(size + 1)] == [
        defined([entry(index) for index in range(one)]) for one in range(size + 1)
    ]


@given(SIZES, st.data())
def test_an_entry_shows_that_it_is_in_and_nothing_else_does(size: int, data: st.DataObject) -> None:
    """A proof fits one entry at one place under one root: one byte altered anywhere, and it fits none."""
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree = tree_of(size)
    root, leaf, proof = tree.root(), leaf_hash(entry(index)), tree.inclusion(index, size)
    assert includes(root, size, index, leaf, proof)
    assert not includes(other(root), size, index, leaf, proof)
    assert not includes(root, size, index, other(leaf), proof)
    assert not any(includes(root, size, place, leaf, proof) for place in range(-1, size + 2) if place != index)
    assert not includes(root, size, index, leaf, (*proof, root))
    assert not includes(root, size, index, leaf, proof[:-1]) or not proof
    for place in range(len(proof)):
        altered = (*proof[:place], other(proof[place]), *proof[place + 1 :])
        assert not includes(root, size, index, leaf, altered)


@given(SIZES, st.data())
def test_a_log_shows_that_it_only_grew(size: int, data: st.DataObject) -> None:
    """For every earlier size; and a root of other entries is never taken for the beginning."""
    first = data.draw(st.integers(min_value=0, max_value=size))
    tree = tree_of(size)
    before, now, proof = tree.root(first), tree.root(), tree.consistency(first, size)
    assert is_continued(before, first, now, size, proof)
    assert not is_continued(other(before), first, now, size, proof)
    assert not is_continued(before, first, now, size, (*proof, now))
    for place in range(len(proof)):
        altered = (*proof[:place], other(proof[place]), *proof[place + 1 :])
        assert not is_continued(before, first, now, size, altered)
    if first:
        assert not is_continued(before, first, other(now), size, proof)


def test_what_is_not_there_is_refused() -> None:
    """A proof for it would prove nothing."""
    tree = tree_of(3)
    for ask in (
        lambda: tree.root(4),
        lambda: tree.inclusion(3, 3),
        lambda: tree.inclusion(0, 4),
        lambda: tree.consistency(3, 2),
    ):
        with pytest.raises(IndexError):
            ask()
    assert not is_continued(tree.root(2), 2, tree.root(), 3, ())
    assert not is_continued(tree.root(3), 3, tree.root(2), 2, ())
    assert not is_continued(tree.root(1), -1, tree.root(), 3, ())
