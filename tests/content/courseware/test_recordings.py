import re
from pathlib import Path

import pytest

from courseware.hosts import WrongHosts, media_hosts
from courseware.public import Recording, RecordingKind
from courseware.recordings import LARGEST_POSTER, LARGEST_RECORDING
from courseware.release import ContentErrors, compile_release
from courseware.sizes import duration_in_words
from tests.content.courseware.builder import CHECK, DRAWING, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
VIDEO = """::: video Menghitung "harga"
tautan: media/harga.mp4
poster: media/sampul.svg
ukuran: 1,2 MB
durasi: 3:20

Transkrip: Kita mulai dari *bahan*.

- Lalu tenaga kerja.
:::
"""
AUDIO = VIDEO.replace("::: video", "::: audio").replace("mp4", "mp3").replace("poster: media/sampul.svg\n", "")
PROSE = "kata " * 100 + "\n\n"


@pytest.fixture
def course(course: CourseFolder) -> CourseFolder:
    """With a video and a sound of 1.2 MB."""
    for name, beginning in (("harga.mp4", b"\0\0\0\x18ftypmp42"), ("harga.mp3", b"ID3")):
        (course.folder / "media" / name).write_bytes(beginning + bytes(1_200_000 - len(beginning)))
    return course


def test_a_video_waits_for_a_tap_and_says_what_it_costs(course: CourseFolder) -> None:
    """The page must open at once on a slow phone, and no megabyte is spent unasked."""
    html = course.lesson_html(VIDEO + PROSE)
    assert html.partition("\n<p>kata")[0] == (
        '<figure class="callout recording">\n<figcaption>\n'
        '<p class="callout__title">Menghitung &quot;harga&quot;</p>\n'
        "<p>Video 3 menit 20 detik, 1,2 MB. Dimuat hanya bila Anda memutarnya.</p>\n</figcaption>\n"
        '<video controls="" preload="none" src="/kelas/k3/media/harga.mp4" poster="/kelas/k3/media/sampul.svg" '
        'width="640" height="360" aria-label="Menghitung &quot;harga&quot;" data-video="e6cbcd03d04b"></video>\n'
        "<details>\n<summary>Baca transkrip</summary>\n"
        "<p>Kita mulai dari <em>bahan</em>.</p>\n<ul>\n<li>Lalu tenaga kerja.</li>\n</ul>\n</details>\n</figure>"
    )


def test_the_lesson_tells_what_it_plays(course: CourseFolder) -> None:
    """The site adds up what a class costs; the poster belongs to the page, the video doesn't."""
    course.lesson(VIDEO + AUDIO + PROSE)
    release = course.release()
    lesson = release.public.lessons[0]
    assert lesson.recordings == (
        Recording(RecordingKind.VIDEO, 'Menghitung "harga"', "/kelas/k3/media/harga.mp4", 1_200_000, 200),
        Recording(RecordingKind.AUDIO, 'Menghitung "harga"', "/kelas/k3/media/harga.mp3", 1_200_000, 200),
    )
    assert lesson.media == ("sampul.svg",)
    assert lesson.words == 100
    assert set(release.media) == {"harga.mp3", "harga.mp4", "sampul.svg"}


def test_subtitles_come_with_the_video(course: CourseFolder) -> None:
    """Who can't hear reads along."""
    course.write("media/harga.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nKita mulai.\n")
    html = course.lesson_html(VIDEO.replace("durasi", "teks: media/harga.vtt\ndurasi") + PROSE)
    assert (
        '<track kind="captions" src="/kelas/k3/media/harga.vtt" srclang="id" label="Bahasa Indonesia"></video>' in html
    )


def test_only_the_hosts_of_the_project_may_play(course: CourseFolder) -> None:
    """The site's policy knows those alone: a video from elsewhere would stay black on every phone."""
    address = "https://video.example/kelas/harga.mp4"
    course.lesson(VIDEO.replace("media/harga.mp4", address) + PROSE)
    assert course.found() == [f"{LESSON}:9: situs `video.example` belum diizinkan untuk video dan audio"]
    (read,) = compile_release(course.root, hosts=["video.example"]).courses
    assert read.public.lessons[0].recordings[0].address == address
    with pytest.raises(ContentErrors):
        compile_release(course.root, hosts=["ideo.example", "example"])


def test_the_projects_hosts_are_names_and_nothing_else() -> None:
    """They become sources of the policy: a scheme, a path or a star would say something else there."""
    assert [host for host in media_hosts() if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)] == []


