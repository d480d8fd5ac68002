"""The record of processing of one account: what is kept of it, for what, on which ground, since when, how long."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.rights.collecting import Json, Section
from api.rights.inventory import HOLDINGS, Copied, Processing

_SINCE = ("createdAt", "linkedAt", "changedAt", "startedAt", "completedAt", "issuedAt", "givenAt", "askedAt", "doneAt")
"""Keys of the moment at which a row began, in the order in which they are looked for."""


def record(sections: Mapping[str, Section], words: Mapping[str, Any]) -> Section:
    """An entry for each processing that keeps anything of the account; `words` are those of its language."""
    return [
        {"processing": one.name, **words["processing"][one.value], "since": _since(one, sections), "what": what}
        for one in Processing
        if (what := sorted(_kept(one, sections)))
    ]


def _kept(processing: Processing, sections: Mapping[str, Section]) -> Iterator[str]:
    """What is there, as section.key."""
    for holding in HOLDINGS:
        for name, column in holding.columns.items():
            if isinstance(column, Copied) and holding.processing_of(name) is processing:
                values = [row[column.key] for row in sections[holding.section]]
                if any(value not in (None, "", []) for value in values):
                    yield f"{holding.section}.{column.key}"


def _since(processing: Processing, sections: Mapping[str, Section]) -> Json:
    consents = [row["givenAt"] for row in sections["consents"] if row["purpose"] == processing.name]
    rows = [row for one in HOLDINGS if one.processing is processing for row in sections[one.section]]
    begun = [moment for row in rows if (moment := next((row[key] for key in _SINCE if row.get(key)), None))]
    return min(consents or begun, default=None)
