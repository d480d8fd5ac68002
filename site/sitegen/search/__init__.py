"""Search over the lessons: an index that the build writes and the search page reads."""

from sitegen.search.index import forms, index
from sitegen.search.roots import Roots

__all__ = ["Roots", "forms", "index"]
