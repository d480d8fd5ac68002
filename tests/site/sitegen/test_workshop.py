"""A site built bit by bit is the site built at once; and whatever fails leaves the old one."""

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import sitegen
from courseware import processes
from courseware.release import ContentErrors, Library, compile_release
from sitegen import Workshop, making
from sitegen.notes import Notebook
from tests.content.courseware.builder import CHECK, DRAWING, LESSON_HEAD, CourseFolder, good_course

BASE = "https://belajar.example"
SECRET = "Pembeli utama terlihat dari catatan pesanan, bukan dari harapan."


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass
class Office:
    """Classes that people edit, and the site that follows them; `chance` decides what they do."""

    folder: Path
    chance: random.Random = field(default_factory=random.Random)
    _count: int = 0

    def __post_init__(self) -> None:
        self.courses = self.folder / "content" / "courses"
        self.site = self.folder / "var" / "site"
        for _ in range(3):
            self.add_class()
        self.begin()

    def begin(self) -> None:
        """As a new process does."""
        cache = self.folder / "var" / "cache"
        self.library = Library(self.courses, cache=cache / "classes")
        self.workshop = Workshop(self.site, BASE, memory=cache / "site.json")

    def build(self) -> sitegen.BuildReport:
        return self.workshop.build(self.library.release())

    def fresh(self) -> dict[str, bytes]:
        """What a build from nothing makes of the classes as they are."""
        target = self.folder / "fresh" / "site"
        sitegen.build(compile_release(self.courses), target, BASE)
        return files_of(target)

    def some_class(self) -> CourseFolder:
        return CourseFolder(self.courses, self.chance.choice(sorted(self.courses.iterdir())))

    def edit_lesson(self) -> None:
        course = self.some_class()
        lesson = self.chance.choice(sorted((course.folder / "lessons").iterdir()))
        lesson.write_text(lesson.read_text() + f"\nKalimat ke-{self.number()}.\n")

    def rename_lesson(self) -> None:
        course = self.some_class()
        course.write("lessons/01-mengenal-pembeli.md", self.lesson("mengenal-pembeli").replace(
            "judul: Mengenal pembeli", f"judul: Pembeli {self.number()}"
        ))  # fmt: skip

    def add_lesson(self) -> None:
        number = self.number()
        self.some_class().write(f"lessons/{number + 10}-tambah-{number}.md", self.lesson(f"tambah-{number}"))

    def remove_lesson(self) -> None:
        lessons = sorted((self.some_class().folder / "lessons").iterdir())
        if len(lessons) > 1:
            lessons[-1].unlink()

    def add_class(self) -> None:
        made = good_course(self.folder / "making")
        self.courses.mkdir(parents=True, exist_ok=True)
        made.folder.rename(self.courses / f"kelas-{self.number()}")

    def remove_class(self) -> None:
        if len(list(self.courses.iterdir())) > 1:
            shutil.rmtree(self.some_class().folder)

    def edit_evaluation(self) -> None:
        evaluation = self.some_class().folder / "evaluation.md"
        evaluation.write_text(f"{evaluation.read_text().rstrip()} Lihat pelajaran {self.number()} sekali lagi.\n")

    def redraw(self) -> None:
        self.some_class().write("media/sampul.svg", DRAWING.replace("0h9", f"0h{self.number()}"))

    def restart(self) -> None:
        self.begin()

    def spoil_the_site(self) -> None:
        page = self.chance.choice(sorted(self.site.rglob("*.html")))
        self.chance.choice([lambda: page.write_text("rusak"), page.unlink])()
        (self.site / "asing").mkdir(exist_ok=True)
        (self.site / "asing" / "x.html").write_text("asing")

    def spoil_the_caches(self) -> None:
        for file in (self.folder / "var" / "cache").rglob("*"):
            if file.is_file():
                file.write_bytes(file.read_bytes()[: self.chance.randrange(40)])
        self.begin()

    def make_a_mistake_and_mend_it(self) -> None:
        course = self.some_class()
        good = (course.folder / "course.md").read_text()
        course.write("course.md", good.replace("jp: 2", "jp: dua"))
        with pytest.raises(ContentErrors):
            self.build()
        course.write("course.md", good)

    def number(self) -> int:
        self._count += 1
        return self._count

    @staticmethod
    def lesson(slug: str) -> str:
        return LESSON_HEAD.format(id=slug) + f"Isi {slug}.\n\n{CHECK.replace('cek-pembeli', f'cek-{slug}')}"


