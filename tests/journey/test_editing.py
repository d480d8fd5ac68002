"""Editing without git: a lesson is opened at /admin/, changed and saved, and git shows what became of its file.

The folder that the page works in is a real clone, carried into the browser's own file system: a headless browser has no
dialogue to choose a folder of the disk, and everything behind that dialogue is the same. The last test signs in to
GitHub instead, of which this machine has none: what stands for it answers from the same clone.
"""

import base64
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Page, expect

from courseware.release import Release, compile_release
from courseware.sealed import SealedCourse
from tests.journey import github
from tests.journey.github import GitHub
from tests.journey.running import ROOT, Running

pytestmark = [pytest.mark.journey, pytest.mark.browser]

CHOOSES_THE_CLONE = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
PUT = """async (files) => {
  for (const [path, text] of Object.entries(files)) {
    const folders = path.split('/');
    const name = folders.pop();
    let folder = await navigator.storage.getDirectory();
    for (const one of folders) folder = await folder.getDirectoryHandle(one, { create: true });
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await file.write(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
    await file.close();
  }
}"""
TAKE = """async () => {
  const files = {};
  const read = async (folder, path) => {
    for await (const [name, entry] of folder.entries()) {
      if (entry.kind === 'directory') await read(entry, path + name + '/');
      else {
        const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
        files[path + name] = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      }
    }
  };
  await read(await navigator.storage.getDirectory(), '');
  return files;
}"""


class Clone:
    """A git repository with the classes, and the browser's page that edits it."""

    def __init__(self, folder: Path, page: Page, address: str) -> None:
        self.folder = folder
        self.page = page
        self.address = f"{address}/admin/"
        copytree(ROOT / "content" / "courses", folder / "content" / "courses")
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("-c", "user.name=Penyunting", "-c", "user.email=p@jawara.test", "commit", "--quiet", "-m", "Kelas")

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def open(self) -> None:
        """Go to the page and choose this clone there."""
        files = [file for file in self.folder.rglob("*") if file.is_file() and ".git/objects" not in file.as_posix()]
        names = {
            file.relative_to(self.folder).as_posix(): base64.b64encode(file.read_bytes()).decode() for file in files
        }
        self.page.add_init_script(CHOOSES_THE_CLONE)
        self.page.goto(self.address)
        self.page.evaluate(PUT, names)
        self.page.get_by_role("button", name="Work with Local Repository").click()
        expect(self.page.get_by_text("Collections", exact=True)).to_be_visible()

    def go(self, collection: str, entry: str) -> None:
        self.page.goto(f"{self.address}#/collections/{collection}/entries/{entry}")
        # Fields far below are drawn when somebody scrolls to them, and the text is the last one.
        self.page.get_by_role("group", name=re.compile("Field$")).last.scroll_into_view_if_needed()
        expect(self.page.locator("textarea").last).not_to_have_value("")

    def save(self) -> None:
        """Save, and carry what the page wrote back into the clone."""
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.get_by_text("Entry saved.")).to_be_visible()
        for name, text in self.page.evaluate(TAKE).items():
            if not name.startswith(".git/"):
                file = self.folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(base64.b64decode(text))

    def changes(self) -> list[str]:
        """The lines that git says were taken out and put in, with the files they belong to."""
        return re.findall(r"^(?:\+\+\+ b/.*|[+-](?![+-]).*)$", self.git("diff", "--unified=0"), re.MULTILINE)

    def release(self) -> Release:
        """What participants would get; raises ContentErrors where the check finds a mistake."""
        return compile_release(self.folder / "content" / "courses")

    def sealed(self) -> list[SealedCourse]:
        return [course.sealed for course in self.release().courses]


@pytest.fixture
def hosts() -> set[str]:
    """Every host that answered the page."""
    return set()


@pytest.fixture
def clone(system: Running, browser: Browser, tmp_path: Path, hosts: set[str]) -> Iterator[Clone]:
    with browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.on("response", lambda answer: hosts.add(answer.url.split("/")[2]) if "://" in answer.url else None)
        page.on("pageerror", lambda error: pytest.fail(f"The page broke: {error}"))
        opened = Clone(tmp_path / "clone", page, system.address)
        opened.open()
        yield opened


def with_check(clone: Clone) -> Path:
    """A lesson with a question, a table and a picture."""
    lessons = sorted((clone.folder / "content" / "courses").glob("*/lessons/*.md"))
    wanted = ("::: cek", "| --- |", "](media/", "  > ")
    return next(lesson for lesson in lessons if all(sign in lesson.read_text("utf-8") for sign in wanted))


def test_one_sentence_changed_is_one_line_of_difference(clone: Clone, hosts: set[str]) -> None:
    """Questions, boxes, tables and front matter are read by a machine, and a reviewer reads the diff."""
    lesson = with_check(clone)
    before = clone.sealed()
    body = lesson.read_text("utf-8").split("\n---\n", 1)[1].lstrip("\n")
    sentence = body.split("\n", 1)[0]

    clone.go(f"pelajaran-{lesson.parents[1].name}", lesson.stem)
    text = clone.page.locator("textarea").last
    expect(text).to_have_value(body.rstrip("\n"))
    text.press("Control+Home")
    text.press_sequentially("Kalimat ini baru. ")
    clone.save()

    name = lesson.relative_to(clone.folder).as_posix()
    assert clone.changes() == [f"+++ b/{name}", f"-{sentence}", f"+Kalimat ini baru. {sentence}"]
    assert clone.sealed() == before
    assert hosts == {clone.address.split("/")[2]}


