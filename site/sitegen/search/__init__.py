"""Search over the lessons: an index that the build writes and the search page reads."""

from sitegen.search.index import Piece, forms, index, joined, piece_of, rest, words_in
from sitegen.search.roots import Roots

__all__ = ["Piece", "Roots", "forms", "index", "joined", "piece_of", "rest", "words_in"]
