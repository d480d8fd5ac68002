"""What the site says of the API's keys and its log of certificates: fetched, held against what was said before, joined.

A head is published only if all that an earlier one covered is still in the log: whoever changed it can't have that
published by a build, and the head that tells on them stays where it is.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import Request

from pydantic import ValidationError

from api import merkle
from jawara.console import told
from jawara.door import Content, Silent, answer_to, is_private
from sitegen import data
from sitegen.data.authority import AuthorityData, HeadData

HEADS_KEPT = 30
SAME_FOR = timedelta(days=1)
"""While nothing is logged, a head is stated anew once a day: a site of which nothing else changed stays as it is."""


class AuthorityUnusable(Exception):
    """There is none, or it contradicts what was published; the message says what to do."""


def authority(source: str, output: Path, base_url: str, context: str, *, anew: bool) -> str:
    """The text of the site's authority.json, from an address or a file. Begun `anew`, it is held against nothing."""
    with told(AuthorityUnusable):
        official = context in {"", "production"} and urlsplit(base_url).scheme == "https"
        places = [f"{base_url.rstrip('/')}{data.AUTHORITY}"] if official else []
        former = None if anew else _newest([*places, str(output / data.AUTHORITY[1:])])
        return data.authority(joined(read(source, former.log.size if former else None), former))


def joined(content: Content, former: AuthorityData | None) -> AuthorityData:
    """What the API says now, with the heads that were published before.

    Raises:
        AuthorityUnusable: the log isn't the one whose head was published, or that can't be seen.
    """
    now = _valid(content, "The API's authority.json")
    if former is None:
        return now
    if now.log.size == former.log.size and now.log.root == former.log.root and now.keys == former.keys:
        if _time(now.log) - _time(former.log) < SAME_FOR:
            return former
    elif not _continues(former.log, now.log, content.get("consistency")):
        raise AuthorityUnusable(
            f"the log of certificates is not the one whose head of {former.log.size} entries was published on "
            f"{former.log.at}, or it was not asked for the proof. Nothing is published. `jawara log verify --against` "
            "that head says what changed; docs/operations.md says what then"
        )
    earlier = [head for head in (former.log, *former.heads) if head.size < now.log.size]
    return now.model_copy(update={"heads": tuple(earlier[:HEADS_KEPT])})


def refreshed(content: Content, output: Path) -> AuthorityData:
    """The same for a development system, whose database may be another one at each start."""
    try:
        return joined(content, _newest([str(output / data.AUTHORITY[1:])]))
    except AuthorityUnusable:
        return joined(content, None)


def read(source: str, since: int | None = None) -> Content:
    """The document at an address, or in a file. An address is asked for the proof from `since` on.

    Raises:
        AuthorityUnusable
    """
    found = _found(source, since)
    if found is None:
        raise AuthorityUnusable(f"{source} is not there")
    return found


def _newest(places: Sequence[str]) -> AuthorityData | None:
    """Of what was published before, that with the longest log; None where nothing was."""
    found = [_valid(one, place) for place in places if (one := _found(place)) is not None]
    return max(found, key=lambda one: one.log.size, default=None)


def _found(place: str, since: int | None = None) -> Content | None:
    if "://" not in place:
        file = Path(place)
        return _of_file(file) if file.is_file() else None
    if not is_private(place):
        raise AuthorityUnusable(f"{place} must begin with https://")
    address = place if since is None else f"{place}?since={since}"
    try:
        answer = answer_to(Request(address))  # noqa: S310 - the scheme was checked above
    except Silent as reason:
        raise AuthorityUnusable(
            f"{place} can't be read: {reason}. Where no site was ever published there, build with --anew"
        ) from reason
    if answer.status in {404, 410}:
        return None
    return answer.content


def _of_file(file: Path) -> Content:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AuthorityUnusable(f"{file} can't be read: {error}") from error
    if not isinstance(content, dict):
        raise AuthorityUnusable(f"{file} is no authority.json")
    return cast("Content", content)


def _valid(content: Content, place: str) -> AuthorityData:
    try:
        return AuthorityData.model_validate(content)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:3])
        raise AuthorityUnusable(f"{place} is no authority.json: {wrong}") from error


def _continues(former: HeadData, now: HeadData, consistency: object) -> bool:
    """Whether the proof that came along leads from the one to the other."""
    if former.size == now.size:
        return former.root == now.root
    said = cast("Mapping[str, Any]", consistency if isinstance(consistency, Mapping) else {})
    hashes = said.get("proof")
    if said.get("from") != former.size or not isinstance(hashes, list):
        return False
    try:
        proof = tuple(bytes.fromhex(one) for one in cast("list[str]", hashes))
    except (ValueError, TypeError):
        return False
    return merkle.is_continued(bytes.fromhex(former.root), former.size, bytes.fromhex(now.root), now.size, proof)


def _time(head: HeadData) -> datetime:
    try:
        return datetime.fromisoformat(head.at)
    except ValueError as error:
        raise AuthorityUnusable(f"a head of the log has no time: {head.at!r}") from error
