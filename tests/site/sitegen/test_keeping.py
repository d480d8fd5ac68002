"""What a class is said to weigh, and the list of the files that keep it."""

import gzip
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import sitegen
from courseware.messages import Language
from courseware.public import Recording, RecordingKind
from courseware.release import CourseRelease, Release
from sitegen.keeping import FilesData
from sitegen.weights import PictureFile, Weight, framing_of, pictures_of
from tests.site.sitegen.conftest import BASE_URL, MakeRelease

LESSONS = ("kelas/pemasaran/pembeli/index.html", "kelas/pemasaran/harga/index.html")
LIST = "data/v1/courses/pemasaran/files.json"


def told(folder: Path) -> dict[str, Any]:
    return json.loads((folder / LIST).read_text())


def with_recordings(release: Release, *recordings: Recording) -> Release:
    """Every lesson plays them all."""
    (course,) = release.courses
    (module,) = course.public.modules
    lessons = tuple(replace(lesson, recordings=recordings) for lesson in module.lessons)
    public = replace(course.public, modules=(replace(module, lessons=lessons),))
    return Release((CourseRelease(public, course.sealed, dict(course.media)),))


def test_a_class_weighs_what_its_finished_lessons_and_pictures_do(output: Path) -> None:
    """The same picture in two lessons comes once, and an SVG travels packed, unless that makes it longer."""
    (picture,) = output.glob("assets/pemasaran/gambar.*.svg")
    lessons = sum(len(gzip.compress((output / name).read_bytes(), 6)) for name in LESSONS)
    pictures = min(picture.stat().st_size, len(gzip.compress(picture.read_bytes(), 6)))
    assert told(output)["weight"] == {"lessons": lessons, "pictures": pictures, "recordings": 0}
    size = -(-(lessons + pictures) // 1000)
    for page, words in (("kelas", f"{size} kB data"), ("en/kelas", f"{size} kB of data")):
        assert f"</svg>{words}</li>" in (output / page / "index.html").read_text()
        assert f"</svg>{words}</li>" in (output / page / "pemasaran" / "index.html").read_text()


VIDEO, AUDIO = RecordingKind.VIDEO, RecordingKind.AUDIO


@pytest.mark.parametrize(
    ("weight", "indonesian", "english"),
    [
        (Weight(870_000, 30_000), "900 kB data", "900 kB of data"),
        (Weight(1_000_001, 0), "1,1 MB data", "1.1 MB of data"),
        (
            Weight(70_000, 2_000, 12_000_000, frozenset({VIDEO})),
            "72 kB data, dengan video 12,1 MB",
            "72 kB of data, 12.1 MB with video",
        ),
        (
            Weight(70_000, 2_000, 928_000, frozenset({AUDIO})),
            "72 kB data, dengan rekaman suara 1 MB",
            "72 kB of data, 1 MB with sound recordings",
        ),
        (
            Weight(70_000, 2_000, 3_000_000, frozenset({AUDIO, VIDEO})),
            "72 kB data, dengan video dan rekaman suara 3,1 MB",
            "72 kB of data, 3.1 MB with video and sound recordings",
        ),
    ],
)
def test_a_weight_is_said_in_good_form(weight: Weight, indonesian: str, english: str) -> None:
    """A comma for a point is a tenth or a thousand times another price."""
    assert weight.said(Language.INDONESIAN) == indonesian
    assert weight.said(Language.ENGLISH) == english


def test_a_recording_in_two_lessons_is_paid_for_once(make_release: MakeRelease, tmp_path: Path) -> None:
    """Its size is what the author stated, for it may lie elsewhere."""
    video = Recording(VIDEO, "Rapat", "https://video.example/rapat.mp4", 12_000_000, 200)
    sitegen.build(with_recordings(make_release(), video), tmp_path / "site", BASE_URL)
    assert told(tmp_path / "site")["weight"]["recordings"] == 12_000_000
    assert "kB data, dengan video 12,1 MB" in (tmp_path / "site/kelas/index.html").read_text()


def test_the_list_names_all_that_the_pages_show(output: Path) -> None:
    """Whatever is missing from it is missing in the village; whatever it names must exist."""
    files = told(output)
    assert FilesData.model_validate(files).kind == "files"
    pages = {page["address"]: page for page in files["pages"]}
    assert list(pages) == [
        "/kelas/pemasaran/",
        "/en/kelas/pemasaran/",
        "/kelas/pemasaran/pembeli/",
        "/kelas/pemasaran/harga/",
    ]
    for address, page in pages.items():
        content = (output / address[1:] / "index.html").read_bytes()
        assert page["fingerprint"] == sha256(content).hexdigest()[:16]
        assert page["language"] == ("en" if address.startswith("/en/") else "id")
        assert all((output / shown[1:]).is_file() for shown in page["shows"])
    kinds = {Path(shown).name.split(".")[0] for shown in pages["/kelas/pemasaran/pembeli/"]["shows"]}
    assert kinds == {"plus-jakarta-sans-700", "base", "later", "print", "icon", "reading", "following", "gambar"}
    shown = {address for page in files["pages"] for address in page["shows"]}
    assert shown == {picture["address"] for picture in files["pictures"]} | set(files["frame"])


@pytest.mark.parametrize("prose", ["<p>Satu kalimat lagi.</p>", ""])
def test_the_lists_fingerprint_tells_whether_any_file_changed(
    prose: str, make_release: MakeRelease, output: Path, tmp_path: Path
) -> None:
    """A phone compares that one string, and fetches nothing when it is the same."""
    sitegen.build(make_release(prose), tmp_path / "site", BASE_URL)
    assert (told(tmp_path / "site")["fingerprint"] == told(output)["fingerprint"]) is (prose == "")


def test_one_variant_is_kept_of_each_picture() -> None:
    """The narrowest that is wide enough, of a kind that every browser with a service worker shows."""
    html = """
      <picture>
        <source type="image/avif" srcset="/assets/k/a.320.avif 320w, /assets/k/a.640.avif 640w">
        <source type="image/webp" srcset="/assets/k/a.640.webp 640w, /assets/k/a.960.webp 960w">
        <img src="/assets/k/a.jpg" alt="x">
      </picture>
      <img src="/assets/k/b.png" srcset="/assets/k/b.320.png 320w" alt="media/c.png &gt;">
      <video controls preload="none" src="/media/k/d.mp4" poster="/assets/k/d.jpg"></video>
      <p>/assets/k/e.png</p> <a href="/media/k/f.pdf">f</a> <img src="/assets/k/b.png" alt="">
    """
    first, *others = pictures_of(html)
    assert first.address == "/assets/k/a.640.webp"
    assert set(first.stands_for) == {
        "/assets/k/a.320.avif", "/assets/k/a.640.avif", "/assets/k/a.960.webp", "/assets/k/a.jpg",
    }  # fmt: skip
    assert [picture.address for picture in others] == ["/assets/k/b.320.png", "/assets/k/d.jpg", "/assets/k/b.png"]
    assert pictures_of('<img src="/assets/k/s.svg">') == [PictureFile("/assets/k/s.svg")]


def test_icons_for_a_home_screen_frame_no_page() -> None:
    """They weigh more than a lesson, and no page shows them."""
    html = """<link rel="preload" href="/assets/f.woff2" as="font"><link rel="stylesheet" href="/assets/b.css" disabled>
      <link rel="apple-touch-icon" href="/assets/i.png"><link rel="manifest" href="/manifest.webmanifest">
      <script type="module" src="/assets/r.js"></script><meta content="https://x.example/assets/og.png">"""
    assert framing_of(html) == ("/assets/f.woff2", "/assets/b.css", "/assets/r.js")