def test_a_list_of_hosts_is_read_from_its_file(tmp_path: Path) -> None:
    """One place for whoever runs the site."""
    (tmp_path / "hosts.toml").write_text('media = ["video.example"]')
    assert media_hosts(tmp_path / "hosts.toml") == {"video.example"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('media = ["video.example"', "Unclosed array"),
        ('media = ["https://video.example/"]', "media.0: String should match pattern"),
        ("", "media: Field required"),
        ("media = []\nmedai = []", "medai: Extra inputs are not permitted"),
    ],
)
def test_a_list_of_hosts_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """An address with a path would never be compared with what a lesson names."""
    (tmp_path / "hosts.toml").write_text(text)
    with pytest.raises(WrongHosts, match=told):
        media_hosts(tmp_path / "hosts.toml")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (' Menghitung "harga"', "", "8: video belum punya judul"),
        ("tautan: media/harga.mp4\n", "", "8: video belum punya `tautan`"),
        ("poster: media/sampul.svg", "poster:", "10: video belum punya `poster`"),
        ("ukuran: 1,2 MB\n", "", "8: video belum punya `ukuran`"),
        ("durasi: 3:20\n", "", "8: video belum punya `durasi`"),
        ("1,2 MB", "sedang", "11: isi `ukuran: sedang` tidak dapat dibaca"),
        ("1,2 MB", "1.2 MB", "11: isi `ukuran: 1.2 MB` tidak dapat dibaca"),
        ("1,2 MB", "12 MB", "11: `ukuran: 12 MB` tidak sesuai dengan berkasnya"),
        ("3:20", "3 menit", "12: isi `durasi: 3 menit` tidak dapat dibaca"),
        ("3:20", "3:60", "12: isi `durasi: 3:60` tidak dapat dibaca"),
        ("durasi:", "panjang:", "12: baris `panjang: 3:20` bukan keterangan video"),
        ("durasi:", "ukuran:", "12: kunci `ukuran` ditulis dua kali"),
        ("media/harga.mp4", "media/hargo.mp4", "9: berkas `media/hargo.mp4` tidak ada"),
        ("media/harga.mp4", "media/harga.mp3", "9: jenis berkas `media/harga.mp3` tidak didukung"),
        ("media/harga.mp4", "http://video.example/a.mp4", "9: `http://video.example/a.mp4` tidak dapat diputar"),
        ("media/harga.mp4", "javascript:alert(1)", "9: `javascript:alert(1)` tidak dapat diputar"),
        ("media/harga.mp4", "https://youtu.be/x", "9: situs `youtu.be` belum diizinkan untuk video dan audio"),
        ("media/sampul.svg", "media/lain.svg", "10: berkas gambar `media/lain.svg` tidak ada"),
        ("Transkrip: Kita mulai dari *bahan*.\n\n- Lalu tenaga kerja.\n", "", "8: video belum punya transkrip"),
        ("Kita mulai dari *bahan*.\n\n- Lalu tenaga kerja.\n", "\n", "8: video belum punya transkrip"),
        ("durasi", "teks: media/harga.mp4\ndurasi", "12: `media/harga.mp4` bukan teks takarir"),
    ],
)
def test_what_a_video_lacks_is_explained(course: CourseFolder, old: str, new: str, expected: str) -> None:
    """Each of these would leave somebody before a black square."""
    assert old in VIDEO
    course.lesson(VIDEO.replace(old, new, 1) + PROSE)
    assert f"{LESSON}:{expected}" in course.found()


def test_a_recording_is_never_the_only_carrier(course: CourseFolder) -> None:
    """Not everyone can hear it, or pay for it; a transcript is no lesson."""
    course.lesson(AUDIO + PROSE.replace("kata ", "", 1))
    assert course.found() == [f"{LESSON}:8: pelajaran ini bertumpu pada audio: hanya 99 kata di luar transkrip"]


def test_a_file_that_only_bears_the_name_is_refused(course: CourseFolder) -> None:
    """A page saved under a video's name must not be served."""
    (course.folder / "media" / "harga.mp4").write_bytes(b"<html>" + bytes(1_200_000))
    course.lesson(VIDEO + PROSE)
    assert course.found() == ["media/harga.mp4:1: isi berkas ini bukan .mp4"]


def test_a_heavy_recording_lies_elsewhere(course: CourseFolder) -> None:
    """Each copy of the repository carries it."""
    with (course.folder / "media" / "harga.mp4").open("ab") as file:
        file.truncate(LARGEST_RECORDING + 1)
    course.lesson(VIDEO.replace("1,2 MB", "25 MB") + PROSE)
    assert course.found() == ["media/harga.mp4:1: rekaman ini 25,1 MB, lebih besar dari 25 MB"]


def test_a_heavy_poster_is_refused(course: CourseFolder) -> None:
    """It comes with the page, whether anyone plays the video or not."""
    course.write("media/poster.svg", DRAWING + " " * (LARGEST_POSTER - len(DRAWING) + 1))
    course.lesson(VIDEO.replace("sampul", "poster") + PROSE)
    assert course.found() == [f"{LESSON}:10: poster `media/poster.svg` 61 kB, lebih besar dari 60 kB"]


def test_a_recording_stands_in_a_lesson_alone(course: CourseFolder) -> None:
    """The page of a class and the questions have no room for it."""
    course.replace("course.md", "Uraian kelas.\n", f"Uraian kelas.\n\n{VIDEO}")
    assert course.found() == ["course.md:15: video di luar isi pelajaran"]


def test_a_footnote_and_a_link_work_in_a_transcript(course: CourseFolder) -> None:
    """It is Markdown like the rest of the lesson."""
    html = course.lesson_html(
        VIDEO.replace("bahan*.", "bahan*.[^1] [Ulang](#akhir).") + PROSE + "[^1]: Isi.\n\n## Akhir\n"
    )
    assert '<p>Kita mulai dari <em>bahan</em>.<sup class="footnote">' in html
    assert '<a href="#akhir">Ulang</a>' in html


def test_a_check_below_a_recording_is_still_a_check(course: CourseFolder) -> None:
    """The closing mark ends the box, not the lesson."""
    course.lesson(VIDEO + PROSE + CHECK)
    assert [check.id for check in course.release().sealed.lessons[0].checks] == ["cek-pembeli"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(200, "3 menit 20 detik"), (60, "1 menit"), (3725, "1 jam 2 menit 5 detik"), (45, "45 detik")]
)
def test_a_duration_is_said_in_words(seconds: int, said: str) -> None:
    """3:20 could be hours."""
    assert duration_in_words(seconds) == said
