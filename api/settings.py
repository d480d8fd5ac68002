"""Every setting, typed. The only module that reads the environment."""

import secrets
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MINIMUM_KEY_LENGTH = 32


class SettingsError(Exception):
    """The configuration is wrong; the message says which setting and how to mend it."""


class Settings(BaseSettings):
    """Read once, whole, at the start. Without any variable set it describes a development system under `var/`."""

    model_config = SettingsConfigDict(env_file=None, frozen=True, extra="ignore", hide_input_in_errors=True)

    environment: Literal["development", "production"] = Field("development", alias="JAWARA_ENV")
    home: Path = Field(Path("var"), alias="JAWARA_HOME")
    port: int = Field(8000, alias="PORT", ge=1, le=65535)
    public_url: str = Field("", alias="PUBLIC_URL")

    database_url: str = Field("", alias="DATABASE_URL", repr=False)
    storage_url: str = Field("", alias="STORAGE_URL", repr=False)
    limits_url: str = Field("memory://", alias="LIMITS_URL", repr=False)
    smtp_url: str = Field("", alias="SMTP_URL", repr=False)
    mail_from: str = Field("Si-Jawara+ <si-jawara@localhost>", alias="MAIL_FROM")

    token_key: SecretStr = Field(SecretStr(""), alias="TOKEN_KEY")
    signing_key: Path | None = Field(None, alias="SIGNING_KEY")
    signing_passphrase: SecretStr = Field(SecretStr(""), alias="SIGNING_PASSPHRASE")

    google_issuer: str = Field("https://accounts.google.com", alias="GOOGLE_ISSUER")
    google_client_id: str = Field("", alias="GOOGLE_CLIENT_ID")
    google_client_secret: SecretStr = Field(SecretStr(""), alias="GOOGLE_CLIENT_SECRET")

    browser_path: Path | None = Field(None, alias="CHROMIUM_PATH")
    trusted_proxies: int = Field(0, alias="TRUSTED_PROXIES", ge=0)

    certificate_number: str = Field("503.5/{sequence:04}/SJ/{year}", alias="CERTIFICATE_NUMBER")
    certificate_place: str = Field("Surabaya", alias="CERTIFICATE_PLACE")
    office_name: str = Field(
        "UPT Pelatihan Koperasi UKM, Dinas Koperasi dan UKM Provinsi Jawa Timur", alias="OFFICE_NAME"
    )
    signer_name: str = Field("(nama pejabat penanda tangan)", alias="SIGNER_NAME")
    signer_title: str = Field("Kepala UPT Pelatihan Koperasi UKM", alias="SIGNER_TITLE")
    signer_nip: str = Field("-", alias="SIGNER_NIP")

    @model_validator(mode="before")
    @classmethod
    def _with_defaults_under_home(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Defaults that follow from others. Absent and empty mean the same: shells and hosts can't always unset."""
        values = {key: value for key, value in given.items() if value != ""}
        home = Path(values.get("JAWARA_HOME") or "var").resolve()
        defaults = {
            "DATABASE_URL": f"sqlite://{home / 'jawara.sqlite3'}",
            "STORAGE_URL": f"file://{home / 'storage'}",
            "PUBLIC_URL": f"http://localhost:{values.get('PORT') or 8000}",
        }
        return defaults | values | {"JAWARA_HOME": home}

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("certificate_number")
    @classmethod
    def _counts(cls, pattern: str) -> str:
        """Found out now rather than at the first certificate of the second year."""
        wrong = "CERTIFICATE_NUMBER must hold {sequence} and {year}, as in 503.5/{sequence:04}/SJ/{year}"
        try:
            numbers = {pattern.format(sequence=one, year=year) for one in (1, 2) for year in (2026, 2027)}
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(wrong) from error
        if len(numbers) != 4:
            raise ValueError(wrong)
        return pattern

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.environment == "development":
            return self
        if len(self.token_key.get_secret_value()) < MINIMUM_KEY_LENGTH:
            raise ValueError(
                f"TOKEN_KEY is shorter than {MINIMUM_KEY_LENGTH} characters; make one with: jawara keys new"
            )
        if self.signing_key is None:
            raise ValueError("SIGNING_KEY names no PKCS#12 file; certificates can't be signed without it")
        if not self.public_url.startswith("https://"):
            raise ValueError("PUBLIC_URL must start with https:// in production; it is printed on every certificate")
        if not self.smtp_url:
            raise ValueError("SMTP_URL is empty; registration needs mail, for example smtps://user:password@host:465")
        if self.signer_name.startswith("("):
            raise ValueError("SIGNER_NAME is not set; it is printed on every certificate")
        if not self.google_issuer.startswith("https://"):
            raise ValueError("GOOGLE_ISSUER must start with https:// in production; leave it out for Google itself")
        if self.google_client_id and not self.google_client_secret.get_secret_value():
            raise ValueError("GOOGLE_CLIENT_SECRET is empty though GOOGLE_CLIENT_ID is set; Google shows both together")
        return self


def load(**overrides: Any) -> Settings:
    """Settings from the environment, `overrides` first.

    In development a missing token key is made once and kept under `home`, so that nobody has to configure anything and
    no secret stands in the code.

    Raises:
        SettingsError: a setting is missing or wrong.
    """
    try:
        settings = Settings(**{str(Settings.model_fields[name].alias): value for name, value in overrides.items()})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        sentence = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{place}: {sentence}" if place else sentence) from error
    if settings.environment == "production" or settings.token_key.get_secret_value():
        return settings
    key = _development_key(settings.home / "keys" / "token.key")
    return settings.model_copy(update={"token_key": SecretStr(key)})


def _development_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
