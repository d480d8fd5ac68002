"""Photos in three sizes and two kinds, and the picture of a shared link."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser

import sitegen
from courseware.media import HEAVIEST_VARIANT
from courseware.release import Release, compile_release
from sitegen import sharing
from sitegen.pictures import WIDTHS, variants
from tests.content.courseware.builder import CourseFolder, good_course
from tests.site import hosting

FONT = Path(__file__).parents[3] / "site" / "fonts" / "plus-jakarta-sans-700.ttf"
_LENS = 0x829A
_PLACE = 0x8825
_ORIENTATION = 0x0112


def noise(width: int, height: int) -> Image.Image:
    """The hardest picture to make small."""
    return Image.effect_noise((width, height), 90).convert("RGB")


def jpeg(picture: Image.Image, **options: object) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photo_comes_in_three_sizes_and_two_kinds(tmp_path: Path) -> None:
    """A phone pays for the pixels that its screen has."""
    made = variants(jpeg(ImageOps.fit(Image.linear_gradient("L"), (4000, 3000))), tmp_path)
    assert [(one.width, one.kind) for one in made] == [(width, kind) for width in WIDTHS for kind in ("avif", "webp")]
    for one in made:
        assert opened(one.content).format == one.kind.upper()
        assert opened(one.content).size == (one.width, one.width * 3 // 4)


def test_a_photo_is_never_enlarged(tmp_path: Path) -> None:
    """More bytes would show nothing more."""
    assert {one.width for one in variants(jpeg(noise(600, 400)), tmp_path)} == {480, 600}
    assert {one.width for one in variants(jpeg(noise(90, 40)), tmp_path)} == {90}


def test_no_photo_is_heavy_whatever_it_shows(tmp_path: Path) -> None:
    """Quality gives way first, then sharpness: grass and gravel cost no more than a wall."""
    made = variants(jpeg(noise(1300, 400)), tmp_path)
    assert all(len(one.content) <= HEAVIEST_VARIANT for one in made)


def test_where_a_photo_was_taken_stays_with_its_author(tmp_path: Path) -> None:
    """A phone notes place, time and maker; a house must not be found by its picture. The note to turn is followed."""
    notes = Image.Exif()
    notes[_ORIENTATION] = 6
    notes[0x010F] = "Maker of phones"
    notes.get_ifd(_PLACE)[1] = "S"
    for one in variants(jpeg(noise(640, 480), exif=notes, comment=b"Rumah Bu Sri"), tmp_path):
        shown = opened(one.content)
        assert not shown.getexif()
        assert b"Maker of phones" not in one.content
        assert b"Bu Sri" not in one.content
        assert shown.height > shown.width


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_write_colours_is_taken(tmp_path: Path, mode: str) -> None:
    """Scanners, screenshots and printers' files are all PNG, JPEG or so by name."""
    target = BytesIO()
    Image.linear_gradient("L").convert(mode).save(target, "JPEG" if mode == "CMYK" else "PNG")
    assert len(variants(target.getvalue(), tmp_path)) == 2


def test_what_is_seen_through_stays_so(tmp_path: Path) -> None:
    """A drawing without a ground lies on the page's own."""
    target = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(target, "PNG")
    for one in variants(target.getvalue(), tmp_path):
        assert opened(one.content).convert("RGBA").getpixel((25, 25)) == (0, 0, 0, 0)


def test_a_photo_is_made_once(tmp_path: Path) -> None:
    """Encoding is the slowest part of a build."""
    photo = jpeg(noise(600, 400))
    first = variants(photo, tmp_path)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert variants(photo, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == files


@pytest.fixture
def with_photo(tmp_path: Path) -> tuple[CourseFolder, Path]:
    course = good_course(tmp_path / "content" / "courses")
    photo = ImageOps.fit(Image.linear_gradient("L"), (3000, 2000))
    (course.folder / "media" / "warung.jpg").write_bytes(jpeg(photo, exif=_turned()))
    course.lesson("![Warung Bu Sri](media/warung.jpg)\n")
    return course, tmp_path


def _turned() -> Image.Exif:
    notes = Image.Exif()
    notes[_ORIENTATION] = 6
    return notes


def _site(release: Release, folder: Path) -> Path:
    sitegen.build(release, folder / "var" / "site", "https://belajar.example")
    return folder / "var" / "site"


def test_the_phone_chooses(with_photo: tuple[CourseFolder, Path], browser: Browser) -> None:
    """AVIF where it is shown, the width that the screen has, and the place kept while it loads."""
    _, folder = with_photo
    site = _site(compile_release(folder / "content" / "courses"), folder)
    for scale, width in ((1, 480), (2, 800), (3, 1280)):
        page = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=scale)
        page.route("**/*", lambda route: hosting.answer(route, site / _file(route.request.url)))
        page.goto("https://belajar.example/kelas/k3/mengenal-pembeli/")
        photo = page.locator("figure img")
        photo.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('figure img').complete")
        assert photo.evaluate("one => one.currentSrc").rpartition("-")[2].startswith(f"{width}.")
        assert photo.evaluate("one => one.currentSrc").endswith(".avif")
        assert photo.evaluate("one => one.naturalHeight > one.naturalWidth")
        assert photo.get_attribute("width") == "2000"
        page.close()


def _file(address: str) -> str:
    path = address.removeprefix("https://belajar.example/")
    return f"{path}index.html" if path.endswith("/") or not path else path


def test_the_photo_as_the_camera_made_it_is_not_published(with_photo: tuple[CourseFolder, Path]) -> None:
    """It is heavy, and tells where it was taken."""
    course, folder = with_photo
    original = (course.folder / "media" / "warung.jpg").read_bytes()
    site = _site(compile_release(folder / "content" / "courses"), folder)
    assert all(path.read_bytes() != original for path in site.rglob("*") if path.is_file())


def test_a_shared_link_shows_its_class(with_photo: tuple[CourseFolder, Path]) -> None:
    """Most participants get the link in a messenger."""
    _, folder = with_photo
    site = _site(compile_release(folder / "content" / "courses"), folder)
    for path, name in (("kelas/k3/", "k3/share"), ("kelas/k3/mengenal-pembeli/", "k3/share"), ("", "share")):
        html = (site / path / "index.html").read_text()
        (address,) = [part.split('"')[0] for part in html.split('property="og:image" content="')[1:]]
        file = site / address.removeprefix("https://belajar.example/")
        assert address.startswith(f"https://belajar.example/assets/{name}.")
        assert opened(file.read_bytes()).size == sharing.SIZE
        assert file.stat().st_size < 300_000  # WhatsApp shows no heavier one
        assert f'property="og:url" content="https://belajar.example/{path}"' in html


def test_a_cover_that_is_a_photo_is_cut_to_the_shape_of_a_card(tmp_path: Path) -> None:
    """The middle stays."""
    photo = tmp_path / "sampul.png"
    Image.new("RGBA", (100, 300), (10, 20, 30, 0)).save(photo)
    shown = opened(sharing.card(photo, FONT, tmp_path))
    assert shown.size == sharing.SIZE
    assert shown.getpixel((600, 315)) == (255, 255, 255)


def test_words_in_a_drawing_are_set_on_every_machine(tmp_path: Path) -> None:
    """A server without fonts would leave them out."""
    drawing = tmp_path / "sampul.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">'
        '<text x="100" y="400" font-size="300" font-family="serif">KOPERASI</text></svg>'
    )
    low, _high = opened(sharing.card(drawing, FONT, tmp_path)).convert("L").getextrema()
    assert low == 0
