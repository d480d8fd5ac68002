"""Which key signs by the settings, and what staff are told when none can."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.faults import reason_in_words
from api.refusal import LANGUAGES
from api.settings import Settings, SettingsError
from api.signing import signing_plan
from certificates.signing import KeyFile, Service, SigningFailed, SigningFault, Token

MakeSettings = Callable[..., Settings]
TOKEN: dict[str, Any] = {
    "signing_token_module": "/usr/lib/driver.so",
    "signing_token": "SERTIFIKAT",
    "signing_token_key": "penanda-tangan",
    "signing_token_pin": "123456",
}
SERVICE: dict[str, Any] = {
    "signing_service_url": "https://esign.example/api/v2/sign/pdf",
    "signing_service_user": "si-jawara",
    "signing_service_password": "kata-sandi",
    "signing_service_nik": "3578010101800001",
    "signing_service_passphrase": "frasa",
}


def test_each_way_to_sign_becomes_its_plan(make_settings: MakeSettings, tmp_path: Path) -> None:
    """A file under the home folder when nothing is said: development needs no setting."""
    file, token, service = (signing_plan(make_settings(**given)).key for given in ({}, TOKEN, SERVICE))
    assert file == KeyFile(tmp_path / "keys" / "signing.p12")
    assert token == Token(Path("/usr/lib/driver.so"), "SERTIFIKAT", "penanda-tangan", "123456")
    assert isinstance(service, Service)
    assert (service.url, service.signatory) == (SERVICE["signing_service_url"], SERVICE["signing_service_nik"])
    stamped = signing_plan(make_settings(timestamp_url="https://a:b@stempel.example", signing_roots="akar.pem"))
    assert (stamped.timestamp_url, stamped.roots) == ("https://a:b@stempel.example", Path("akar.pem"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (TOKEN | SERVICE, "set one of them alone"),
        ({"signing_key": "kunci.p12"} | TOKEN, "set one of them alone"),
        (TOKEN | {"signing_token_pin": ""}, "SIGNING_TOKEN_PIN"),
        (SERVICE | {"signing_service_passphrase": ""}, "SIGNING_SERVICE_PASSPHRASE"),
        ({"signing_archive": True}, "TIMESTAMP_URL and SIGNING_ROOTS"),
    ],
)
def test_what_is_half_said_is_told_at_the_start(make_settings: MakeSettings, given: dict[str, Any], told: str) -> None:
    """Before the first certificate waits for it."""
    with pytest.raises(SettingsError, match=told):
        make_settings(**given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_read_what_to_do(language: Any) -> None:
    """Each fault has a sentence of its own; what is none of them is told otherwise."""
    reasons = [f"SigningFailed: {SigningFailed(fault, 'x')}" for fault in SigningFault]
    said = {reason_in_words("certification.sign", reason, language) for reason in reasons}
    assert len(said) == len(SigningFault)
    assert reason_in_words("certification.render", "RenderFailed: no browser", language) not in said
