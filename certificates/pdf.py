"""Makes what Chromium prints reproducible by changes that keep every length, so that no offset in the file moves."""

import re
from datetime import date

DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}\+00'00'\)")
ELEMENT_IDS = re.compile(rb"\(node(\d{8})\)")
PAGE_COUNT = re.compile(rb"/Type /Pages\s*/Count (\d+)")


def reproducible(pdf: bytes, day: date) -> bytes:
    """The same PDF, made on that day as far as it tells, its elements numbered from 1.

    Chromium writes the clock, and numbers the tagged elements on from whatever the process has numbered before. The new
    numbers keep the old order, which the PDF's index of elements is sorted by.
    """
    ranks = {number: rank for rank, number in enumerate(sorted(set(ELEMENT_IDS.findall(pdf))), start=1)}
    numbered = ELEMENT_IDS.sub(lambda found: b"(node%08d)" % ranks[found[1]], pdf)
    return DATES.sub(rb"/\1 (D:" + day.strftime("%Y%m%d").encode() + rb"000000+07'00')", numbered)


def page_count(pdf: bytes) -> int:
    found = PAGE_COUNT.search(pdf)
    return int(found[1]) if found else 0
