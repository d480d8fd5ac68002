"""A Merkle tree over a log that only grows, as in RFC 9162, section 2.1: roots, and proofs that anybody can follow.

Pure: bytes in, bytes out. Whoever holds the root of a size needs a handful of hashes to be sure that an entry is in it
(inclusion), or that a later root only added to it (consistency).
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY = sha256().digest()
"""The root of no entries."""

# The prefixes keep an entry from being passed off as a node, and the other way round.
_LEAF, _NODE = b"\x00", b"\x01"

Proof = tuple[bytes, ...]


def leaf_hash(entry: bytes) -> bytes:
    """The hash by which an entry is in the tree."""
    return sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees together."""
    return sha256(_NODE + left + right).digest()


class Tree:
    """The hashes of a log, with those of all whole subtrees: 64 bytes for an entry. Any root and proof of it, or of an
    earlier size, then takes a number of hashes that grows with the logarithm of the size.
    """

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        # _levels[k] has the hashes of the subtrees of 2**k entries, one after the other.
        self._levels: list[bytearray] = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf: bytes) -> None:
        """One more entry, by its leaf hash."""
        level, found = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += found
            count = len(self._levels[level]) // HASH_BYTES
            if count % 2:
                return
            found = node_hash(self._at(level, count - 2), self._at(level, count - 1))
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` entries, of all if none is given."""
        count = self._within(self.size if size is None else size)
        return self._hash(0, count) if count else EMPTY

    def inclusion(self, index: int, size: int) -> Proof:
        """The way from the entry at `index` up to the root of the first `size` (RFC 9162, 2.1.3.1)."""
        if not 0 <= index < self._within(size):
            raise IndexError(f"There is no entry {index} among {size}.")
        return tuple(self._path(index, 0, size))

    def consistency(self, first: int, size: int) -> Proof:
        """What shows that the root of `size` entries has the root of the `first` in it (RFC 9162, 2.1.4.1). Empty where
        nothing needs to be shown: of no entries, and of the same.
        """
        if not 0 <= first <= self._within(size):
            raise IndexError(f"{first} entries are no beginning of {size}.")
        return tuple(self._subproof(first, 0, size, is_known=True)) if first else ()

    def _within(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise IndexError(f"There are {self.size} entries, not {size}.")
        return size

    def _at(self, level: int, place: int) -> bytes:
        return bytes(self._levels[level][place * HASH_BYTES : (place + 1) * HASH_BYTES])

    def _hash(self, start: int, count: int) -> bytes:
        """Of `count` entries from `start` on. Split as the tree is, whole subtrees begin at multiples of their size."""
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._at(level, start >> level)
        split = _split(count)
        return node_hash(self._hash(start, split), self._hash(start + split, count - split))

    def _path(self, index: int, start: int, count: int) -> list[bytes]:
        if count == 1:
            return []
        split = _split(count)
        if index < split:
            return [*self._path(index, start, split), self._hash(start + split, count - split)]
        return [*self._path(index - split, start + split, count - split), self._hash(start, split)]

    def _subproof(self, first: int, start: int, count: int, *, is_known: bool) -> list[bytes]:
        """`is_known`: what is left are the very entries of the first root, which the reader has."""
        if first == count:
            return [] if is_known else [self._hash(start, count)]
        split = _split(count)
        if first <= split:
            right = self._hash(start + split, count - split)
            return [*self._subproof(first, start, split, is_known=is_known), right]
        rest = self._subproof(first - split, start + split, count - split, is_known=False)
        return [*rest, self._hash(start, split)]


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Proof) -> bool:
    """Whether `leaf` is the entry at `index` of the log that had this root at this size (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(other, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, other)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_continued(first_root: bytes, first: int, root: bytes, size: int, proof: Proof) -> bool:
    """Whether the log with `root` at `size` begins with all that had `first_root` at `first` (RFC 9162, 2.1.4.2)."""
    if not 0 <= first <= size:
        return False
    if first in {0, size}:
        return not proof and first_root == (root if first == size else EMPTY)
    # A first size that is a power of two is itself a node of the way: the reader has it.
    hashes = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not hashes:
        return False
    place, last = first - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == root


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
