"""Search over the lessons: an index that the build writes and the search page reads."""

from sitegen.search.index import Indexer, Piece, forms, index, joined, rest
from sitegen.search.roots import Roots

__all__ = ["Indexer", "Piece", "Roots", "forms", "index", "joined", "rest"]
