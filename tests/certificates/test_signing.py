"""The signature: made with our key, checked as a PDF reader checks it, broken by any change."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject

from certificates import CertificateFields, open_renderer
from certificates.signing import KeyUnusable, Signer, load_signer, make_development_key, sign
from certificates.validation import check_signature

SIGNED_AT = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
REASON, PLACE = "Sertifikat pelatihan JTM-2026-000128", "Surabaya"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    path = tmp_path_factory.mktemp("keys") / "development.p12"
    make_development_key(path)
    return load_signer(path, None)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two empty pages: what is signed doesn't matter to the signature."""
    writer, file = PdfWriter(), BytesIO()
    for _ in range(2):
        writer.add_blank_page(842, 595)
    writer.write(file)
    return file.getvalue()


def signature_in(pdf: bytes) -> DictionaryObject:
    fields = PdfReader(BytesIO(pdf)).get_fields()
    assert fields is not None
    return cast(DictionaryObject, fields["TandaTanganElektronik"]["/V"])


async def test_a_signed_file_is_good_to_who_trusts_the_signer(pdf: bytes, signer: Signer) -> None:
    """Signing only appends: the printed bytes can still be found in the signed file, and compared."""
    signed = await sign(pdf, signer, REASON, PLACE, SIGNED_AT)
    findings = await check_signature(signed, signer.certificate)
    assert findings is not None
    assert findings.is_good
    assert findings.signed_at == SIGNED_AT
    assert signed.startswith(pdf)


async def test_the_signature_is_a_pades_certification_that_allows_no_change(pdf: bytes, signer: Signer) -> None:
    """ETSI EN 319 142 names the kind of signature in the file; readers show the reason and the place."""
    signature = signature_in(await sign(pdf, signer, REASON, PLACE, SIGNED_AT))
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert (signature["/Reason"], signature["/Location"]) == (REASON, PLACE)
    reference = cast(list[Any], signature["/Reference"])[0].get_object()
    assert reference["/TransformParams"]["/P"] == 1


@pytest.mark.parametrize("place", [20, 400])
async def test_one_flipped_bit_is_noticed(place: int, pdf: bytes, signer: Signer) -> None:
    """Early bytes are in the printed part, later ones in what signing appended."""
    signed = bytearray(await sign(pdf, signer, REASON, PLACE, SIGNED_AT))
    signed[place] ^= 1
    findings = await check_signature(bytes(signed), signer.certificate)
    assert findings is not None
    assert not findings.is_intact
    assert not findings.is_good


async def test_something_appended_after_signing_is_noticed(pdf: bytes, signer: Signer) -> None:
    """Bytes behind the signature are not under it: a reader would still show them."""
    signed = await sign(pdf, signer, REASON, PLACE, SIGNED_AT)
    writer, file = PdfWriter(BytesIO(signed), incremental=True), BytesIO()
    writer.add_metadata({"/Title": "Sertifikat orang lain"})
    writer.write(file)
    findings = await check_signature(file.getvalue(), signer.certificate)
    assert findings is not None
    assert not findings.covers_whole_file
    assert not findings.is_good


async def test_someone_elses_signature_is_valid_but_not_trusted(pdf: bytes, signer: Signer, tmp_path: Path) -> None:
    """Anybody can make a key with our name on it."""
    make_development_key(tmp_path / "other.p12")
    other = load_signer(tmp_path / "other.p12", None)
    findings = await check_signature(await sign(pdf, other, REASON, PLACE, SIGNED_AT), signer.certificate)
    assert findings is not None
    assert findings.is_intact
    assert not findings.is_trusted
    assert not findings.is_good


async def test_an_unsigned_file_has_no_findings(pdf: bytes, signer: Signer) -> None:
    """Unsigned is another message to the reader than broken."""
    assert await check_signature(pdf, signer.certificate) is None


async def test_a_key_outside_its_time_signs_nothing(pdf: bytes, signer: Signer) -> None:
    """A signature by an expired certificate looks forged to every reader, for ever."""
    with pytest.raises(KeyUnusable, match="valid from"):
        await sign(pdf, signer, REASON, PLACE, signer.valid_until + timedelta(seconds=1))


async def test_many_at_once_are_signed_one_after_another(pdf: bytes, signer: Signer) -> None:
    """The worker and staff who print again may ask at the same time."""
    signed = await asyncio.gather(*(sign(pdf, signer, f"{REASON}-{turn}", PLACE, SIGNED_AT) for turn in range(5)))
    for turn, file in enumerate(signed):
        assert signature_in(file)["/Reason"] == f"{REASON}-{turn}"
        findings = await check_signature(file, signer.certificate)
        assert findings is not None
        assert findings.is_good


def test_the_development_key_is_ours_alone_and_stays(tmp_path: Path) -> None:
    """A second start must not replace the key: what was signed with the first would no longer verify."""
    path = tmp_path / "new" / "development.p12"
    make_development_key(path)
    first = path.read_bytes()
    make_development_key(path)
    assert path.read_bytes() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["development.p12"]
    assert "tidak sah" in load_signer(path, None).name


def test_the_key_does_not_show_when_a_signer_is_printed(signer: Signer) -> None:
    """Logs and error reports print what they hold."""
    assert "key=" not in repr(signer)


def test_an_unusable_key_file_says_why(tmp_path: Path) -> None:
    """The operator mends it from the message alone."""
    missing, text, locked = tmp_path / "missing.p12", tmp_path / "text.p12", tmp_path / "locked.p12"
    text.write_text("not a key")
    key = ec.generate_private_key(ec.SECP256R1())
    locked.write_bytes(pkcs12.serialize_key_and_certificates(b"", key, None, None, BestAvailableEncryption(b"rahasia")))
    with pytest.raises(KeyUnusable, match=r"missing\.p12 can't be read"):
        load_signer(missing, None)
    with pytest.raises(KeyUnusable, match=r"text\.p12 is no PKCS#12 file, or its passphrase"):
        load_signer(text, None)
    with pytest.raises(KeyUnusable, match=r"locked\.p12 is no PKCS#12 file, or its passphrase"):
        load_signer(locked, "salah")
    with pytest.raises(KeyUnusable, match=r"locked\.p12 holds no key with its certificate"):
        load_signer(locked, "rahasia")


@pytest.mark.browser
async def test_a_signed_certificate_is_good_and_still_tagged(
    program: Path, signer: Signer, make_fields: Callable[..., CertificateFields]
) -> None:
    """The whole way: what the browser printed keeps its tags and its language under the signature."""
    async with open_renderer(program) as renderer:
        printed = await renderer.render(make_fields())
    signed = await sign(printed, signer, REASON, PLACE, SIGNED_AT)
    findings = await check_signature(signed, signer.certificate)
    assert findings is not None
    assert findings.is_good
    root = PdfReader(BytesIO(signed)).root_object
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "id"
