"""Other sites from which a lesson may play recordings: content/hosts.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from courseware.heads import Head

HOSTS = Path(__file__).resolve().parents[1] / "hosts.toml"
# As it stands in an address: no scheme, no path.
_HOST = r"^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?$"

HostName = Annotated[str, StringConstraints(pattern=_HOST, max_length=253)]


class WrongHosts(ValueError):
    """The file isn't a list of names of hosts."""


class HostsHead(Head):
    """content/hosts.toml"""

    media: tuple[HostName, ...] = Field(json_schema_extra={"uniqueItems": True})


@cache
def media_hosts(file: Path = HOSTS) -> frozenset[str]:
    """The names of the hosts, as they stand in an address; raises WrongHosts."""
    try:
        return frozenset(HostsHead.model_validate(tomllib.loads(file.read_text("utf-8"))).media)
    except tomllib.TOMLDecodeError as error:
        raise WrongHosts(str(error)) from error
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise WrongHosts("; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)) from error
