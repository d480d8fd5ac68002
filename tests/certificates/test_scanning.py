"""The QR code on paper, as a camera sees it: printed by a real Chromium, drawn as a picture, read by a real decoder."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs] - it ships none
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from api.certification import claim
from api.verification_keys import VerificationKeys, make_verification_key
from certificates import CertificateFields, Renderer, SyllabusLine
from certificates.qr import MODULES_MOST, PRINTED_MM, QUIET_ZONE, modules_along
from courseware.release import compile_release
from tests.api.certification.claims import read_claim

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

COURSES = Path(__file__).parents[2] / "content" / "courses"
LONG_NAME = "Hj. Raden Ayu Sri Wahyuningtyas Kusumaningrum Notonegoro, S.Pd., M.M."
MM_PER_INCH = 25.4


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> VerificationKeys:
    folder = tmp_path_factory.mktemp("keys")
    make_verification_key(folder, "2026-1")
    return VerificationKeys.load(folder)


@pytest.fixture(scope="module")
def certificate(make_fields: Callable[..., CertificateFields], keys: VerificationKeys) -> CertificateFields:
    """Of the class of ours whose syllabus takes most room, for a long name."""

    def of(course: Any) -> CertificateFields:
        syllabus = tuple(SyllabusLine(lesson.title, lesson.minutes) for lesson in course.lessons)
        return claim.sealed(make_fields(name=LONG_NAME, course_title=course.title, syllabus=syllabus), keys)

    made = [of(course.public) for course in compile_release(COURSES).courses]
    return max(made, key=lambda fields: len(fields.verify_url))


def drawn(pdf: bytes, dots_per_inch: int) -> Image.Image:
    """The first page as it comes out of a printer of so many dots."""
    document = pypdfium2.PdfDocument(pdf)
    page: Any = document[0]
    picture: Image.Image = page.render(scale=dots_per_inch / 72).to_pil().convert("L")
    document.close()
    return picture


def photographed(paper: Image.Image, dots_per_inch: int) -> Image.Image:
    """A camera sees it from afar, askew, out of focus, under a lamp, and stores it as JPEG."""
    seen = paper.copy()
    seen.thumbnail((paper.width * dots_per_inch / 300, paper.height), Image.Resampling.BILINEAR)
    seen = seen.rotate(7, expand=True, fillcolor=235).filter(ImageFilter.GaussianBlur(0.7))
    dim = Image.blend(seen, Image.new("L", seen.size, 180), 0.5)
    file = BytesIO()
    dim.save(file, "JPEG", quality=60)
    return Image.open(file)


async def test_the_printed_code_is_read_by_a_camera(
    renderer: Renderer, certificate: CertificateFields, keys: VerificationKeys
) -> None:
    """Off an office printer, and off a photograph with 2.3 pixels for each module."""
    paper = drawn(await renderer.render(certificate), 300)
    for picture in (paper, photographed(paper, 175)):
        (found,) = zxingcpp.read_barcodes(picture)
        assert found.text == certificate.verify_url
    lines = read_claim(found.text, keys.jwks())
    assert lines == [*claim.lines(certificate), *claim.syllabus_lines(certificate)]


async def test_its_modules_are_a_third_of_a_millimetre_on_paper(
    renderer: Renderer, certificate: CertificateFields
) -> None:
    """Measured on the page: from the decoder's corners, not from what the style says."""
    modules = modules_along(certificate.verify_url)
    (found,) = zxingcpp.read_barcodes(drawn(await renderer.render(certificate), 600))
    left, right = found.position.top_left, found.position.top_right
    millimetres = (right.x - left.x) / 600 * MM_PER_INCH
    assert modules <= MODULES_MOST
    assert millimetres / modules > 0.98 * PRINTED_MM / (modules + 2 * QUIET_ZONE)
    assert millimetres / modules > 0.33


async def test_a_stain_is_forgiven_and_an_alteration_is_not(
    renderer: Renderer, certificate: CertificateFields, keys: VerificationKeys
) -> None:
    """What the decoder mends is what was printed; what was signed otherwise is read, and states nothing."""
    where, _, number = certificate.verify_url.partition("#")
    paper = drawn(await renderer.render(certificate), 300)
    (found,) = zxingcpp.read_barcodes(paper)
    corner = found.position.bottom_right
    paper.paste(128, (corner.x - 60, corner.y - 60, corner.x - 25, corner.y - 25))
    (stained,) = zxingcpp.read_barcodes(paper)
    assert stained.text == certificate.verify_url
    altered = f"{where}#{number[:100]}{(int(number[100]) + 1) % 10}{number[101:]}"
    (found,) = zxingcpp.read_barcodes(drawn(await renderer.render(replace(certificate, verify_url=altered)), 300))
    assert found.text == altered
    assert read_claim(found.text, keys.jwks()) is None
