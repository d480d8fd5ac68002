"""`jawara items`: how the questions of a published class do, beside the place where each is written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import typer

from courseware.folders import gathered
from courseware.messages import Catalogue, Language, catalogue
from jawara.door import Content, Door, Refused, Unreachable
from jawara.places import content_folders
from jawara.question_places import question_places

COULD_NOT_RUN = 2
"""The exit code where there is no answer; whatever the answer is, it is 0."""
FEW = "few_attempts"
_KEYS = {
    FEW: "fewAttempts",
    "suspect_key": "suspectKey",
    "distractor_preferred": "distractorPreferred",
    "weak": "weak",
    "hard": "hard",
    "easy": "easy",
    "distractor_unused": "distractorUnused",
    "omitted": "oftenOmitted",
}
"""What the API finds, and how the messages call it; an API that is newer may find more."""
_GAPS = {"drawn": "reliabilityDrawn", "few_attempts": "reliabilityFew", "no_spread": "reliabilityNoSpread"}

Places = Mapping[str, tuple[str, int]]


def items(*, api: str, slug: str, token: str, lang: str, form: Literal["text", "json"]) -> None:
    """Ask the API and tell."""
    words = catalogue(Language(lang))
    try:
        (found,) = Door(api, token, lang).read(f"/classes/{quote(slug, safe='')}/items")["classes"]
    except (Refused, Unreachable) as error:
        typer.echo(f"jawara: {error}", err=True)
        raise typer.Exit(COULD_NOT_RUN) from error
    places = _places(slug)
    if form == "json":
        print(json.dumps(_for_programs(found, places), ensure_ascii=False, indent=1))
    else:
        print("\n".join(Telling(words, places, found["enoughAttempts"]).of(found)))


def _places(slug: str) -> Places:
    """Empty for a class that isn't here: its figures are told all the same."""
    classes = {files.slug: files for files in gathered(content_folders(), [])}
    return question_places(classes[slug]) if slug in classes else {}


def _for_programs(found: Content, places: Places) -> Content:
    def placed(item: Content) -> Content:
        file, line = places.get(item["question"], (None, None))
        return {"file": file, "line": line} | item

    return found | {"items": [placed(item) for item in found["items"]]}


@dataclass(frozen=True, slots=True)
class Telling:
    """Figures in words, questions in the order in which they are asked, with `enough` attempts to be sure."""

    words: Catalogue
    places: Places
    enough: int

    def of(self, found: Content) -> Iterator[str]:
        """Line by line."""
        name = self.words.say("items.name", title=found["title"], slug=found["slug"])
        count, finished = found["countedAttempts"], found["finishedAttempts"]
        if not count:
            yield f"{name}: {self._say('nobody')}"
            return
        counted = self._say("counted", count=count)
        yield f"{name}: {self._say('latest', count=count, finished=finished) if count < finished else counted}"
        yield f"{self._say('reliability')}: {self._reliability(found['reliability'])}"
        for item in found["items"]:
            if item["attempts"] or item["setAside"]:
                yield ""
                yield from self._item(item)

    def _item(self, item: Content) -> Iterator[str]:
        marks = [
            *([] if item["isCurrent"] else [self._say("earlier")]),
            *([self._say("withdrawn")] if item["isWithdrawn"] else []),
        ]
        file, line = self.places.get(item["question"], ("", 0))
        place = f"{file}:{line}: " if file else ""
        marked = f" ({', '.join(marks)})" if marks else ""
        yield f"{place}{item['question']}{marked}: {self._summary(item)}"
        known = [one for one in item["findings"] if one in _KEYS]
        for finding in known:
            key = _KEYS[finding]
            yield f"  {self._say(key)}. {self._say(f'{key}How', enough=self.enough)}"
        if any(finding != FEW for finding in known):
            yield from self._taken(item)

    def _summary(self, item: Content) -> str:
        return self._say(
            "summary",
            facility=_percent(item["facility"]),
            discrimination=self._index(item["discrimination"]),
            attempts=item["attempts"],
        )

    def _taken(self, item: Content) -> Iterator[str]:
        if item["options"]:
            yield f"  {self._say('options')}:"
        for option in item["options"]:
            all_, upper, lower = (_percent(option[name]) for name in ("share", "upper", "lower"))
            shares = self._say("sharesOf", all=all_, upper=upper, lower=lower)
            yield f"    [{'x' if option['isRight'] else ' '}] {option['text']}: {shares}"
        if item["wrongTexts"]:
            yield f"  {self._say('wrongTexts')}:"
        for wrong in item["wrongTexts"]:
            yield f"    {self._say('wrongText', text=wrong['text'], people=wrong['people'])}"

    def _reliability(self, found: Content) -> str:
        if found["gap"]:
            return self._say(_GAPS[found["gap"]], attempts=found["attempts"])
        return self._say("reliabilityOf", alpha=self._index(found["alpha"]), attempts=found["attempts"])

    def _say(self, key: str, **facts: Any) -> str:
        return self.words.say(f"screen-items.{key}", **facts)

    def _index(self, value: float | None) -> str:
        if value is None:
            return "–"
        return f"{value:.2f}".replace(".", "," if self.words.language is Language.INDONESIAN else ".")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)}%"
