"""What the office decides about its site: site/site.toml, read once, whole."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from sitegen.trouble import SiteError

_EXACT = ConfigDict(extra="forbid", frozen=True)

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9A-F]{2}:){31}[0-9A-F]{2}$")]

HttpsAddress = Annotated[str, StringConstraints(pattern=r"^https://[\w.-]+(:[0-9]+)?$")]


class Office(BaseModel):
    """How a participant reaches the office; what is empty is not shown."""

    model_config = _EXACT

    surel: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]
    telepon: str
    alamat: str
    jam: str


class AndroidApp(BaseModel):
    """An app that may open the site as its own: package name and fingerprints of its signing certificates."""

    model_config = _EXACT

    package: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]\w*(\.[a-zA-Z]\w*)+$")]
    sha256: Annotated[tuple[Fingerprint, ...], Field(min_length=1)]


class Admin(BaseModel):
    """The repository that /admin/ edits, and how people sign in there beside a personal access token."""

    model_config = _EXACT

    backend: Literal["github", "gitlab"]
    repo: Annotated[str, StringConstraints(pattern=r"^[\w.-]+(/[\w.-]+)+$")]
    branch: Annotated[str, StringConstraints(pattern=r"^[\w./-]+$")] = "main"
    folder: Annotated[str, StringConstraints(pattern=r"^[\w.-]+(/[\w.-]+)*$")] = "content/courses"
    application_id: str = ""
    helper: HttpsAddress | Literal[""] = ""
    server: HttpsAddress | Literal[""] = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.backend == "github" and (self.application_id or self.server):
            raise ValueError("application_id and server are for gitlab")
        if self.backend == "gitlab" and self.helper:
            raise ValueError("helper is for github")
        return self


class SiteSettings(BaseModel):
    model_config = _EXACT

    kantor: Office
    android: tuple[AndroidApp, ...] = ()
    admin: Admin | None = None


def local_admin(origin: str) -> Admin | None:
    """On a developer's machine /admin/ edits the files of a clone; the repository is named and never asked."""
    on_this_machine = urlsplit(origin).hostname in {"localhost", "127.0.0.1"}
    return Admin(backend="github", repo="si-jawara/si-jawara") if on_this_machine else None


def read_settings(file: Path) -> SiteSettings:
    try:
        return SiteSettings.model_validate(tomllib.loads(file.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{file.name}: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SiteError(f"{file.name}: {wrong}") from error
