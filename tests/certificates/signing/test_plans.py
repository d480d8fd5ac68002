"""What a key file tells before anything is signed, and what a plan keeps to itself."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from certificates.signing import (
    KeyFile,
    Service,
    SigningFailed,
    SigningFault,
    SigningPlan,
    Token,
    described,
    fault_in,
    make_development_key,
)
from certificates.signing.plan import packed, unpacked
from tests.certificates.signing.conftest import PLACE, REASON


def test_the_development_key_is_ours_alone_and_stays(tmp_path: Path) -> None:
    """A second start must not replace the key: what was signed with the first would no longer verify."""
    path = tmp_path / "new" / "development.p12"
    make_development_key(path)
    first = path.read_bytes()
    make_development_key(path)
    assert path.read_bytes() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["development.p12"]
    assert "tidak sah" in described(KeyFile(path)).name


def test_no_secret_shows_when_a_plan_is_printed() -> None:
    """Logs and error reports print what they hold."""
    token = Token(Path("driver.so"), "SERTIFIKAT", "penanda", pin="rahasia")
    service = Service("https://esign.example", "akun", "rahasia", "rahasia", "rahasia")
    for key in (KeyFile(Path("kunci.p12"), "rahasia"), token, service):
        plan = SigningPlan(key, REASON, PLACE, timestamp_url="https://akun:rahasia@stempel.example")
        assert "rahasia" not in repr(plan)
        assert unpacked(packed(plan)) == plan


def test_an_unusable_key_file_says_why(tmp_path: Path) -> None:
    """The operator mends it from the message alone."""
    missing, text, locked = tmp_path / "missing.p12", tmp_path / "text.p12", tmp_path / "locked.p12"
    text.write_text("not a key")
    key = ec.generate_private_key(ec.SECP256R1())
    locked.write_bytes(pkcs12.serialize_key_and_certificates(b"", key, None, None, BestAvailableEncryption(b"rahasia")))
    with pytest.raises(SigningFailed, match=r"missing\.p12 can't be read"):
        described(KeyFile(missing))
    with pytest.raises(SigningFailed, match=r"text\.p12 is no PKCS#12 file, or its passphrase"):
        described(KeyFile(text))
    with pytest.raises(SigningFailed, match=r"locked\.p12 is no PKCS#12 file, or its passphrase"):
        described(KeyFile(locked, "salah"))
    with pytest.raises(SigningFailed, match=r"locked\.p12 holds no key with its certificate"):
        described(KeyFile(locked, "rahasia"))


@pytest.mark.parametrize("fault", SigningFault)
def test_the_fault_is_told_from_the_text_alone(fault: SigningFault) -> None:
    """The outbox keeps the text of what failed; staff read a sentence of their own language."""
    failed = SigningFailed(fault, "something")
    assert fault_in(f"SigningFailed: {failed}") is fault


@pytest.mark.parametrize("reason", ["", "RenderFailed: no browser", "[signing:unheard_of] something"])
def test_other_reasons_tell_of_no_fault(reason: str) -> None:
    """They are shown as they are."""
    assert fault_in(reason) is None
