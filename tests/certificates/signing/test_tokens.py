"""Keys that never leave their token, on a real one by PKCS#11 (SoftHSM)."""

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pkcs11
import pytest

from certificates.signing import SigningFailed, SigningFault, SigningPlan, Token, open_signer
from certificates.signing.keys import refuse_risk
from certificates.validation import check_signature
from tests.certificates.signing import softhsm
from tests.certificates.signing.authority import Authority
from tests.certificates.signing.readers import by_its_own_proof, pdfsig

loop_of_the_module = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def token(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Generator[Token]:
    """The officer's key on a token."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOFTHSM2_CONF", str(softhsm.configured(tmp_path_factory.mktemp("softhsm"))))
        softhsm.made(authority.officer_key, authority.chain())
        yield Token(softhsm.module(), softhsm.LABEL, softhsm.KEY, pin=softhsm.PIN)


@loop_of_the_module
async def test_a_token_signs_as_a_file_does(
    pdf: bytes, token: Token, plan: Callable[..., SigningPlan], authority: Authority, tmp_path: Path
) -> None:
    """With the chain that lies on it, a time stamp and the proof of long-term validation; after a kill, too."""
    order = replace(plan(timestamp_url=authority.timestamp_url, roots=authority.roots), key=token)
    async with open_signer(order) as signer:
        signed = await signer.sign(pdf, datetime.now(UTC))
    findings = await check_signature(signed, authority.roots.read_bytes())
    assert findings is not None
    assert findings.is_good
    assert await by_its_own_proof(signed, authority.roots)
    assert pdfsig(signed, tmp_path)["Signature Validation"] == ["Signature is Valid."]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"label": "LAIN"}, SigningFault.TOKEN_ABSENT),
        ({"module": Path("/nowhere/driver.so")}, SigningFault.TOKEN_ABSENT),
        ({"key": "lain"}, SigningFault.TOKEN_KEY),
    ],
)
@loop_of_the_module
async def test_what_is_wrong_with_a_token_is_named(
    change: dict[str, str | Path], fault: SigningFault, pdf: bytes, token: Token, plan: Callable[..., SigningPlan]
) -> None:
    """Staff plug it in, or ask whoever set it up; nothing has to be restarted for the next try."""
    order = replace(plan(), key=replace(token, **change))  # pyright: ignore[reportArgumentType] - one field of several types
    async with open_signer(order) as signer:
        for _ in range(2):
            with pytest.raises(SigningFailed) as failed:
                await signer.sign(pdf, datetime.now(UTC))
            assert failed.value.fault is fault


@loop_of_the_module
async def test_a_wrong_pin_is_tried_once(pdf: bytes, token: Token, plan: Callable[..., SigningPlan]) -> None:
    """A job is repeated 36 times, and a token locks itself after a few."""
    async with open_signer(replace(plan(), key=replace(token, pin="000000"))) as signer:
        for _ in range(3):
            with pytest.raises(SigningFailed, match="another PIN") as failed:
                await signer.sign(pdf, datetime.now(UTC))
            assert failed.value.fault is SigningFault.PIN
            # The process that asked the token is gone, and none was started to ask again.
            assert signer.process_id is None


@pytest.mark.parametrize("flag", [pkcs11.TokenFlag.USER_PIN_LOCKED, pkcs11.TokenFlag.USER_PIN_FINAL_TRY])
def test_a_locked_token_and_the_last_try_are_left_to_a_person(flag: pkcs11.TokenFlag) -> None:
    """SoftHSM never locks itself, so this is told from what a token says of itself."""
    with pytest.raises(SigningFailed) as failed:
        refuse_risk(flag | pkcs11.TokenFlag.TOKEN_INITIALIZED, "SERTIFIKAT")
    assert failed.value.fault is SigningFault.TOKEN_LOCKED
    refuse_risk(pkcs11.TokenFlag.TOKEN_INITIALIZED | pkcs11.TokenFlag.USER_PIN_COUNT_LOW, "SERTIFIKAT")
