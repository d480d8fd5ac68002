"""`jawara impact` as an editor runs it, in a real repository; with an API behind it: tests/api/test_impact.py."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from courseware.release import compile_release
from courseware.sealed_release import SealedRelease
from tests.content.courseware.builder import CHECK, LESSON_HEAD, CourseFolder, good_course

QUESTIONS = """# Mengenal pembeli {#pembeli ambil=1}

## Apa beda ciri dan manfaat sebuah produk? {#beda-ciri-manfaat poin=2 pelajaran=mengenal-pembeli}
- [ ] Keduanya sama
- [x] Manfaat dirasakan pembeli
Penjelasan: Ciri menerangkan barang; manfaat menerangkan perubahan bagi pembeli.

## Kapan harga dihitung ulang? {#hitung-ulang}
- [x] Setiap kali biayanya berubah
- [ ] Sekali saja, saat usaha dibuka
Penjelasan: Harga yang lama tidak menutup biaya yang baru.
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """An editor's repository with one class, committed once."""

    repository: Path
    course: CourseFolder

    def git(self, *command: str) -> None:
        who = ["-c", "user.name=Penyusun", "-c", "user.email=penyusun@contoh.id"]
        subprocess.run(["git", "-C", str(self.repository), *who, *command], check=True, capture_output=True)

    def impact(self, base: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": os.environ["PATH"], "CONTENT_DIRS": str(self.course.root)} | environment
        command = [sys.executable, "-m", "jawara", "impact", base, *options]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)

    def told(self, base: str) -> Any:
        ended = self.impact(base, "--format", "json")
        assert (ended.returncode, ended.stderr) == (0, "")
        (told,) = json.loads(ended.stdout)["classes"]
        return told


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, good_course(tmp_path / "kelas"))
    made.course.write("evaluation.md", (made.course.folder / "evaluation.md").read_text().split("# Mengenal")[0])
    made.course.evaluation(QUESTIONS)
    made.git("init", "-q", "-b", "utama")
    made.git("add", ".")
    made.git("commit", "-q", "-m", "Kelas pertama")
    return made


def changed(course: CourseFolder) -> None:
    """Another key, another passing score, a lesson more, a lesson at another address; all of it uncommitted."""
    course.replace("evaluation.md", "- [ ] Keduanya sama\n- [x] Manfaat", "- [x] Keduanya sama\n- [ ] Manfaat")
    course.replace("evaluation.md", "Kapan harga dihitung ulang?", "Kapan harga perlu dihitung ulang?")
    course.replace("evaluation.md", "nilai-minimal: 70", "nilai-minimal: 80")
    old = course.folder / "lessons" / "01-mengenal-pembeli.md"
    old.rename(old.with_name("01-siapa-pembeli.md"))
    body = LESSON_HEAD.format(id="harga").replace("Mengenal pembeli", "Menghitung harga") + "Isi pelajaran.\n"
    course.write("lessons/02-harga.md", body)


def test_what_changed_since_a_revision_is_listed(desk: Desk) -> None:
    """What decides results is told apart from what is only worded otherwise."""
    assert desk.told("utama")["state"] == "unchanged"
    changed(desk.course)
    told = desk.told("utama")
    assert [one["id"] for one in told["lessons"]["added"]] == ["harga"]
    (moved,) = told["lessons"]["readdressed"]
    assert moved == {"id": "mengenal-pembeli", "before": "mengenal-pembeli", "after": "siapa-pembeli"}
    assert told["questions"]["changed"] == [
        {"id": "beda-ciri-manfaat", "aspects": ["key"], "papersShare": 0.5},
        {"id": "hitung-ulang", "aspects": ["words"], "papersShare": 0.5},
    ]
    assert (told["evaluation"]["before"]["passingScore"], told["evaluation"]["after"]["passingScore"]) == (70, 80)
    assert told["minutes"] == {"before": 2, "after": 4}
    assert told["people"] is None


def test_it_is_told_in_plain_words(desk: Desk) -> None:
    """In the reader's language, one line for each thing."""
    changed(desk.course)
    indonesian, english = desk.impact("HEAD").stdout, desk.impact("HEAD", "--lang", "en").stdout
    for line in (
        "pelajaran baru: Menghitung harga, 2 menit",
        "alamat pelajaran Mengenal pembeli: mengenal-pembeli menjadi siapa-pembeli",
        "kunci berubah: beda-ciri-manfaat (sekitar 50% kertas)",
        "hanya redaksi: hitung-ulang",
        "nilai lulus: 70 menjadi 80",
    ):
        assert f"  - {line}\n" in indonesian
    assert "passing score: 70 becomes 80" in english
    assert indonesian.count("\n") == english.count("\n")


def test_a_folder_and_a_sealed_file_are_compared_with_too(desk: Desk, tmp_path: Path) -> None:
    """An earlier copy, or what was published once; the same answer as from the revision."""
    earlier = tmp_path / "dulu"
    good = good_course(earlier)
    good.evaluation(QUESTIONS)
    file = tmp_path / "rilis.json"
    release = SealedRelease(tuple(one.sealed for one in compile_release(earlier).courses))
    file.write_text(release.to_json(), "utf-8")
    changed(desk.course)
    assert desk.told("utama") == desk.told(str(earlier)) == desk.told(str(file))