def test_a_question_changed_keeps_every_sign_around_it(clone: Clone) -> None:
    """A key that moves from one choice to another would fail participants who are right."""
    evaluation = min((clone.folder / "content" / "courses").glob("*/evaluation.md"))
    last = evaluation.read_text("utf-8").rstrip("\n").rsplit("\n", 1)[1]

    clone.go(f"kelas-{evaluation.parent.name}", "evaluation")
    text = clone.page.locator("textarea").last
    text.press("Control+End")
    text.press_sequentially(" Baca lagi pelajarannya.")
    clone.save()

    name = evaluation.relative_to(clone.folder).as_posix()
    assert clone.changes() == [f"+++ b/{name}", f"-{last}", f"+{last} Baca lagi pelajarannya."]


def test_a_field_changed_leaves_the_other_keys_as_they_are_written(clone: Clone) -> None:
    """Front matter written anew would bury the change, and lose comments and quotes."""
    course = min((clone.folder / "content" / "courses").glob("*/course.md"))
    title = re.search(r"^judul: (.*)$", course.read_text("utf-8"), re.MULTILINE)
    assert title is not None

    clone.go(f"kelas-{course.parent.name}", "course")
    clone.page.get_by_role("textbox", name="Judul").first.fill("Kelas: judul baru")
    clone.save()

    name = course.relative_to(clone.folder).as_posix()
    assert clone.changes() == [f"+++ b/{name}", f"-{title[0]}", '+judul: "Kelas: judul baru"']
    assert "Kelas: judul baru" in [one.title for one in clone.sealed()]


def test_a_new_lesson_passes_the_check(clone: Clone) -> None:
    """Who can't add a lesson here will send it by mail."""
    course = min((clone.folder / "content" / "courses").glob("*/course.md"))
    lessons = [one.title for one in clone.sealed()[0].lessons]
    last_module = clone.release().courses[0].public.modules[-1].title
    page = clone.page
    page.goto(f"{clone.address}#/collections/pelajaran-{course.parent.name}/new")
    page.get_by_role("textbox", name="Id").fill("menata-gudang")
    page.get_by_role("textbox", name="Judul").fill("Menata gudang")
    page.get_by_role("radio", name=last_module).click()
    page.get_by_role("spinbutton", name="Menit baca").fill("2")
    page.get_by_role("textbox", name="Ringkasan").fill("Barang lama keluar dahulu: selalu.")
    page.locator("textarea").last.fill("Barang lama keluar dahulu.")
    clone.save()

    assert clone.changes() == []
    added = clone.git("ls-files", "--others", "--exclude-standard").split()
    assert added == [f"content/courses/{course.parent.name}/lessons/{len(lessons) + 1:02}-menata-gudang.md"]
    assert (
        (clone.folder / added[0])
        .read_text("utf-8")
        .endswith('menit: 2\nringkasan: "Barang lama keluar dahulu: selalu."\n---\nBarang lama keluar dahulu.\n')
    )
    assert [one.title for one in clone.sealed()[0].lessons] == [*lessons, "Menata gudang"]


def test_with_github_a_change_becomes_a_proposal_on_a_branch_of_its_own(
    system: Running, browser: Browser, tmp_path: Path
) -> None:
    """Somebody else reads it before participants do, and what they read is the one line."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        clone = Clone(tmp_path / "clone", page, system.address)
        host = GitHub(clone.folder, "kunci-penyunting")
        context.route(f"{github.ADDRESS}/**", host.answer)
        lesson = with_check(clone)
        before = lesson.read_text("utf-8")
        sentence = before.split("\n---\n", 1)[1].lstrip("\n").split("\n", 1)[0]

        page.goto(clone.address)
        page.get_by_role("button", name="Sign In Using Access Token").click()
        page.get_by_label("Personal Access Token").fill(host.token)
        page.get_by_role("button", name="Sign In", exact=True).click()
        expect(page.get_by_text("Collections", exact=True)).to_be_visible()
        clone.go(f"pelajaran-{lesson.parents[1].name}", lesson.stem)
        page.locator("textarea").last.press("Control+Home")
        page.keyboard.type("Kalimat ini baru. ")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("button", name="Send for Review")).to_be_visible()

    name = lesson.relative_to(clone.folder).as_posix()
    branch = f"cms/pelajaran-{lesson.parents[1].name}/{lesson.stem}"
    assert host.written == {name: before.replace(sentence, f"Kalimat ini baru. {sentence}", 1).encode()}
    assert host.branches == [branch]
    assert [(one["head"], one["base"], one["title"]) for one in host.proposals] == [
        (branch, "main", f"Ubah Pelajaran {lesson.stem}")
    ]