EDITS: tuple[Callable[[Office], None], ...] = (
    *(Office.edit_lesson, Office.rename_lesson, Office.add_lesson, Office.remove_lesson, Office.add_class),
    *(Office.remove_class, Office.edit_evaluation, Office.redraw, Office.restart, Office.spoil_the_site),
    *(Office.spoil_the_caches, Office.make_a_mistake_and_mend_it),
)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_site_is_what_a_build_from_nothing_makes(tmp_path: Path, seed: int) -> None:
    """Byte for byte: a page that nobody made anew must not be one that says what was."""
    office = Office(tmp_path, random.Random(seed))  # noqa: S311 -- chooses edits
    office.build()
    for edit in office.chance.sample(EDITS, len(EDITS)):
        edit(office)
        before = files_of(office.site)
        changed = office.build().changed
        after = files_of(office.site)
        assert after == office.fresh(), edit.__name__
        different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        # Without a memory everything is written.
        wanted = after.keys() | different if edit is Office.spoil_the_caches else different
        assert changed == tuple(sorted(wanted)), edit.__name__


def changed_by_edit(*courses: str, words: bool = True) -> set[str]:
    """The first lesson of each class, and what tells how much the class weighs; with other words also the pages that
    lead to the search's index.
    """
    names = ["data/v1/courses/{}/files.json", "data/v1/courses/{}.json", "en/kelas/{}/index.html"]
    names += ["kelas/{}/index.html", "kelas/{}/mengenal-pembeli/index.html"]
    shared = {"cari/index.html", "en/cari/index.html"} if words else set[str]()
    return {name.format(course) for course in courses for name in names} | shared


def changed(report: sitegen.BuildReport) -> set[str]:
    """All but the index of the search and the catalogue, whose one number may have changed."""
    apart = ("assets/search.", "data/v1/catalogue.json")
    return {name for name in report.changed if not name.startswith(apart)}


def test_one_edit_writes_one_lesson(tmp_path: Path) -> None:
    """What nothing was done to is not touched: not even its time, by which a server tells browsers what they have."""
    office = Office(tmp_path)
    office.build()
    times = {path: path.stat().st_mtime_ns for path in office.site.rglob("*")}
    office.begin()
    assert office.build().changed == ()
    course = CourseFolder(office.courses, office.courses / "kelas-2")
    course.replace("lessons/01-mengenal-pembeli.md", "Isi pelajaran.", "Isi yang lain.")
    report = office.build()
    assert changed(report) == changed_by_edit("kelas-2")
    touched = {path for path in office.site.rglob("*") if path.is_file() and times.get(path) != path.stat().st_mtime_ns}
    assert touched == {office.site / name for name in report.changed if (office.site / name).exists()}


def test_a_changed_template_changes_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Designers look at the result as often as editors do."""
    source = tmp_path / "source"
    shutil.copytree(making.SITE, source, ignore=shutil.ignore_patterns("sitegen", "generated"))
    monkeypatch.setattr(making, "SITE", source)
    office = Office(tmp_path)
    office.build()
    template = source / "templates" / "pelajaran.html"
    template.write_text(template.read_text().replace('class="lede"', 'class="lede lede--baru"'))
    assert changed(office.build()) == changed_by_edit("kelas-1", "kelas-2", "kelas-3", words=False)
    assert files_of(office.site) == office.fresh()
    before = files_of(office.site)
    template.unlink()
    with pytest.raises(sitegen.SiteError, match=r"needs site/templates/pelajaran\.html: write it"):
        office.build()
    assert files_of(office.site) == before


def told_in(refusal: sitegen.LeakFound) -> list[str]:
    """Files with a leak; the search's index, which has all words, is one of them."""
    names = [leak.file for leak in refusal.leaks]
    assert any(name.startswith("assets/search.") for name in names)
    return [name for name in names if not name.startswith("assets/")]


