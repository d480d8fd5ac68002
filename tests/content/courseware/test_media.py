from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from courseware.media import LARGEST_PHOTO, LARGEST_PICTURE
from courseware.pictures import picture_size
from tests.content.courseware.builder import DRAWING, CourseFolder


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        (".png", {}),
        (".jpg", {}),
        (".jpeg", {"progressive": True}),
        (".webp", {}),
        (".webp", {"lossless": True}),
        (".webp", {"exif": b"Exif\0\0"}),
        (".avif", {}),
    ],
)
def test_the_size_of_every_kind_of_picture_is_read(tmp_path: Path, suffix: str, options: dict[str, Any]) -> None:
    """Without it the text jumps when the picture arrives."""
    path = tmp_path / f"foto{suffix}"
    Image.new("RGB", (321, 123), "teal").save(path, **options)
    assert picture_size(suffix, path.read_bytes()) == (321, 123)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".avif", ".gif"])
@pytest.mark.parametrize("content", [b"", b"<script>", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 4])
def test_what_is_no_picture_has_no_size(suffix: str, content: bytes) -> None:
    """A page saved under a picture's name must not be served."""
    assert picture_size(suffix, content) is None


@pytest.mark.parametrize("start", range(0, 700, 37))
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".avif"])
def test_a_picture_cut_short_never_breaks_the_build(tmp_path: Path, suffix: str, start: int) -> None:
    """Half an upload is an editor's mistake and no crash."""
    path = tmp_path / f"foto{suffix}"
    Image.new("RGB", (321, 123), "teal").save(path)
    assert picture_size(suffix, path.read_bytes()[:start]) in {None, (321, 123)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("media/tidak-ada.svg", "berkas gambar `media/tidak-ada.svg` tidak ada"),
        ("media/../../rahasia.svg", "gambar `media/../../rahasia.svg` bukan dari folder media kelas ini"),
        ("../k4/media/sampul.svg", "gambar `../k4/media/sampul.svg` bukan dari folder media kelas ini"),
        ("/etc/passwd", "gambar `/etc/passwd` bukan dari folder media kelas ini"),
        ("https://lain.id/a.svg", "gambar `https://lain.id/a.svg` bukan dari folder media kelas ini"),
        ("data:image/png;base64,AAAA", "gambar `data:image/png;base64,AAAA` bukan dari folder media kelas ini"),
        ("media/Sampul.SVG", "nama berkas gambar `media/Sampul.SVG` tidak dapat dipakai"),
        ("media/.rahasia", "nama berkas gambar `media/.rahasia` tidak dapat dipakai"),
    ],
)
def test_a_picture_comes_from_the_media_folder_or_not_at_all(course: CourseFolder, written: str, expected: str) -> None:
    """Nothing else on the disk, and nothing from elsewhere, lands on the site."""
    course.lesson(f"![Warung]({written})\n")
    assert f"lessons/01-mengenal-pembeli.md:8: {expected}" in course.found()


def test_a_missing_cover_is_told_at_its_key(course: CourseFolder) -> None:
    """The nearest name is the likely cure."""
    course.replace("course.md", "media/sampul.svg", "media/sampl.svg")
    (mistake,) = course.mistakes()
    assert str(mistake) == (
        "content/courses/k3/course.md:6: berkas gambar `media/sampl.svg` tidak ada\n"
        "  mungkin maksud Anda `media/sampul.svg`"
    )


def test_a_file_that_points_out_of_the_course_is_refused(course: CourseFolder, tmp_path: Path) -> None:
    """A link on the disk would publish whatever it points to."""
    (tmp_path / "rahasia.svg").write_text(DRAWING)
    (course.folder / "media" / "foto.svg").symlink_to(tmp_path / "rahasia.svg")
    course.lesson("![Warung](media/foto.svg)\n")
    assert course.found() == ["media/foto.svg:1: berkas ini menunjuk ke luar folder kelas"]


def test_a_heavy_picture_is_refused(course: CourseFolder) -> None:
    """Participants read on slow, metered connections."""
    path = course.folder / "media" / "sampul.svg"
    path.write_text(DRAWING + "\n" * (LARGEST_PICTURE - len(DRAWING)))
    assert course.found() == []
    path.write_text(DRAWING + "\n" * (LARGEST_PICTURE - len(DRAWING) + 1))
    assert course.found() == ["media/sampul.svg:1: gambar ini 151 kB, lebih besar dari 150 kB"]


def test_a_kind_of_file_that_no_phone_shows_is_refused(course: CourseFolder) -> None:
    """Only what every browser shows and we can check."""
    course.write("media/foto.tiff", "II*")
    course.lesson("![Warung](media/foto.tiff)\n")
    assert course.found() == ["media/foto.tiff:1: jenis berkas `.tiff` tidak didukung"]


