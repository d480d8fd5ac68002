"""Time stamps and what proves that nothing was revoked, from a real authority over HTTP on this machine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.signing import SigningFailed, SigningFault, SigningPlan
from certificates.signing.hands import Hand
from certificates.validation import check_signature
from tests.certificates.signing.authority import Authority
from tests.certificates.signing.conftest import hand_for
from tests.certificates.signing.readers import by_its_own_proof, pdfsig

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_authority_says_when_the_file_was_signed(
    pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority, tmp_path: Path
) -> None:
    """Whoever has the key can claim any time; a stamp can't be made later (PAdES B-T)."""
    before = datetime.now(UTC).replace(microsecond=0)
    claimed = before - timedelta(hours=3)
    async with hand_for(plan(timestamp_url=authority.timestamp_url)) as hand:
        signed = await hand.signed(pdf, claimed)
    findings = await check_signature(signed, authority.roots.read_bytes())
    assert findings is not None
    assert findings.is_good
    assert (findings.signed_at, findings.stamped_at) == (claimed, findings.stamped_at)
    assert findings.stamped_at is not None
    assert before <= findings.stamped_at <= datetime.now(UTC)
    assert pdfsig(signed, tmp_path)["Signature Validation"] == ["Signature is Valid."]


async def test_the_proof_in_the_file_outlives_the_key(
    pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority, tmp_path: Path
) -> None:
    """Years later no authority answers for a key that expired: what it would say is in the file (PAdES B-LT)."""
    now = datetime.now(UTC)
    async with hand_for(plan(timestamp_url=authority.timestamp_url, roots=authority.roots)) as hand:
        signed = await hand.signed(pdf, now)
    asked = dict(authority.asked)
    assert await by_its_own_proof(signed, authority.roots)
    assert authority.asked == asked
    assert pdfsig(signed, tmp_path)["Signature Validation"] == ["Signature is Valid."]
    assert "Total document signed" in pdfsig(signed, tmp_path)
    async with hand_for(plan(timestamp_url=authority.timestamp_url)) as hand:
        without = await hand.signed(pdf, now)
    assert not await by_its_own_proof(without, authority.roots)


async def test_an_archive_stamp_closes_over_the_proof(
    pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority, tmp_path: Path
) -> None:
    """PAdES B-LTA. The file still counts as whole: nothing else was added, and anything more would be noticed."""
    order = plan(timestamp_url=authority.timestamp_url, roots=authority.roots, is_archived=True)
    async with hand_for(order) as hand:
        signed = await hand.signed(pdf, datetime.now(UTC))
    assert len(PdfFileReader(BytesIO(signed)).embedded_timestamp_signatures) == 1
    assert await by_its_own_proof(signed, authority.roots)
    findings = await check_signature(signed, authority.roots.read_bytes())
    assert findings is not None
    assert findings.is_good
    # It leaves the archive stamp alone: of that kind of signature it knows no check.
    assert pdfsig(signed, tmp_path)["Signature Validation"][0] == "Signature is Valid."


@pytest.mark.parametrize(
    ("away", "fault"),
    [({"tsa"}, SigningFault.TIMESTAMP), ({"ocsp", "crls"}, SigningFault.UNPROVEN)],
)
async def test_what_is_away_is_named_and_asked_again(
    away: set[str], fault: SigningFault, pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority
) -> None:
    """The job comes back later; nothing half proven is handed out meanwhile."""
    async with hand_for(plan(timestamp_url=authority.timestamp_url, roots=authority.roots)) as hand:
        authority.away |= away
        try:
            assert await fault_of(hand, pdf) is fault
        finally:
            authority.away.clear()
        assert (await hand.signed(pdf, datetime.now(UTC))).startswith(pdf)


async def test_one_source_of_revocation_is_enough(
    pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority
) -> None:
    """Where OCSP does not answer, the list is read."""
    async with hand_for(plan(timestamp_url=authority.timestamp_url, roots=authority.roots)) as hand:
        authority.away.add("ocsp")
        try:
            signed = await hand.signed(pdf, datetime.now(UTC))
        finally:
            authority.away.clear()
    assert await by_its_own_proof(signed, authority.roots)


@pytest.mark.parametrize(("label", "fault"), [("expired", SigningFault.EXPIRED), ("revoked", SigningFault.REVOKED)])
async def test_a_certificate_that_no_longer_stands_signs_nothing(
    label: str, fault: SigningFault, pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority
) -> None:
    """Staff are told which of the two it is: one is renewed, after the other everything must be looked at."""
    order = plan(authority.key_file(label), timestamp_url=authority.timestamp_url, roots=authority.roots)
    async with hand_for(order) as hand:
        assert await fault_of(hand, pdf) is fault


async def test_roots_that_the_key_does_not_lead_to_are_told(
    pdf: bytes, plan: Callable[..., SigningPlan], authority: Authority, trusted: bytes, tmp_path: Path
) -> None:
    """A wrong SIGNING_ROOTS, before the first certificate goes out rather than in the eyes of who checks it."""
    other = tmp_path / "other.pem"
    other.write_bytes(trusted)
    order = replace(plan(timestamp_url=authority.timestamp_url), roots=other)
    async with hand_for(order) as hand:
        assert await fault_of(hand, pdf) is SigningFault.UNPROVEN


async def fault_of(hand: Hand, pdf: bytes) -> SigningFault:
    with pytest.raises(SigningFailed) as failed:
        await hand.signed(pdf, datetime.now(UTC))
    return failed.value.fault
