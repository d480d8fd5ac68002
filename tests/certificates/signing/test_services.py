"""A signing service over HTTP on this machine: what it is asked, and what is done with its answers."""

import base64
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from certificates.signing import SigningFailed, SigningFault, SigningPlan, open_signer
from certificates.validation import check_signature
from tests.certificates.signing.authority import Authority
from tests.certificates.signing.conftest import hand_for
from tests.certificates.signing.esign import NIK, PASSPHRASE, Esign, open_esign
from tests.certificates.signing.readers import pdfsig
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHEN = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="module")
async def esign(authority: Authority) -> AsyncGenerator[Esign]:
    async with open_esign(authority.key_file()) as opened:
        yield opened


async def test_the_service_signs_what_we_printed(
    pdf: bytes, esign: Esign, plan: Callable[..., SigningPlan], authority: Authority, tmp_path: Path
) -> None:
    """The key stays with the national authority; the file that goes out is ours, byte for byte, and its signature."""
    async with open_signer(replace(plan(roots=authority.roots), key=esign.service)) as signer:
        signed = await signer.sign(pdf, WHEN)
    (order,) = esign.orders
    assert (order["nik"], order["passphrase"]) == (NIK, PASSPHRASE)
    assert base64.b64decode(order["file"][0]) == pdf
    assert order["signatureProperties"][0]["tampilan"] == "INVISIBLE"
    assert signed.startswith(pdf)
    findings = await check_signature(signed, authority.roots.read_bytes())
    assert findings is not None
    assert findings.is_good
    assert pdfsig(signed, tmp_path)["Signature Validation"] == ["Signature is Valid."]


def nothing(_signed: bytes) -> bytes:
    return b""


def unsigned(signed: bytes) -> bytes:
    return signed[: signed.index(b"%%EOF") + 6]


def another(signed: bytes) -> bytes:
    return b"x" + signed


def altered(signed: bytes) -> bytes:
    return signed[:-200] + bytes([signed[-200] ^ 1]) + signed[-199:]


@pytest.mark.parametrize(
    "spoil",
    [nothing, unsigned, another, altered],
)
async def test_an_answer_that_is_not_our_file_with_a_good_signature_is_not_kept(
    spoil: Callable[[bytes], bytes], pdf: bytes, esign: Esign, plan: Callable[..., SigningPlan]
) -> None:
    """What was stored once is handed out for years."""
    esign.spoil = spoil
    async with hand_for(replace(plan(), key=esign.service)) as hand:
        with pytest.raises(SigningFailed) as failed:
            await hand.signed(pdf, WHEN)
    assert failed.value.fault is SigningFault.SERVICE_ANSWER


async def test_a_signature_by_somebody_else_is_not_kept(
    pdf: bytes, esign: Esign, plan: Callable[..., SigningPlan], trusted: bytes, tmp_path: Path
) -> None:
    """Where the roots are known, the key behind the service must lead to them."""
    (tmp_path / "other.pem").write_bytes(trusted)
    async with hand_for(replace(plan(roots=tmp_path / "other.pem"), key=esign.service)) as hand:
        with pytest.raises(SigningFailed) as failed:
            await hand.signed(pdf, WHEN)
    assert failed.value.fault is SigningFault.SERVICE_ANSWER


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (503, SigningFault.SERVICE_DOWN),
        (429, SigningFault.SERVICE_DOWN),
        (302, SigningFault.SERVICE_REFUSED),
        (400, SigningFault.SERVICE_REFUSED),
    ],
)
async def test_a_service_that_cannot_now_is_asked_again(
    status: int, fault: SigningFault, pdf: bytes, esign: Esign, plan: Callable[..., SigningPlan]
) -> None:
    """Down, busy or choosy: the next try finds it mended."""
    esign.status = status
    async with hand_for(replace(plan(), key=esign.service)) as hand:
        with pytest.raises(SigningFailed, match="sedang dipelihara") as failed:
            await hand.signed(pdf, WHEN)
        assert failed.value.fault is fault
        esign.status = 200
        assert (await hand.signed(pdf, WHEN)).startswith(pdf)


async def test_a_service_that_is_gone_is_named(pdf: bytes, esign: Esign, plan: Callable[..., SigningPlan]) -> None:
    """Nobody listens there."""
    gone = replace(esign.service, url=f"http://127.0.0.1:{free_port()}/api/v2/sign/pdf")
    async with hand_for(replace(plan(), key=gone)) as hand:
        with pytest.raises(SigningFailed) as failed:
            await hand.signed(pdf, WHEN)
    assert failed.value.fault is SigningFault.SERVICE_DOWN


@pytest.mark.parametrize("change", [{"password": "salah"}, {"passphrase": "salah"}])
async def test_a_refused_passphrase_is_sent_once(
    change: dict[str, str], pdf: bytes, esign: Esign, plan: Callable[..., SigningPlan]
) -> None:
    """A job is repeated 36 times, and an official's account is locked after a few. No secret is in what is told."""
    async with open_signer(replace(plan(), key=replace(esign.service, **change))) as signer:
        for _ in range(3):
            with pytest.raises(SigningFailed) as failed:
                await signer.sign(pdf, WHEN)
            assert failed.value.fault is SigningFault.SERVICE_CREDENTIALS
            assert not any(secret in str(failed.value) for secret in (NIK, PASSPHRASE, "salah "))
    assert len(esign.orders) == 1
