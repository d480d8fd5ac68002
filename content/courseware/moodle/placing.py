"""What was imported, tried by the reader of evaluations and put among the topics of a class."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from courseware.attributes import find_braces
from courseware.evaluation import EvaluationReader
from courseware.folders import CourseFiles, Labelled
from courseware.links import Lessons
from courseware.mistakes import Mistake, Phrase, SourceFile
from courseware.moodle.bank import Category
from courseware.moodle.importing import Imported
from courseware.moodle.naming import Names, is_id
from courseware.public import lesson_url
from courseware.register import Register
from courseware.sealed import Pool, SealedCourse, SealedEvaluation, SealedQuestion
from courseware.sealed_pictures import SealedShelf

_HEAD = "---\nmenit: 1\nnilai-minimal: 1\npercobaan: 0\njeda-menit: 0\n---\n"
_TOPIC = re.compile(r"#\s+(.*)")
_ID = re.compile(r"#(\S+)")


@dataclass(frozen=True, slots=True)
class ClassBank:
    """The class that questions are put into; `evaluation` is the text of its evaluation.md."""

    files: CourseFiles
    sealed: SealedCourse
    evaluation: SourceFile

    @property
    def lessons(self) -> Lessons:
        slug = self.sealed.slug
        return Lessons({lesson.id: lesson_url(slug, lesson.slug) for lesson in self.sealed.lessons}, complete=True)

    def names(self) -> Names:
        """Every id that the class has or had."""
        questions = {question.id for question in self.sealed.questions}
        return Names({*questions, *self.sealed.retired, *(lesson.id for lesson in self.sealed.lessons)})

    def read(self, text: str, pictures: Mapping[str, bytes]) -> tuple[SealedEvaluation | None, list[Mistake]]:
        """A text as the class's evaluation; `pictures` lie in its folder media as well."""
        mistakes: list[Mistake] = []
        source = replace(self.evaluation, text=text, mistakes=mistakes)
        with TemporaryDirectory() as folder:
            media = Path(folder) / "media"
            media.mkdir()
            for name, content in pictures.items():
                (media / name).write_bytes(content)
            files = replace(self.files, folders=(*self.files.folders, Labelled(Path(folder), self.files.label)))
            shelf = SealedShelf(files, mistakes)
            evaluation = EvaluationReader(source, self.sealed.slug, self.lessons, Register("id"), shelf).evaluation()
        return evaluation, mistakes


def accepted(bank: ClassBank, source: SourceFile, imported: Sequence[Imported]) -> list[Imported]:
    """Those that the reader of evaluations takes and the class doesn't have; for the others it is noted why."""
    if not imported:
        return []
    pictures = {name: content for one in imported for name, content in one.pictures.items()}
    lines, owners = f"{_HEAD}# a {{#a}}".split("\n"), list[int]()
    for place, one in enumerate(imported):
        added = one.markdown.split("\n")
        lines += added
        owners += [place] * len(added)
    start = len(lines) - len(owners)
    evaluation, mistakes = bank.read("\n".join(lines), pictures)
    wrong: dict[int, Mistake] = {}
    for mistake in mistakes:
        wrong.setdefault(owners[max(mistake.line - start - 1, 0)], mistake)
    read = evaluation.pools[0].questions if evaluation else ()
    known = {_content(question): question.id for question in bank.sealed.questions}
    kept: list[Imported] = []
    for place, (one, question) in enumerate(zip(imported, read, strict=True)):
        if found := wrong.get(place):
            source.wrong(one.line, "moodle.refused", why=Phrase(f"check-{found.code}.what", dict(found.facts)))
        elif same := known.get(_content(question)):
            source.wrong(one.line, "moodle.same", id=same)
        else:
            if one.taken:
                source.wrong(one.line, "moodle.taken", id=one.taken, given=one.id)
            known[_content(question)] = one.id
            kept.append(one)
    return kept


def _content(question: SealedQuestion) -> object:
    """What a participant sees and what is right, without ids."""
    rights = {choice.id: choice.html for choice in question.choices}
    return (
        question.kind,
        question.prompt_html,
        tuple((choice.html, choice.correct) for choice in question.choices),
        tuple((pair.html, rights[pair.choice]) for pair in question.pairs),
        question.spellings,
        question.number,
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """Where questions go: `heading` is None for a topic that the class has."""

    id: str
    heading: str | None
    questions: tuple[Imported, ...]


def topics(bank: ClassBank, imported: Sequence[Imported], pool: str | None, otherwise: str) -> list[Topic]:
    """The questions by their categories, each of which is a topic; all in the topic `pool` if one is named.

    `otherwise` is the title of the topic for questions that stand in no category.
    """
    pools = bank.sealed.evaluation.pools
    names = Names({one.id for one in pools})
    found: dict[tuple[str, ...], list[Imported]] = {}
    firsts: dict[tuple[str, ...], Category] = {}
    for one in imported:
        category = one.category if one.category and one.category.path else Category((otherwise,))
        key = ("", pool) if pool else category.path
        found.setdefault(key, []).append(one)
        firsts.setdefault(key, category)
    return [_topic(pools, names, firsts[key], pool, questions) for key, questions in found.items()]


def _topic(
    pools: Sequence[Pool], names: Names, category: Category, pool: str | None, questions: Sequence[Imported]
) -> Topic:
    title = " ".join(" / ".join(category.path).split())
    wished = pool or category.idnumber
    for one in pools:
        if one.id == wished or (not pool and one.title == title):
            return Topic(one.id, None, tuple(questions))
    if is_id(wished) and wished not in names.taken:
        names.taken.add(wished)
        name = wished
    else:
        name = names.give(wished, title, otherwise="topik")
    return Topic(name, f"# {title} {{#{name}}}", tuple(questions))


def placed(evaluation: str, added: Sequence[Topic]) -> str:
    """The text of evaluation.md with the questions at the end of their topics, new topics at its end."""
    lines = evaluation.rstrip("\n").split("\n")
    ends = dict(_ends(lines))
    for topic in sorted((one for one in added if one.heading is None), key=lambda one: ends[one.id], reverse=True):
        at = ends[topic.id]
        # Behind the last line of the topic that says something.
        while not lines[at - 1].strip():
            at -= 1
        lines[at:at] = ["", *shown([topic]).rstrip("\n").split("\n")]
    new = [one for one in added if one.heading is not None]
    return "\n".join([*lines, *(["", shown(new).rstrip("\n")] if new else []), ""])


def shown(added: Sequence[Topic]) -> str:
    """The Markdown of these topics alone."""
    blocks = [
        text for one in added for text in ([one.heading] if one.heading else []) + [q.markdown for q in one.questions]
    ]
    return "".join(f"{block}\n\n" for block in blocks).rstrip("\n") + "\n"


def _ends(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The id of each topic, and the number of lines before the next one's heading."""
    starts: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        heading = _TOPIC.fullmatch(line.rstrip())
        braces = find_braces(heading[1]) if heading else None
        if braces and (name := _ID.search(braces[1])):
            starts.append((name[1], number))
    for place, (name, _) in enumerate(starts):
        yield name, starts[place + 1][1] if place + 1 < len(starts) else len(lines)
