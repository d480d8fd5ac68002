"""Participants who go on until the system has said yes, and remember each yes."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api.accounts import tokens
from api.accounts.models import Account, Session
from api.identity import Identity, Role
from api.profiles.consents import CONSENT_VERSION
from api.profiles.models import Consent, Profile, ProfileGroup
from api.profiles.rules import Purpose
from api.settings import Settings
from api.tools import utc_now
from courseware.sealed import Audience
from tests.api import documents
from tests.api.courses import SLUG, course, key_of
from tests.journey.killed.mortal import Mortal
from tests.journey.killed.wire import Broken, Wire

LESSONS = ("satu", "dua")
SEQUENCES = (1, 2, 3)
RETRY_SECONDS = 0.02
KEY = key_of(course())


@dataclass(frozen=True, slots=True)
class Yes:
    """What a saved answer was acknowledged as: the sequence and the choices that stand."""

    sequence: int
    choices: tuple[str, ...]


@dataclass(slots=True)
class Participant:
    """Somebody's plan, and what the system has acknowledged to them. `leaves` are those who never hand in."""

    number: int
    account: UUID
    session: UUID
    passes: bool
    leaves: bool
    enrolment: str | None = None
    lessons: set[str] = field(default_factory=set[str])
    attempt: str | None = None
    saved: dict[str, Yes] = field(default_factory=dict[str, Yes])
    result: dict[str, Any] | None = None
    certificates: list[str] = field(default_factory=list[str])


async def participants(count: int, *, all_pass: bool = False) -> list[Participant]:
    """Accounts with biodata and a confirmed name, signed in. One in four is going to fail, one in eight to leave,
    unless all are going to pass.
    """
    at = utc_now()
    accounts = [Account(id=uuid7(), email=f"orang{n}@contoh.id", created_at=at) for n in range(count)]
    sessions = [Session(id=uuid7(), account_id=one.id, created_at=at) for one in accounts]
    profiles = [
        Profile(
            id=uuid7(),
            account_id=one.id,
            full_name=f"Siti {number}",
            name_confirmed_at=at,
            regency="35.78",
            updated_at=at,
        )
        for number, one in enumerate(accounts)
    ]
    async with in_transaction():
        await Account.bulk_create(accounts)
        await Session.bulk_create(sessions)
        await Profile.bulk_create(profiles)
        groups = [ProfileGroup(profile_id=one.id, audience=Audience.BUSINESS) for one in profiles]
        await ProfileGroup.bulk_create(groups)
        consent = {"purpose": Purpose.TRAINING, "version": CONSENT_VERSION, "given_at": at}
        await Consent.bulk_create([Consent(account_id=one.id, **consent) for one in accounts])
    return [
        Participant(
            number,
            account.id,
            session.id,
            passes=all_pass or number % 4 != 0,
            leaves=not all_pass and number % 8 == 5,
        )
        for number, (account, session) in enumerate(zip(accounts, sessions, strict=True))
    ]


class Crowd:
    """The network between the participants and the processes: every connection may break at any time."""

    def __init__(self, settings: Settings, mortals: Sequence[Mortal], chance: random.Random) -> None:
        self._settings = settings
        self._mortals = mortals
        self._chance = chance
        self.answered = 0

    async def walk(self, everyone: Sequence[Participant], *, at_once: int) -> None:
        """All journeys, so many at a time."""
        places = asyncio.Semaphore(at_once)
        async with Wire() as wire, asyncio.TaskGroup() as group:

            async def one(participant: Participant) -> None:
                async with places:
                    await self._journey(participant, wire)

            for participant in everyone:
                group.create_task(one(participant))

    async def _journey(self, who: Participant, wire: Wire) -> None:
        async def ask(document: str, **variables: Any) -> Any:
            return await self._acknowledged(wire, who, document, variables)

        who.enrolment = (await ask(documents.ENROL, course=SLUG))["enrolment"]["id"]
        for lesson in LESSONS:
            await ask(documents.COMPLETE, course=SLUG, lesson=lesson)
            who.lessons.add(lesson)
        attempt = (await ask(documents.START, course=SLUG))["attempt"]
        who.attempt = attempt["id"]
        saves = [(asked["id"], sequence) for asked in attempt["questions"] for sequence in SEQUENCES]
        # A phone sends what it kept in whatever order the network lets through.
        self._chance.shuffle(saves)
        if who.leaves:
            del saves[len(saves) // 2 :]
        await asyncio.gather(*(self._save(who, ask, question, sequence) for question, sequence in saves))
        if who.leaves:
            return
        who.result = (await ask(documents.SUBMIT, attempt=who.attempt))["attempt"]["result"]
        shown = (await ask(documents.MY_CERTIFICATES))["certificates"]
        who.certificates = [one["number"] for one in shown]

    async def _save(self, who: Participant, ask: Any, question: str, sequence: int) -> None:
        sent = choices(question, sequence, right=who.passes)
        answer = await ask(
            documents.SAVE,
            attempt=who.attempt,
            question=question,
            answer={"choices": list(sent)},
            sequence=sequence,
        )
        # It is told which answer stands: this one, or a later one that came earlier.
        told = Yes(answer["sequence"], choices(question, answer["sequence"], right=who.passes))
        before = who.saved.get(question)
        if before is None or told.sequence > before.sequence:
            who.saved[question] = told
        assert told.sequence >= sequence

    async def _acknowledged(self, wire: Wire, who: Participant, document: str, variables: dict[str, Any]) -> Any:
        """The system's yes to a deed, which is sent again, the same, until it comes. A no fails the test."""
        body = {"query": document, "variables": variables}
        while True:
            try:
                told = await wire.post(self._chance.choice(self._mortals).port, body, self._token(who))
            except Broken:
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self.answered += 1
            assert "errors" not in told, told["errors"]
            (value,) = told["data"].values()
            assert not value.get("problems"), value["problems"]
            return value

    def _token(self, who: Participant) -> str:
        identity = Identity(who.account, who.session, Role.PARTICIPANT)
        return tokens.access_token(identity, self._settings, utc_now()).text


def choices(question: str, sequence: int, *, right: bool) -> tuple[str, ...]:
    """What somebody chooses as their so-many-th answer: wrongly, except at the last where they are going to pass."""
    if sequence == SEQUENCES[-1] and right:
        return tuple(KEY[question])
    return (f"{question}-w{sequence % 2}",)