def test_a_leak_in_a_changed_page_stops_it(tmp_path: Path) -> None:
    """The last line of defence holds while an editor works as well."""
    office = Office(tmp_path)
    office.build()
    before = files_of(office.site)
    course = CourseFolder(office.courses, office.courses / "kelas-1")
    course.replace("lessons/01-mengenal-pembeli.md", "Isi pelajaran.", f"Isi. {SECRET.replace('utama', '**utama**')}")
    for _ in range(2):
        with pytest.raises(sitegen.LeakFound) as refusal:
            office.build()
        assert told_in(refusal.value) == ["data/v1/courses/kelas-1.json", "kelas/kelas-1/mengenal-pembeli/index.html"]
        assert files_of(office.site) == before
        office.begin()
    assert [path.name for path in office.site.parent.iterdir()] == ["cache", "site"]
    course.replace("lessons/01-mengenal-pembeli.md", "**utama**", "yang")
    assert changed(office.build()) == changed_by_edit("kelas-1")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_leak_in_an_unchanged_page_whose_text_becomes_sealed_stops_it(tmp_path: Path, *, restarted: bool) -> None:
    """An explanation that says what a lesson of another class says has always stood there, and now is an answer."""
    office = Office(tmp_path)
    sentence = "Catat setiap pesanan pada hari yang sama sebelum warung ditutup."
    first = CourseFolder(office.courses, office.courses / "kelas-1")
    first.replace("lessons/01-mengenal-pembeli.md", "Isi pelajaran.", sentence)
    office.build()
    before = files_of(office.site)
    other = CourseFolder(office.courses, office.courses / "kelas-3")
    other.replace("evaluation.md", "Penjelasan: Ciri menerangkan", f"Penjelasan: {sentence} Ciri menerangkan")
    other.replace(
        "evaluation.md", f"{sentence} Ciri menerangkan barang; manfaat menerangkan perubahan bagi pembeli.", sentence
    )
    if restarted:
        office.begin()
    with pytest.raises(sitegen.LeakFound) as refusal:
        office.build()
    assert told_in(refusal.value) == ["data/v1/courses/kelas-1.json", "kelas/kelas-1/mengenal-pembeli/index.html"]
    assert files_of(office.site) == before


def test_many_pages_are_made_by_several_processes_as_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a leak is found whichever of them comes upon it."""
    office = Office(tmp_path)
    expected = office.fresh()
    monkeypatch.setattr(making, "_FEWEST_FILES", 5)
    monkeypatch.setattr(processes, "_processors", lambda: 4)
    report = office.build()
    assert files_of(office.site) == expected
    assert report.changed == tuple(sorted(expected))
    course = CourseFolder(office.courses, office.courses / "kelas-2")
    course.replace("lessons/01-mengenal-pembeli.md", "Isi pelajaran.", SECRET)
    with pytest.raises(sitegen.LeakFound):
        sitegen.build(compile_release(office.courses), tmp_path / "other" / "site", BASE)


def test_a_memory_of_another_folder_counts_for_nothing(tmp_path: Path) -> None:
    """Two sites from one clone must not take each other's pages."""
    office = Office(tmp_path)
    office.build()
    memory = tmp_path / "var" / "cache" / "site.json"
    assert json.loads(memory.read_text())["place"] == str(office.site.resolve())
    elsewhere = Workshop(tmp_path / "elsewhere" / "site", BASE, memory=memory)
    assert len(elsewhere.build(office.library.release()).changed) == len(files_of(office.site))
    assert files_of(tmp_path / "elsewhere" / "site") == files_of(office.site)


def test_notes_of_another_process_say_what_this_one_would_note(tmp_path: Path) -> None:
    """And none are left of a class that changed or is gone."""
    office = Office(tmp_path)
    office.build()
    folder = tmp_path / "var" / "cache" / "site.notes"
    before = {file.name for file in folder.iterdir()}
    assert len(before) == 3
    assert folder.stat().st_mode & 0o777 == 0o700
    courses = Library(office.courses, cache=tmp_path / "var" / "cache" / "classes").release().courses
    assert Notebook(folder).on(courses) == Notebook().on(courses)
    office.begin()
    CourseFolder(office.courses, office.courses / "kelas-2").replace("evaluation.md", "poin=2", "poin=3")
    shutil.rmtree(office.courses / "kelas-3")
    office.build()
    assert len({file.name for file in folder.iterdir()} & before) == 1
    assert len(list(folder.iterdir())) == 2
