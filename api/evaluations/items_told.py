"""The figures of a class as JSON, for the editors' command: it has the questions themselves."""

from typing import Any

from api.evaluations.figures import Quartiles
from api.evaluations.findings import ENOUGH
from api.evaluations.item_rules import Item
from api.evaluations.items import AskedItem, ClassItems


def told(found: ClassItems) -> dict[str, Any]:
    """As docs/api.md describes it."""
    whole = found.reliability
    return {
        "slug": found.slug,
        "title": found.title,
        "finishedAttempts": found.finished,
        "countedAttempts": found.attempts,
        "enoughAttempts": ENOUGH,
        "reliability": {
            "alpha": whole.value,
            "attempts": whole.attempts,
            "questions": whole.questions,
            "gap": whole.gap,
        },
        "items": [_item(one) for one in found.items],
    }


def _item(one: AskedItem) -> dict[str, Any]:
    figures = one.figures
    return {
        "question": figures.question.id,
        "kind": figures.question.kind,
        "pool": one.pool,
        "isCurrent": one.is_current,
        "isWithdrawn": one.is_withdrawn,
        "attempts": figures.attempts,
        "setAside": figures.set_aside,
        "omitted": figures.omitted,
        "facility": figures.facility,
        "discrimination": figures.discrimination,
        "itemRest": figures.item_rest,
        "options": _options(figures),
        "wrongTexts": [{"text": wrong.text, "people": wrong.people} for wrong in figures.wrong_texts],
        "time": _time(figures.seconds, figures.timed) if figures.seconds else None,
        "findings": list(figures.findings),
    }


def _options(figures: Item) -> list[dict[str, Any]]:
    return [
        {
            "text": option.text,
            "isRight": option.is_right,
            "share": option.share,
            "upper": option.upper,
            "lower": option.lower,
            "finding": option.finding,
        }
        for option in figures.options
    ]


def _time(seconds: Quartiles, attempts: int) -> dict[str, int]:
    return {
        "attempts": attempts,
        "firstQuartile": seconds.first,
        "median": seconds.median,
        "thirdQuartile": seconds.third,
    }
