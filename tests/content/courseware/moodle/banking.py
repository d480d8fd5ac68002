"""Banks on their way: from our Markdown to a format of Moodle's, and back into a class without the questions."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from courseware.folders import gathered
from courseware.mistakes import Mistake, SourceFile
from courseware.moodle.exporting import Exporter
from courseware.moodle.gift_writing import write_gift
from courseware.moodle.importing import Imported, Importer
from courseware.moodle.placing import ClassBank, accepted, placed, shown, topics
from courseware.moodle.reading import read_bank
from courseware.moodle.xml_writing import write_xml
from courseware.release import compile_release
from courseware.sealed import SealedCourse, SealedQuestion

Form = Literal["gift", "xml"]


def bank_of(courses: Path, slug: str = "k3") -> ClassBank:
    (files,) = (one for one in gathered([courses], []) if one.slug == slug)
    (course,) = (one for one in compile_release(courses).courses if one.sealed.slug == slug)
    evaluation = files.source("evaluation.md", [])
    assert evaluation
    return ClassBank(files, course.sealed, evaluation)


def exported(course: SealedCourse, form: Form) -> tuple[str, list[tuple[str, str]]]:
    """The file, and what it can't hold as pairs of a question's id and a code."""
    told: list[tuple[str, str]] = []

    def tell(question: str, code: str, _fact: str) -> None:
        told.append((question, code))

    exporter = Exporter(tell, with_files=form == "xml")
    questions = [*exporter.evaluation(course), *exporter.checks(course)]
    return (write_xml(questions) if form == "xml" else write_gift(questions, tell)), told


def imported(bank: ClassBank, text: str, name: str = "bank.txt") -> tuple[list[Imported], list[Mistake]]:
    """What of a file goes into the class, and what was found on the way."""
    findings: list[Mistake] = []
    source = SourceFile(name, text, findings)
    importer = Importer(source, bank.lessons, bank.names())
    return accepted(bank, source, list(importer.read(read_bank(source)))), findings


def added(bank: ClassBank, text: str) -> tuple[str, list[str]]:
    """The Markdown that a file comes down to, and what was found as `4 code`."""
    questions, findings = imported(bank, text)
    markdown = shown(topics(bank, questions, None, "Impor")) if questions else ""
    return markdown, [f"{one.line} {one.code.removeprefix('moodle.')}" for one in findings]


def returned(bank: ClassBank, text: str) -> list[SealedQuestion]:
    """The questions of a file as the class's reader reads them, in the order of the file."""
    questions, _ = imported(bank, text)
    new = placed(bank.evaluation.text, topics(bank, questions, None, "Impor"))
    pictures = {name: content for one in questions for name, content in one.pictures.items()}
    evaluation, mistakes = bank.read(new, pictures)
    assert mistakes == []
    assert evaluation
    read = {question.id: question for pool in evaluation.pools for question in pool.questions}
    return [read[one.id] for one in questions]


def essence(question: SealedQuestion) -> SealedQuestion:
    """The question without what follows from how its Markdown happens to be spelled."""
    names = {choice.id: str(place) for place, choice in enumerate(question.choices)}
    return replace(
        question,
        prompt_html=_spaced(question.prompt_html),
        explanation_html=_spaced(question.explanation_html),
        choices=tuple(
            replace(one, id=names[one.id], html=_spaced(one.html), feedback_html=_spaced(one.feedback_html))
            for one in question.choices
        ),
        pairs=tuple(
            replace(one, id=str(place), html=_spaced(one.html), choice=names[one.choice])
            for place, one in enumerate(question.pairs)
        ),
    )


def _spaced(html: str) -> str:
    """A wrapped line reads like one that isn't."""
    return html if "<pre" in html else " ".join(html.split())


def emptied(bank: ClassBank) -> ClassBank:
    """The same class, with its lessons, before anybody wrote a question for it."""
    dummy = "# Kosong {#kosong}\n\n## Kosong? {#soal-kosong}\n- [x] Benar\n- [ ] Salah\nPenjelasan: Kosong.\n"
    head = bank.evaluation.text.split("---\n")[1]
    source = replace(bank.evaluation, text=f"---\n{head}---\n{dummy}")
    bare = replace(bank.sealed, lessons=tuple(replace(lesson, checks=()) for lesson in bank.sealed.lessons))
    empty = ClassBank(bank.files, bare, source)
    evaluation, mistakes = empty.read(source.text, {})
    assert evaluation
    assert mistakes == []
    return replace(empty, sealed=replace(bare, evaluation=evaluation))
