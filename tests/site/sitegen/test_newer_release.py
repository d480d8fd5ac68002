"""A class that was updated: what changes is told, one button goes there, and nothing that was done is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.learning.rules import Progress, move
from courseware.release import Release
from courseware.sealed import SealedLesson
from tests.site.barriers import barriers
from tests.site.sitegen.conftest import BASE_URL, OpenPhone
from tests.site.sitegen.participant import Answer, Participant, problem

pytestmark = pytest.mark.browser

RELEASE = "01a21108-087e-7271-bb9a-f143b063c3c2"
CLASS = f"{BASE_URL}/kelas/pemasaran/"
Open = Callable[..., Page]


def lesson(name: str, title: str) -> SealedLesson:
    return SealedLesson(name, name, title, "Dasar", 7, ())


OLD = (lesson("pembeli", "Mengenal pembeli"), lesson("spanduk", "Spanduk dan brosur"))


@dataclass
class Enrolled(Participant):
    """Somebody on an older release than the site's: a lesson came, another was retired. By the API's own rule."""

    release: Release | None = None
    lessons: tuple[SealedLesson, ...] = OLD
    completed: frozenset[str] = frozenset({"pembeli", "spanduk"})
    was_completed: bool = False
    is_answering: bool = False
    refusal: Answer | None = None
    moves: list[Answer] = field(default_factory=list[Answer])

    def _enrolment(self) -> Answer:
        assert self.release
        newest = self.release.courses[0].sealed
        progress = Progress(self.lessons, self.completed, self.was_completed)
        change = move(progress, newest)
        upcoming = progress.next_lesson
        evaluation = {"canStart": progress.is_complete, "lastAttempt": None, "passed": False}
        return {
            "course": {part: getattr(newest, part) for part in ("slug", "title", "summary", "hours", "minutes")},
            "complete": progress.is_complete,
            "completedLessons": progress.done,
            "totalLessons": progress.total,
            "lessons": [
                {"id": one.id, "slug": one.slug, "title": one.title, "completedAt": self._at(one)}
                for one in self.lessons
            ],
            "resume": upcoming
            and {"title": upcoming.title, "heading": "", "link": f"/kelas/{newest.slug}/{upcoming.slug}/"},
            "requirements": [],
            "evaluation": evaluation | {"openAttempt": RELEASE if self.is_answering else None},
            "certificate": None,
            "newerRelease": None
            if self.lessons == newest.lessons
            else {
                "release": RELEASE,
                "added": [{"id": one.id, "slug": one.slug, "title": one.title, "minutes": 7} for one in change.added],
                "retired": [
                    {"id": one.lesson.id, "title": one.lesson.title, "completed": one.completed}
                    for one in change.retired
                ],
                "minutes": change.minutes,
                "completedLessons": change.after.done,
                "totalLessons": change.after.total,
                "complete": change.after.is_complete,
                "waitsForAttempt": self.is_answering,
            },
        }

    def _at(self, one: SealedLesson) -> str | None:
        return "2026-11-02T02:00:00Z" if one.id in self.completed else None

    def _my_class(self, _: Answer) -> Answer:
        return {"viewer": {"enrolment": self._enrolment()}}

    def _my_classes(self, _: Answer) -> Answer:
        return {"viewer": {"offers": [], "enrolments": [self._enrolment()]}}

    def _move_to_newest_release(self, variables: Answer) -> Answer:
        self.moves.append(variables)
        if self.refusal:
            return {"moveToNewestRelease": {"enrolment": None, "problems": [self.refusal]}}
        assert self.release
        self.was_completed = Progress(self.lessons, self.completed, self.was_completed).is_complete
        self.lessons = self.release.courses[0].sealed.lessons
        return {"moveToNewestRelease": {"enrolment": self._enrolment(), "problems": []}}


@pytest.fixture
def someone(release: Release) -> Enrolled:
    """Halfway: the lesson that stays is done, the one that is retired isn't."""
    return Enrolled(release=release, completed=frozenset({"pembeli"}))