def test_a_picture_that_nobody_shows_is_not_released(course: CourseFolder) -> None:
    """A forgotten draft in the folder stays at home."""
    course.write("media/konsep.svg", DRAWING)
    assert list(course.release().media) == ["sampul.svg"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script>", "SVG memuat <script>"),
        ("<SCRIPT/>", "SVG memuat <script>"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', "SVG memuat <script>"),
        ('<path onload="alert(1)"/>', "SVG memuat penangan kejadian `onload`"),
        ("<foreignObject/>", "SVG memuat <foreignobject>"),
        ('<a href="#x"/>', "SVG memuat <a>"),
        ('<image href="https://lain.id/a.png"/>', "`href` pada SVG menunjuk ke luar gambar"),
        (
            '<use x:href="lain.svg#a" xmlns:x="http://www.w3.org/1999/xlink"/>',
            "`href` pada SVG menunjuk ke luar gambar",
        ),
        ('<use href=" java&#10;script:alert(1)"/>', "`href` pada SVG menunjuk ke luar gambar"),
        ('<set attributeName="onclick" to="alert(1)"/>', "animasi SVG mengubah tautan atau penangan kejadian"),
        ('<set attributeName="href" to="#b"/>', "animasi SVG mengubah tautan atau penangan kejadian"),
        ("<style>@import 'a.css';</style>", "gaya di dalam SVG memuat sesuatu dari luar"),
        ("<style>a{fill:url( 'https://a.b')}</style>", "gaya di dalam SVG memuat sesuatu dari luar"),
        ("<style><![CDATA[a{fill:u\\72l(x)}]]></style>", "gaya di dalam SVG memuat sesuatu dari luar"),
        ('<path style="fill:url(//a.b)"/>', "`style` pada SVG memuat sesuatu dari luar"),
        ('<path fill="url(data:image/svg+xml,x)"/>', "`fill` pada SVG memuat sesuatu dari luar"),
        ("<?xml-stylesheet href='a.css'?>", "SVG memuat instruksi <?xml-stylesheet?>"),
        ("<path>", "isi SVG tidak utuh"),
    ],
)
def test_a_drawing_with_a_script_or_a_reference_is_refused(course: CourseFolder, inside: str, expected: str) -> None:
    """It is served from our own address, where a script in it would run as ours."""
    course.write("media/sampul.svg", DRAWING.replace("<path", f"\n{inside}<path", 1))
    assert f"media/sampul.svg:2: {expected}" in course.found()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{DRAWING}', "SVG memuat DOCTYPE"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "unsur pertamanya bukan <svg>"),
        ("", "isi SVG tidak utuh"),
        ("bukan gambar", "isi SVG tidak utuh"),
        (DRAWING.replace("viewBox", "data-viewBox"), "SVG tidak menyebut ukurannya"),
        (DRAWING.replace("0 0 640 360", "0 0 640 nan"), "SVG tidak menyebut ukurannya"),
    ],
)
def test_a_file_that_is_no_plain_drawing_is_refused(course: CourseFolder, text: str, expected: str) -> None:
    """What can't be understood can't be trusted."""
    course.write("media/sampul.svg", text)
    assert f"media/sampul.svg:1: {expected}" in course.found()


def test_a_drawing_may_refer_to_itself(course: CourseFolder) -> None:
    """Gradients and symbols work that way."""
    inside = '<style>a{fill:url("#g")}</style><use href="#g"/><path fill="url(#g)"/>'
    course.write("media/sampul.svg", DRAWING.replace("<path", f"{inside}<path", 1))
    assert course.found() == []


def test_a_photo_may_come_as_the_camera_made_it(course: CourseFolder) -> None:
    """Editors have no program to make it small, and the site does."""
    path = course.folder / "media" / "foto.jpg"
    Image.effect_noise((1400, 1000), 90).convert("RGB").save(path, quality=100)
    assert LARGEST_PICTURE < path.stat().st_size < LARGEST_PHOTO
    course.lesson("![Warung](media/foto.jpg)\n")
    assert course.found() == []
    with path.open("ab") as file:
        file.write(b"\0" * LARGEST_PHOTO)
    assert "lebih besar dari 5000 kB" in course.found()[0]


def test_a_photo_that_came_only_in_part_is_told(course: CourseFolder) -> None:
    """Its head tells kind and size, so a copy broken off looks right until somebody opens it."""
    path = course.folder / "media" / "foto.jpg"
    Image.effect_noise((400, 300), 90).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[:20_000])
    course.lesson("![Warung](media/foto.jpg)\n")
    assert course.found() == ["media/foto.jpg:1: isi berkas ini bukan gambar .jpg"]


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    """A few kilobytes of one colour unpack to gigabytes."""
    path = tmp_path / "foto.png"
    Image.new("1", (20_000, 20_000)).save(path)
    assert picture_size(".png", path.read_bytes()) is None
