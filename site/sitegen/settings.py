"""What the office decides about its site: site/site.toml, read once, whole."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from sitegen.trouble import SiteError

_EXACT = ConfigDict(extra="forbid", frozen=True)

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9A-F]{2}:){31}[0-9A-F]{2}$")]


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


class SiteSettings(BaseModel):
    model_config = _EXACT

    kantor: Office
    android: tuple[AndroidApp, ...] = ()


def read_settings(file: Path) -> SiteSettings:
    try:
        return SiteSettings.model_validate(tomllib.loads(file.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{file.name}: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SiteError(f"{file.name}: {wrong}") from error