def test_what_changes_is_told_and_one_tap_goes_there(someone: Enrolled, open_phone: OpenPhone) -> None:
    """After it the lesson to go on with is the newest release's, and what was done is still ticked."""
    page = open_phone(someone, CLASS)
    told = page.locator(".notice", has_text="Kelas ini telah diperbarui")
    expect(told).to_contain_text("Pelajaran baru: Menghitung harga (7 menit)")
    expect(told).to_contain_text("Tidak dipakai lagi: Spanduk dan brosur")
    expect(told).to_contain_text("1 dari 2 pelajaran")
    told.get_by_role("button", name="Pakai versi terbaru").click()
    done = page.locator(".notice--good")
    expect(done).to_contain_text("Anda memakai versi terbaru kelas ini")
    expect(done).to_be_focused()
    expect(page.get_by_role("link", name="Lanjutkan: Menghitung harga")).to_be_visible()
    expect(page.locator('[data-lesson="pembeli"]')).to_have_attribute("data-completed", "")
    assert someone.moves == [{"course": "pemasaran", "release": RELEASE}]
    page.reload()
    expect(page.get_by_role("link", name="Lanjutkan: Menghitung harga")).to_be_visible()
    expect(told).to_have_count(0)


def test_a_class_that_is_complete_stays_so_and_says_it(someone: Enrolled, open_phone: OpenPhone) -> None:
    """Nobody fears for their evaluation because of a lesson that came later."""
    someone.completed = frozenset({"pembeli", "spanduk"})
    page = open_phone(someone, CLASS)
    told = page.locator(".notice", has_text="Kelas ini telah diperbarui")
    expect(told).to_contain_text("Anda sudah menyelesaikannya, dan itu tetap tercatat.")
    expect(told).to_contain_text("Bagi Anda kelas ini tetap tuntas.")
    told.get_by_role("button").click()
    expect(page.locator(".notice--good")).to_contain_text("Bagi Anda kelas ini tetap tuntas.")
    expect(page.get_by_role("link", name="Kerjakan evaluasi")).to_be_visible()


def test_an_evaluation_under_way_goes_first(someone: Enrolled, open_phone: OpenPhone) -> None:
    """There is no button to be refused by, but the way to what has to be finished."""
    someone.is_answering = True
    page = open_phone(someone, CLASS)
    told = page.locator(".notice", has_text="Kelas ini telah diperbarui")
    expect(told).to_contain_text("Selesaikan dahulu evaluasi yang sedang Anda kerjakan.")
    expect(told.get_by_role("button")).to_have_count(0)
    expect(told.get_by_role("link")).to_have_attribute("href", "/kelas/pemasaran/evaluasi/")


@pytest.mark.parametrize("is_down", [False, True])
def test_a_move_that_fails_says_why_and_can_be_tried_again(
    someone: Enrolled, open_phone: OpenPhone, *, is_down: bool
) -> None:
    """Refused, or without a network: the page stays as it was."""
    page = open_phone(someone, CLASS)
    move_button = page.get_by_role("button", name="Pakai versi terbaru")
    expect(move_button).to_be_visible()
    someone.refusal = None if is_down else problem("RELEASE_REPLACED", "Kelas ini baru saja diperbarui lagi.")
    someone.is_down = is_down
    move_button.click()
    expect(page.get_by_role("alert")).to_contain_text("Belum dapat dimuat" if is_down else "diperbarui lagi")
    someone.refusal, someone.is_down = None, False
    page.get_by_role("button", name="Coba lagi" if is_down else "Pakai versi terbaru").click()
    expect(page.locator(".notice--good")).to_contain_text("Semua yang sudah Anda kerjakan tetap tersimpan")


def test_the_list_of_classes_leads_to_what_changed(someone: Enrolled, open_phone: OpenPhone) -> None:
    """A word and a way; the whole of it stands on the class's page."""
    page = open_phone(someone, f"{BASE_URL}/kelas-saya/")
    page.get_by_role("link", name="Lihat yang berubah").click()
    expect(page.get_by_text("Pelajaran baru: Menghitung harga")).to_be_visible()


def test_it_is_told_in_english_too(someone: Enrolled, open_phone: OpenPhone) -> None:
    """In the list, and on the class's page after it."""
    page = open_phone(someone, f"{BASE_URL}/en/kelas-saya/")
    expect(page.get_by_text("This class has been updated")).to_be_visible()
    page.goto(f"{BASE_URL}/en/kelas/pemasaran/")
    page.get_by_role("button", name="Use the newest version").click()
    expect(page.get_by_text("You are using the newest version of this class")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notice_has_no_barrier(someone: Enrolled, open_phone: OpenPhone, scheme: Any) -> None:
    """Before and after."""
    page = open_phone(someone, CLASS, bypass_csp=True, color_scheme=scheme)
    expect(page.get_by_role("button", name="Pakai versi terbaru")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Pakai versi terbaru").click()
    expect(page.locator(".notice--good")).to_be_visible()
    assert barriers(page) == []
