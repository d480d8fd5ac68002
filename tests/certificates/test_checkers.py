"""Certificates before programs that check PDFs for a living; docs/certificates.md tells what they can't tell."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest

from certificates import CertificateFields, Renderer
from certificates.archival import attach
from certificates.template import template_names

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

Build = Callable[..., CertificateFields]

JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
]
UNCLAIMED = "UA-28-004"
"""That the file doesn't call itself PDF/UA: nothing here could confirm it."""
ONLY_IN_PDFA_1 = ("Invalid version of the ICCProfile", "The CIDSet entry is missing for the Composite Subset")
"""ISO 19005-1 knows no profiles of version 4, and asks of fonts for a set that ISO 19005-2 and 3 let go."""


@pytest.fixture(params=template_names())
def template(request: pytest.FixtureRequest) -> str:
    return request.param


def said_by(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


async def test_qpdf_and_poppler_find_nothing_wrong(
    template: str, renderer: Renderer, make_fields: Build, tmp_path: Path
) -> None:
    """Two readers by others than whose library wrote it: the structure holds, the text is found, fonts are inside."""
    file = tmp_path / "certificate.pdf"
    file.write_bytes(attach(await renderer.render(make_fields(template=template)), "a.jwt", b"x", "text/plain", "Data"))
    assert "No syntax or stream encoding errors" in said_by("qpdf", "--check", str(file))
    told = dict(line.split(":", 1) for line in said_by("pdfinfo", str(file)).splitlines() if ":" in line)
    assert told["Title"].strip() == "Sertifikat JTM-2026-000128 - Siti Aminah"
    assert (told["Tagged"].strip(), told["Pages"].strip(), told["PDF version"].strip()) == ("yes", "2", "1.7")
    assert "Siti Aminah" in said_by("pdftotext", str(file), "-")
    fonts = [line.split() for line in said_by("pdffonts", str(file)).splitlines()[2:]]
    assert {tuple(font[-5:-2]) for font in fonts} == {("yes", "yes", "yes")}, "embedded, a subset, readable as text"
    assert "a.jwt" in said_by("pdfdetach", "-list", str(file))


async def test_no_machine_checkable_rule_of_pdfua_is_broken(
    template: str, renderer: Renderer, make_fields: Build, tmp_path: Path
) -> None:
    """What people who hear their certificate depend on: tags on everything, headings of tables, words for drawings."""
    file = tmp_path / "certificate.pdf"
    file.write_bytes(await renderer.render(make_fields(template=template)))
    report = pdfua.validate(str(file))
    assert [finding for finding in report.findings if finding.rule_id != UNCLAIMED] == []


@pytest.mark.skipif(not (shutil.which("java") and JARS[0].is_file()), reason="no Java with Apache PDFBox's preflight")
async def test_an_older_archives_checker_finds_only_what_it_can_not_know(
    template: str, renderer: Renderer, make_fields: Build, tmp_path: Path
) -> None:
    """PDF/A-1b is what preflight checks. A twin that claims it, with nothing changed but the packing, breaks no rule
    but two that PDF/A-3 doesn't have: fonts, colours, metadata and structure are then as both ask.
    """
    twin = tmp_path / "twin.pdf"
    with pikepdf.open(BytesIO(await renderer.render(make_fields(template=template)))) as file:
        packet = file.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3", b"<pdfaid:part>1")
        file.Root.Metadata.write(packet)
        file.save(twin, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4")
    said = said_by(
        "java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(twin)
    ).splitlines()
    assert said
    wrong = [line for line in said[1:] if line.strip() and not any(known in line for known in ONLY_IN_PDFA_1)]
    assert wrong == []
