"""`jawara bank`: questions from Moodle into a class, and a class's questions to Moodle."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile

import typer

from courseware.course import CourseReader
from courseware.folders import gathered
from courseware.hosts import media_hosts
from courseware.messages import Catalogue, Language, catalogue
from courseware.mistakes import ContentErrors, Mistake, mistake
from courseware.moodle.bank import Question
from courseware.moodle.exporting import Exporter
from courseware.moodle.gift_writing import write_gift
from courseware.moodle.importing import Imported, Importer
from courseware.moodle.naming import is_id
from courseware.moodle.placing import ClassBank, accepted, placed, shown, topics
from courseware.moodle.reading import read_bank, read_file
from courseware.moodle.xml_writing import write_xml
from jawara.console import told
from jawara.places import content_folders
from jawara.question_places import question_places

_EVALUATION = "evaluation.md"


class Refused(Exception):
    """The command can't be done; the sentence says why and what to do."""


def bring(file: Path, slug: str, pool: str | None, *, write: bool, partial: bool, lang: str) -> None:
    """`jawara bank import`: prints the Markdown, or adds it to the class; ends with 1 where something was found."""
    words = catalogue(Language(lang))
    with told(Refused, OSError):
        bank = _bank(slug, words)
        findings: list[Mistake] = []
        if pool and not is_id(pool):
            known = ", ".join(one.id for one in bank.sealed.evaluation.pools)
            raise Refused(words.say("bank.unknown-pool", pool=pool, known=known))
        questions = _read(file, bank, findings)
        _tell(findings, words.language)
        if findings and not partial:
            _say(words.say("bank.unchanged", findings=len(findings), questions=len(questions)))
            raise typer.Exit(1)
        if not questions:
            _say(words.say("bank.no-questions"))
            return
        added = topics(bank, questions, pool, words.say("bank.untitled", file=file.stem))
        if write:
            _add(bank, questions, placed(bank.evaluation.text, added))
            _say(words.say("bank.written", questions=len(questions), file=bank.evaluation.name))
        else:
            print(shown(added), end="")
            _say(words.say("bank.found", questions=len(questions), file=bank.evaluation.name))


def give(slug: str, form: str, output: Path | None, *, checks: bool, lang: str) -> None:
    """`jawara bank export`: the file on the standard output or at `output`, what it can't hold on the error output."""
    words = catalogue(Language(lang))
    with told(Refused, OSError):
        bank = _bank(slug, words)
        findings: list[Mistake] = []
        places = question_places(bank.files)

        def tell(question: str, code: str, fact: str) -> None:
            name, line = places[question]
            findings.append(mistake(name, line, f"moodle.{code}", id=question, what=fact))

        exporter = Exporter(tell, with_files=form == "xml")
        lessons = exporter.checks(bank.sealed) if checks else iter(())
        questions: list[Question] = [*chain(exporter.evaluation(bank.sealed), lessons)]
        text = write_xml(questions) if form == "xml" else write_gift(questions, tell)
        if output:
            _replace(output, text)
        else:
            sys.stdout.write(text)
        _tell(findings, words.language)
        shown_as = str(output) if output else "-"
        _say(words.say("bank.exported", questions=len(questions), file=shown_as, findings=len(findings)))


def _bank(slug: str, words: Catalogue) -> ClassBank:
    """The class; tells its mistakes and ends the command when it has any."""
    mistakes: list[Mistake] = []
    classes = {files.slug: files for files in gathered(content_folders(), mistakes)}
    if slug not in classes:
        raise Refused(words.say("bank.unknown-class", slug=slug, known=", ".join(classes)))
    files = classes[slug]
    read = CourseReader(files, mistakes, media_hosts()).release()
    evaluation = files.source(_EVALUATION, [])
    if mistakes or read is None or evaluation is None:
        _tell(mistakes, words.language)
        raise typer.Exit(1)
    return ClassBank(files, read.sealed, evaluation)


def _read(file: Path, bank: ClassBank, findings: list[Mistake]) -> list[Imported]:
    source = read_file(file, findings)
    if source is None:
        return []
    importer = Importer(source, bank.lessons, bank.names())
    questions = accepted(bank, source, list(importer.read(read_bank(source))))
    if not questions and not findings:
        source.wrong(1, "moodle.nothing")
    return questions


def _add(bank: ClassBank, questions: Iterable[Imported], text: str) -> None:
    """Writes evaluation.md once the class's own reader takes the whole of it; the pictures go first."""
    pictures = {name: content for one in questions for name, content in one.pictures.items()}
    _, mistakes = bank.read(text, pictures)
    if mistakes:
        raise Refused(str(ContentErrors(mistakes)))
    evaluation = bank.files.find(_EVALUATION).path
    # Beside the questions: a class whose lessons lie open has its evaluation in another folder.
    media = evaluation.parent / "media"
    for name, content in pictures.items():
        media.mkdir(exist_ok=True)
        (media / name).write_bytes(content)
    _replace(evaluation, text)


def _replace(path: Path, text: str) -> None:
    """A file that is there is never half written."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".", delete=False, newline="\n"
    ) as unfinished:
        try:
            unfinished.write(text)
            unfinished.close()
            with suppress(FileNotFoundError):
                Path(unfinished.name).chmod(path.stat().st_mode)
            Path(unfinished.name).replace(path)
        except OSError:
            Path(unfinished.name).unlink(missing_ok=True)
            raise


def _tell(findings: Iterable[Mistake], language: Language) -> None:
    for one in sorted(set(findings)):
        _say(one.in_words(language))


def _say(line: str) -> None:
    print(line, file=sys.stderr)