def test_classes_in_several_repositories_are_each_taken_at_their_own_revision(desk: Desk, tmp_path: Path) -> None:
    """Open lessons and closed evaluations: `HEAD` is one thing here and another there."""
    closed = tmp_path / "tertutup"
    (closed / "kelas" / "k3").mkdir(parents=True)
    evaluation = desk.course.folder / "evaluation.md"
    evaluation.rename(closed / "kelas" / "k3" / "evaluation.md")
    other = Desk(closed, CourseFolder(closed / "kelas", closed / "kelas" / "k3"))
    for one in (other, desk):
        if one is other:
            one.git("init", "-q")
        one.git("add", ".")
        one.git("commit", "-q", "-m", "Evaluasi terpisah")
    other.course.replace("evaluation.md", "nilai-minimal: 70", "nilai-minimal: 75")
    both = os.pathsep.join((str(desk.course.root), str(other.course.root)))
    ended = desk.impact("HEAD", "--format", "json", CONTENT_DIRS=both)
    assert ended.returncode == 0, ended.stderr
    (told,) = json.loads(ended.stdout)["classes"]
    assert told["evaluation"]["after"]["passingScore"] == 75
    assert told["lessons"]["added"] == told["lessons"]["retired"] == []


def test_a_hook_of_another_repository_and_a_link_that_leads_out_lead_nobody_astray(desk: Desk) -> None:
    """The folders say which repository is meant, and what is read stays inside what was committed."""
    assert desk.impact("HEAD", GIT_DIR="/tidak/ada", GIT_WORK_TREE="/tidak/ada").returncode == 0
    (desk.course.folder / "keluar.md").symlink_to("/etc/hostname")
    desk.git("add", ".")
    desk.git("commit", "-q", "-m", "Tautan keluar")
    ended = desk.impact("HEAD")
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)


def test_the_repository_is_left_as_it_was(desk: Desk) -> None:
    """Nothing is checked out, nothing stays behind."""
    changed(desk.course)
    status = ["git", "-C", str(desk.repository), "status", "--porcelain", "--ignored"]
    before = subprocess.check_output(status)
    desk.impact("HEAD")
    assert subprocess.check_output(status) == before
    assert subprocess.check_output(["git", "-C", str(desk.repository), "worktree", "list"]).count(b"\n") == 1


@pytest.mark.parametrize("base", ["tidak-ada", "--upload-pack=x", "HEAD~9", "", "utama:kelas"])
def test_an_unknown_revision_is_said_to_be_unknown(desk: Desk, base: str) -> None:
    """With what to do, and a code of its own; what looks like an option is none."""
    ended = desk.impact("--", base)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "tidak mengenal revisi" in ended.stderr


def test_what_can_not_be_compared_is_said(desk: Desk, tmp_path: Path) -> None:
    """A file that is none, an empty folder, a class that is broken now, and a place without git."""
    wrong = tmp_path / "rilis.json"
    wrong.write_text("[]")
    (tmp_path / "kosong").mkdir()
    for base, said in ((str(wrong), "bukan berkas rilis"), (str(tmp_path / "kosong"), "Tidak ada kelas")):
        ended = desk.impact(base)
        assert (ended.returncode, ended.stdout, said in ended.stderr) == (2, "", True)
    desk.course.lesson("![](tidak-ada.png)\n")
    assert desk.impact("HEAD").returncode == 2
    bare = good_course(tmp_path.parent / f"{tmp_path.name}-tanpa-git")
    assert "tidak berada dalam repositori git" in desk.impact("HEAD", CONTENT_DIRS=str(bare.root)).stderr


@pytest.mark.parametrize(
    ("options", "token", "said"),
    [
        (["--api", "http://127.0.0.1:9"], "token", "tidak dapat dihubungi"),
        (["--api", "http://api.example"], "token", "bukan alamat https"),
        (["--api", "https://api.example"], "", "PUBLISH_TOKEN kosong"),
    ],
)
def test_an_api_that_does_not_answer_is_said(desk: Desk, options: list[str], token: str, said: str) -> None:
    """Half an answer would be taken for the whole: nobody concerned."""
    ended = desk.impact("HEAD", *options, PUBLISH_TOKEN=token)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_checks_of_understanding_are_told_apart_from_questions(desk: Desk) -> None:
    """Practice changes nobody's result."""
    desk.course.lesson(f"Isi pelajaran.\n\n{CHECK.replace('Siapa pembeli utama?', 'Siapakah pembeli utama?')}")
    told = desk.told("HEAD")
    assert [one["aspects"] for one in told["checks"]["changed"]] == [["words"]]
    assert told["questions"]["changed"] == []
    assert "hanya redaksi cek: cek-pembeli" in desk.impact("HEAD").stdout
