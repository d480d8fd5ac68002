"""Every setting, typed. The only module that reads the environment."""

import re
import secrets
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from certificates.images import ImageUnusable, image_name, mime_of
from certificates.template import is_template, template_names

MINIMUM_KEY_LENGTH = 32
KEY_BYTES = 32
"""Of the keys of personal data: AES-256, and as much for their index."""
LONGEST_NUMBER = 60
"""Characters of a certificate's number: what its column holds."""
_KEY_ID = re.compile(r"[a-z0-9-]{1,20}")


class SettingsError(Exception):
    """The configuration is wrong; the message says which setting and how to mend it."""


@dataclass(frozen=True, slots=True)
class OfficeImage:
    """A picture, and the name under which certificates keep it."""

    name: str
    content: bytes = field(repr=False)


class OfficeImages(NamedTuple):
    """None leaves what the template draws."""

    emblem: OfficeImage | None
    signature: OfficeImage | None


def _image(setting: str, path: Path | None) -> OfficeImage | None:
    if path is None:
        return None
    try:
        content = path.read_bytes()
        mime_of(content)
    except OSError as error:
        raise SettingsError(f"{setting}: {path} can't be read ({error.strerror}).") from error
    except ImageUnusable as error:
        raise SettingsError(f"{setting}: {error}") from error
    return OfficeImage(image_name(content), content)


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
    data_keys: SecretStr = Field(SecretStr(""), alias="DATA_KEYS")
    index_key: SecretStr = Field(SecretStr(""), alias="INDEX_KEY")
    publish_token: SecretStr = Field(SecretStr(""), alias="PUBLISH_TOKEN")
    signing_key: Path | None = Field(None, alias="SIGNING_KEY")
    signing_passphrase: SecretStr = Field(SecretStr(""), alias="SIGNING_PASSPHRASE")
    signing_token_module: Path | None = Field(None, alias="SIGNING_TOKEN_MODULE")
    signing_token: str = Field("", alias="SIGNING_TOKEN")
    signing_token_key: str = Field("", alias="SIGNING_TOKEN_KEY")
    signing_token_pin: SecretStr = Field(SecretStr(""), alias="SIGNING_TOKEN_PIN")
    signing_service_url: str = Field("", alias="SIGNING_SERVICE_URL")
    signing_service_user: str = Field("", alias="SIGNING_SERVICE_USER")
    signing_service_password: SecretStr = Field(SecretStr(""), alias="SIGNING_SERVICE_PASSWORD")
    signing_service_nik: SecretStr = Field(SecretStr(""), alias="SIGNING_SERVICE_NIK")
    signing_service_passphrase: SecretStr = Field(SecretStr(""), alias="SIGNING_SERVICE_PASSPHRASE")
    timestamp_url: str = Field("", alias="TIMESTAMP_URL", repr=False)
    signing_roots: Path | None = Field(None, alias="SIGNING_ROOTS")
    signing_archive: bool = Field(False, alias="SIGNING_ARCHIVE")
    verification_keys: Path | None = Field(None, alias="VERIFICATION_KEYS")

    google_issuer: str = Field("https://accounts.google.com", alias="GOOGLE_ISSUER")
    google_client_id: str = Field("", alias="GOOGLE_CLIENT_ID")
    google_client_secret: SecretStr = Field(SecretStr(""), alias="GOOGLE_CLIENT_SECRET")

    browser_path: Path | None = Field(None, alias="CHROMIUM_PATH")
    trusted_proxies: int = Field(0, alias="TRUSTED_PROXIES", ge=0)

    certificate_number: str = Field("503.5/{sequence:04}/SJ/{year}", alias="CERTIFICATE_NUMBER")
    certificate_place: str = Field("Surabaya", alias="CERTIFICATE_PLACE")
    certificate_template: str = Field("jatim-1", alias="CERTIFICATE_TEMPLATE")
    emblem_image: Path | None = Field(None, alias="EMBLEM_IMAGE")
    signature_image: Path | None = Field(None, alias="SIGNATURE_IMAGE")
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
        """Found out now rather than at the first certificate of the second year, or at the ten thousandth."""
        wrong = "CERTIFICATE_NUMBER must hold {sequence} and {year}, as in 503.5/{sequence:04}/SJ/{year}"
        try:
            numbers = {pattern.format(sequence=one, year=year) for one in (1, 2) for year in (2026, 2027)}
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(wrong) from error
        if len(numbers) != 4:
            raise ValueError(wrong)
        if len(pattern.format(sequence=999_999, year=2026)) > LONGEST_NUMBER:
            raise ValueError(f"CERTIFICATE_NUMBER gives numbers of more than {LONGEST_NUMBER} characters")
        return pattern

    @field_validator("certificate_template")
    @classmethod
    def _is_shipped(cls, name: str) -> str:
        if not is_template(name):
            raise ValueError(f"CERTIFICATE_TEMPLATE is none of {', '.join(template_names())}")
        return name

    @cached_property
    def office_images(self) -> OfficeImages:
        """The pictures that certificates are issued with from now on.

        Raises:
            SettingsError: one can't be read, or is none that can be printed.
        """
        return OfficeImages(_image("EMBLEM_IMAGE", self.emblem_image), _image("SIGNATURE_IMAGE", self.signature_image))

    @field_validator("data_keys")
    @classmethod
    def _ring(cls, text: SecretStr) -> SecretStr:
        if text.get_secret_value():
            _key_ring(text.get_secret_value())
        return text

    @field_validator("index_key")
    @classmethod
    def _key(cls, text: SecretStr) -> SecretStr:
        if text.get_secret_value() and _key_bytes(text.get_secret_value()) is None:
            raise ValueError(f"INDEX_KEY is not {KEY_BYTES} bytes in base64; make one with: jawara keys new")
        return text

    @field_validator("publish_token")
    @classmethod
    def _long_enough(cls, text: SecretStr) -> SecretStr:
        if 0 < len(text.get_secret_value()) < MINIMUM_KEY_LENGTH:
            raise ValueError(
                f"PUBLISH_TOKEN is shorter than {MINIMUM_KEY_LENGTH} characters; make one with: jawara keys new"
            )
        return text

    @property
    def data_key_ring(self) -> dict[str, bytes]:
        """The keys of personal data by their ids; the first one seals."""
        return _key_ring(self.data_keys.get_secret_value())

    @property
    def index_key_bytes(self) -> bytes:
        """The key of the index over personal data."""
        return _key_bytes(self.index_key.get_secret_value()) or b""

    @model_validator(mode="after")
    def _signs_in_one_way(self) -> Self:
        """Which key signs is never guessed, and a half described one is told of before there is something to sign."""
        token = (self.signing_token, self.signing_token_key, self.signing_token_pin.get_secret_value())
        service = (
            self.signing_service_user,
            self.signing_service_nik.get_secret_value(),
            self.signing_service_passphrase.get_secret_value(),
        )
        if sum(map(bool, (self.signing_key, self.signing_token_module, self.signing_service_url))) > 1:
            raise ValueError("SIGNING_KEY, SIGNING_TOKEN_MODULE and SIGNING_SERVICE_URL: set one of them alone")
        if self.signing_token_module and not all(token):
            raise ValueError("SIGNING_TOKEN_MODULE needs SIGNING_TOKEN, SIGNING_TOKEN_KEY and SIGNING_TOKEN_PIN")
        if self.signing_service_url and not all(service):
            raise ValueError(
                "SIGNING_SERVICE_URL needs SIGNING_SERVICE_USER, SIGNING_SERVICE_NIK and SIGNING_SERVICE_PASSPHRASE"
            )
        if self.signing_archive and not (self.timestamp_url and self.signing_roots):
            raise ValueError("SIGNING_ARCHIVE needs TIMESTAMP_URL and SIGNING_ROOTS: it closes over what they bring")
        return self

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        if self.environment == "development":
            return self
        if len(self.token_key.get_secret_value()) < MINIMUM_KEY_LENGTH:
            raise ValueError(
                f"TOKEN_KEY is shorter than {MINIMUM_KEY_LENGTH} characters; make one with: jawara keys new"
            )
        if not self.data_keys.get_secret_value():
            raise ValueError("DATA_KEYS is empty; personal data are encrypted with it; make it with: jawara keys new")
        if not self.index_key.get_secret_value():
            raise ValueError("INDEX_KEY is empty; personal data are found by it; make it with: jawara keys new")
        if not (self.signing_key or self.signing_token_module or self.signing_service_url):
            raise ValueError(
                "SIGNING_KEY names no PKCS#12 file, and neither SIGNING_TOKEN_MODULE nor SIGNING_SERVICE_URL is set; "
                "certificates can't be signed without one of them"
            )
        if self.signing_service_url and not self.signing_service_url.startswith("https://"):
            raise ValueError("SIGNING_SERVICE_URL must start with https:// in production; a passphrase is sent to it")
        if self.verification_keys is None:
            raise ValueError(
                "VERIFICATION_KEYS names no folder; certificates are checked by its keys; "
                "make one with: jawara keys verification FOLDER"
            )
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

    In development a missing key is made once and kept under `home`, so that nobody has to configure anything and no
    secret stands in the code.

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
    if settings.environment == "production":
        return settings
    made = {"token_key": secrets.token_urlsafe(48), "data_keys": new_data_key("development"), "index_key": new_key()}
    files = {"token_key": "token.key", "data_keys": "data.key", "index_key": "index.key"}
    missing = [name for name in files if not getattr(settings, name).get_secret_value()]
    kept = {name: _development_key(settings.home / "keys" / files[name], made[name]) for name in missing}
    return settings.model_copy(update={name: SecretStr(key) for name, key in kept.items()})


def new_key() -> str:
    """A random key of 32 bytes, as INDEX_KEY takes it."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def new_data_key(name: str) -> str:
    """A random key with its id, as DATA_KEYS takes it."""
    return f"{name}:{new_key()}"


def _key_ring(text: str) -> dict[str, bytes]:
    """The keys by their ids, in the order given.

    Raises:
        ValueError: with a sentence that repeats no key.
    """
    ring: dict[str, bytes] = {}
    for place, part in enumerate(text.split(","), start=1):
        name, _, written = part.strip().partition(":")
        key = _key_bytes(written)
        if not _KEY_ID.fullmatch(name) or key is None or name in ring:
            raise ValueError(
                f"DATA_KEYS, key {place}: it looks like id:key, the id once and of small letters, digits and hyphens, "
                f"the key {KEY_BYTES} bytes in base64; make one with: jawara keys new"
            )
        ring[name] = key
    return ring


def _key_bytes(text: str) -> bytes | None:
    """The key, from base64 of either alphabet; None when it is none of 32 bytes."""
    try:
        key = b64decode(text.strip().replace("+", "-").replace("/", "_"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _development_key(path: Path, made: str) -> str:
    """The key kept there, `made` the first time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(made)
    return path.read_text().strip()
