"""The signature: made with our key, checked as a PDF reader checks it, broken by any change."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject

from certificates import CertificateFields, open_renderer
from certificates.signing import (
    KeyFile,
    Signer,
    SigningFailed,
    SigningFault,
    SigningPlan,
    described,
    make_development_key,
    open_signer,
)
from certificates.signing.keys import DIGEST, loaded
from certificates.signing.pades import claimed_time
from certificates.validation import check_signature
from tests.certificates.signing.conftest import PLACE, REASON
from tests.certificates.signing.readers import pdfsig

SIGNED_AT = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)

pytestmark = pytest.mark.asyncio(loop_scope="module")


def signature_in(pdf: bytes) -> DictionaryObject:
    fields = PdfReader(BytesIO(pdf)).get_fields()
    assert fields is not None
    return cast(DictionaryObject, fields["TandaTanganElektronik"]["/V"])


async def test_a_signed_file_is_good_to_who_trusts_the_signer(pdf: bytes, signer: Signer, trusted: bytes) -> None:
    """Signing only appends: the printed bytes can still be found in the signed file, and compared."""
    signed = await signer.sign(pdf, SIGNED_AT)
    findings = await check_signature(signed, trusted)
    assert findings is not None
    assert findings.is_good
    assert findings.signed_at == SIGNED_AT
    assert signed.startswith(pdf)
    assert PdfReader(BytesIO(signed)).metadata == PdfReader(BytesIO(pdf)).metadata
    assert signed.count(b"<x:xmpmeta") == pdf.count(b"<x:xmpmeta") == 1


async def test_what_is_encoded_once_is_what_would_be_encoded_each_time(key_file: KeyFile) -> None:
    """The signed attributes are ours to name only for speed; their bytes are the library's."""
    # `Any`: pyHanko is half typed.
    signer: Any = await loaded(key_file)
    ours = await signer.signed_attrs(b"x" * 32, DIGEST, use_pades=True)
    signer.signed_attr_prov_spec = None
    theirs = await signer.signed_attrs(b"x" * 32, DIGEST, use_pades=True)
    assert ours.dump() == theirs.dump()


async def test_the_signature_is_a_pades_certification_that_allows_no_change(pdf: bytes, signer: Signer) -> None:
    """ETSI EN 319 142 names the kind of signature in the file; readers show the reason and the place."""
    signature = signature_in(await signer.sign(pdf, SIGNED_AT))
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert (signature["/Reason"], signature["/Location"]) == (REASON, PLACE)
    reference = cast(list[Any], signature["/Reference"])[0].get_object()
    assert reference["/TransformParams"]["/P"] == 1


@pytest.mark.parametrize("place", [20, -100])
async def test_one_flipped_bit_is_noticed(place: int, pdf: bytes, signer: Signer, trusted: bytes) -> None:
    """Early bytes are in the printed part, later ones in what signing appended."""
    signed = bytearray(await signer.sign(pdf, SIGNED_AT))
    signed[place] ^= 1
    findings = await check_signature(bytes(signed), trusted)
    assert findings is not None
    assert not findings.is_intact
    assert not findings.is_good


async def test_something_appended_after_signing_is_noticed(pdf: bytes, signer: Signer, trusted: bytes) -> None:
    """Bytes behind the signature are not under it: a reader would still show them."""
    signed = await signer.sign(pdf, SIGNED_AT)
    writer, file = PdfWriter(BytesIO(signed), incremental=True), BytesIO()
    writer.add_metadata({"/Title": "Sertifikat orang lain"})
    writer.write(file)
    findings = await check_signature(file.getvalue(), trusted)
    assert findings is not None
    assert not findings.covers_whole_file
    assert not findings.is_good


async def test_someone_elses_signature_is_valid_but_not_trusted(pdf: bytes, trusted: bytes, tmp_path: Path) -> None:
    """Anybody can make a key with our name on it."""
    make_development_key(tmp_path / "other.p12")
    async with open_signer(SigningPlan(KeyFile(tmp_path / "other.p12"), REASON, PLACE)) as other:
        findings = await check_signature(await other.sign(pdf, SIGNED_AT), trusted)
    assert findings is not None
    assert findings.is_whole
    assert not findings.is_trusted
    assert not findings.is_good


async def test_an_unsigned_file_has_no_findings(pdf: bytes, trusted: bytes) -> None:
    """Unsigned is another message to the reader than broken."""
    assert await check_signature(pdf, trusted) is None


async def test_a_key_outside_its_time_signs_nothing(pdf: bytes, signer: Signer, key_file: KeyFile) -> None:
    """A signature by an expired certificate looks forged to every reader, for ever."""
    with pytest.raises(SigningFailed, match="valid from") as refused:
        await signer.sign(pdf, described(key_file).valid_until + timedelta(seconds=1))
    assert refused.value.fault is SigningFault.EXPIRED


FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@given(when=datetimes(), now=datetimes())
async def test_the_time_that_is_claimed_is_within_the_keys_own(when: datetime, now: datetime) -> None:
    """A key that was renewed while a certificate waited is newer than its issue; it is still signed, as of now."""
    when, now = when.replace(tzinfo=UTC), now.replace(tzinfo=UTC)
    if FROM <= now <= UNTIL and when <= UNTIL:
        assert claimed_time(FROM, UNTIL, when, now) == (when if when >= FROM else now)
        return
    with pytest.raises(SigningFailed) as refused:
        claimed_time(FROM, UNTIL, when, now)
    assert refused.value.fault is (SigningFault.NOT_YET_VALID if now < FROM else SigningFault.EXPIRED)


async def test_many_at_once_are_each_signed(pdf: bytes, signer: Signer, trusted: bytes) -> None:
    """The worker has several hands; each gets back what it gave."""
    given_ = [pdf + b"\n% " + str(turn).encode() for turn in range(5)]
    for one, signed in zip(given_, await asyncio.gather(*(signer.sign(one, SIGNED_AT) for one in given_)), strict=True):
        assert signed.startswith(one)
        findings = await check_signature(signed, trusted)
        assert findings is not None
        assert findings.is_good


async def test_poppler_finds_the_signature_valid(pdf: bytes, signer: Signer, tmp_path: Path) -> None:
    """Another reader than pyHanko, with cryptography of its own."""
    assert pdfsig(await signer.sign(pdf, SIGNED_AT), tmp_path)["Signature Validation"] == ["Signature is Valid."]


@pytest.mark.browser
async def test_a_signed_certificate_is_good_and_still_tagged(
    program: Path, signer: Signer, trusted: bytes, make_fields: Callable[..., CertificateFields]
) -> None:
    """The whole way: what the browser printed keeps its tags and its language under the signature."""
    async with open_renderer(program) as renderer:
        printed = await renderer.render(make_fields())
    signed = await signer.sign(printed, SIGNED_AT)
    findings = await check_signature(signed, trusted)
    assert findings is not None
    assert findings.is_good
    root = PdfReader(BytesIO(signed)).root_object
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "id"
