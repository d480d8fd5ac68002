"""Other sites from which a lesson may play recordings: content/hosts.toml."""

import tomllib
from functools import cache
from pathlib import Path

HOSTS = Path(__file__).resolve().parents[1] / "hosts.toml"


@cache
def media_hosts(file: Path = HOSTS) -> frozenset[str]:
    """The names of the hosts, as they stand in an address."""
    return frozenset(tomllib.loads(file.read_text("utf-8"))["media"])
