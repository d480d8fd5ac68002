"""What signs certificates by the settings."""

from api.settings import Settings
from certificates.signing import KeyFile, Service, SigningPlan, Token

REASON = "Sertifikat pelatihan"
"""Readers of PDFs show it beside the signature."""


def signing_plan(settings: Settings) -> SigningPlan:
    """The one key that the settings name; in development a file under `home` without any."""
    return SigningPlan(
        key=_key(settings),
        reason=REASON,
        location=settings.certificate_place,
        timestamp_url=settings.timestamp_url,
        roots=settings.signing_roots,
        is_archived=settings.signing_archive,
    )


def _key(settings: Settings) -> KeyFile | Token | Service:
    if settings.signing_token_module:
        return Token(
            module=settings.signing_token_module,
            label=settings.signing_token,
            key=settings.signing_token_key,
            pin=settings.signing_token_pin.get_secret_value(),
        )
    if settings.signing_service_url:
        return Service(
            url=settings.signing_service_url,
            user=settings.signing_service_user,
            password=settings.signing_service_password.get_secret_value(),
            signatory=settings.signing_service_nik.get_secret_value(),
            passphrase=settings.signing_service_passphrase.get_secret_value(),
        )
    path = settings.signing_key or settings.home / "keys" / "signing.p12"
    return KeyFile(path, settings.signing_passphrase.get_secret_value())
