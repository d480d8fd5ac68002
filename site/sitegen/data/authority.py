"""What certificates are checked by without asking the API: its keys and the head of its log, /data/v1/authority.json.

It comes from the API (jawara/authority.py fetches it); the site keeps what it is given.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from sitegen.parts import Part

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class KeyData(Part):
    """A public key as in RFC 7517, for ES256."""

    kty: Literal["EC"]
    """The kind of key."""
    crv: Literal["P-256"]
    """Its curve."""
    kid: str
    """Its id, which signatures name."""
    use: Literal["sig"]
    """It checks signatures."""
    alg: Literal["ES256"]
    """By this algorithm."""
    x: str
    """A coordinate in base64url."""
    y: str
    """The other one."""


class KeysData(Part):
    """A set of keys as in RFC 7517: the one that signs is the last, the others have signed before."""

    keys: tuple[KeyData, ...]
    """By the time of their making."""


class HeadData(Part):
    """What the log of certificates was at a moment, signed."""

    # The spelling that was signed and sent, as the API's JSON has it.
    model_config = ConfigDict(populate_by_name=True)

    size: Annotated[int, Field(ge=0)]
    """How many entries it had."""
    root: Hash
    """Of the Merkle tree over them (RFC 9162), in hexadecimal."""
    at: str
    """When that was stated: UTC, to the microsecond, as it was signed."""
    key_id: Annotated[str, Field(alias="keyId")]
    """Of the key that signed."""
    signature: str
    """ES256 over the head as docs/data.md tells, r and s in base64url."""


class AuthorityData(Part):
    """Keys of the office, and heads of its log of certificates."""

    kind: Literal["authority"] = "authority"
    """Tells it from the other documents."""
    version: Literal[1] = 1
    """Of this form."""
    keys: KeysData
    """Every key that is trusted."""
    log: HeadData
    """The newest head that was published."""
    heads: tuple[HeadData, ...] = ()
    """Earlier ones, the newest first: nothing that they cover has changed since."""
