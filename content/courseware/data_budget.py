"""What a lesson costs who opens it: its words and pictures, before anything is tapped."""

import zlib
from collections.abc import Iterable
from pathlib import Path

from courseware.markdown import Found
from courseware.media import HEAVIEST_VARIANT, PHOTO_SUFFIXES, Shelf
from courseware.mistakes import SourceFile
from courseware.sizes import size_in_words

# Bytes. Half a second on a good line, ten on a poor one; a class of twenty lessons stays within 6 MB.
LARGEST_LESSON = 300_000


def check_data_budget(source: SourceFile, shelf: Shelf, found: Found, texts: Iterable[str]) -> None:
    """Notes the mistake of a lesson whose pictures and HTML (`texts`, compressed as they travel) are too heavy.

    A photo counts for what the site makes of it at most. Posters of recordings count; recordings and downloads don't,
    which come when somebody asks for them. The mistake stands at the heaviest picture.
    """
    pictures = {name: _travels(shelf.used[name]) for name in found.pictures if name in shelf.used}
    content = "".join(texts).encode()
    room = LARGEST_LESSON - sum(pictures.values())
    # Hardly any lesson comes near its budget, and compressing all of them would take seconds.
    if len(content) <= room or (compressed := len(zlib.compress(content))) <= room:
        return
    heaviest = max(pictures, key=pictures.__getitem__, default="")
    total = LARGEST_LESSON - room + compressed
    facts = {"size": size_in_words(total), "most": size_in_words(LARGEST_LESSON), "pictures": len(pictures)}
    if heaviest:
        facts |= {"heaviest": f"media/{heaviest}", "its_size": size_in_words(pictures[heaviest])}
        source.wrong(found.pictures[heaviest], "lesson.data-budget", **facts)
    else:
        source.wrong(1, "lesson.data-budget-of-text", **facts)


def _travels(picture: Path) -> int:
    size = picture.stat().st_size
    return min(size, HEAVIEST_VARIANT) if picture.suffix in PHOTO_SUFFIXES else size
