"""The API as a client meets it, without a socket; and participants made in one line."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from obstore.store import LocalStore
from starlette.applications import Starlette

from api.accounts import tokens
from api.accounts.models import Account, Session
from api.app import create_app
from api.identity import Identity, Role
from api.learning.publishing import offer
from api.openid import OpenIdClient
from api.profiles.actions import confirm_name, save_profile
from api.profiles.consents import CONSENT_VERSION, give_consent
from api.profiles.patches import Patch
from api.profiles.rules import Purpose
from api.settings import Settings
from api.throttle import Throttle
from api.tools import Storage, Tools
from api.vault import Vault
from api.verification_keys import VerificationKeys, make_verification_key
from api.worker import Worker
from courseware.sealed import Audience, SealedCourse
from tests.api import documents
from tests.api.courses import SLUG, course, key_of
from tests.api.stores import store_of
from tests.conftest import PUBLIC_URL
from tests.fakes import Letterbox, Printer, SettableClock, stamp

PASSWORD = "kuda lari di tepi pantai"
JSON = "application/json"

Sent = Mapping[str, Any]
"""An AnswerInput, as a client sends it."""


def new_client(app: Starlette, address: str = "203.0.113.7") -> httpx.AsyncClient:
    """A browser of its own: its cookies, its network address."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40_000))
    return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL)


@asynccontextmanager
async def tools_of(
    settings: Settings, clock: SettableClock, letterbox: Letterbox, printer: Printer
) -> AsyncGenerator[Tools]:
    """What comes from outside, in these settings' own folder; the ORM is opened by the caller."""
    async with aclosing(OpenIdClient(settings)) as openid:
        yield Tools(
            settings=settings,
            clock=clock,
            throttle=Throttle(
                settings.limits_url, settings.token_key.get_secret_value(), clock=lambda: clock().timestamp()
            ),
            vault=Vault.of(settings),
            send=letterbox,
            storage=Storage(LocalStore(settings.home / "storage", mkdir=True)),
            renderer=printer,
            sign=stamp,
            keys=verification_keys(settings),
            openid=openid,
        )


def verification_keys(settings: Settings) -> VerificationKeys:
    """One key that signs, made where there is none yet."""
    folder = settings.home / "keys" / "verification"
    if not folder.exists():
        make_verification_key(folder, "test-1")
    return VerificationKeys.load(folder)


@asynccontextmanager
async def system_of(
    tools: Tools, clock: SettableClock, letterbox: Letterbox, printer: Printer, password_hash: str
) -> AsyncGenerator["Api"]:
    """The application over these tools with one class on offer, and a client that keeps its cookies."""
    app = create_app(tools)
    async with new_client(app) as client:
        system = Api(app, tools, Worker(tools), client, clock, letterbox, printer, password_hash)
        await system.publish()
        yield system


@dataclass(frozen=True, slots=True)
class Participant:
    """A signed-in account. It asks with a fresh token each time: hours may pass in a test."""

    id: UUID
    email: str
    session: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Api:
    """The system under test and everything around it that a test turns."""

    app: Starlette
    tools: Tools
    worker: Worker
    client: httpx.AsyncClient
    clock: SettableClock
    letterbox: Letterbox
    printer: Printer
    password_hash: str

    async def post(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        by: Participant | str | None = None,
        client: httpx.AsyncClient | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """One GraphQL request, and the bare response."""
        sent = dict(headers or {})
        if by is not None:
            sent["authorization"] = f"Bearer {by if isinstance(by, str) else self.token(by)}"
        body = {"query": document, "variables": dict(variables or {})}
        return await (client or self.client).post("/graphql", json=body, headers=sent)

    async def ask(
        self,
        document: str,
        *,
        by: Participant | str | None = None,
        client: httpx.AsyncClient | None = None,
        **variables: Any,
    ) -> Any:
        """What the operation's one root field answers; errors fail the test."""
        answer = (await self.post(document, variables, by=by, client=client)).json()
        assert "errors" not in answer, answer["errors"]
        (value,) = answer["data"].values()
        return value

    async def refused(
        self,
        document: str,
        *,
        by: Participant | str | None = None,
        client: httpx.AsyncClient | None = None,
        **variables: Any,
    ) -> list[str]:
        """The codes of the problems; the operation's result must be empty."""
        answer = await self.ask(document, by=by, client=client, **variables)
        assert not any(value for name, value in answer.items() if name != "problems"), answer
        return [one["code"] for one in answer["problems"]]

    async def account(self, email: str = "siti@contoh.id", role: Role = Role.PARTICIPANT) -> Participant:
        """A confirmed account, signed in."""
        at = self.clock()
        row = await Account.create(email=email, password_hash=self.password_hash, role=role, created_at=at)
        session = await Session.create(account_id=row.id, created_at=at)
        return Participant(row.id, email, session.id, role)

    def token(self, of: Participant) -> str:
        """An access token that is good from now on."""
        return tokens.access_token(Identity(of.id, of.session, of.role), self.tools.settings, self.clock()).text

    async def staff(self, email: str = "petugas@contoh.id") -> Participant:
        """A member of staff, signed in."""
        return await self.account(email, Role.STAFF)

    async def with_profile(self, email: str = "siti@contoh.id", name: str = "Siti Aminah") -> Participant:
        """An account with everything that the biodata require, the name confirmed."""
        made = await self.account(email)
        await self.fill_in(made, name)
        return made

    async def fill_in(self, of: Participant, name: str = "Siti Aminah") -> None:
        """Everything that the biodata require, the name confirmed."""
        await give_consent(of.id, [Purpose.TRAINING], CONSENT_VERSION, self.clock())
        patch = Patch(full_name=name, regency="35.78", groups=(Audience.BUSINESS,))
        await save_profile(of.id, patch, self.tools, self.clock())
        await confirm_name(of.id, name, self.clock())

    async def consented(self, email: str = "siti@contoh.id", *purposes: Purpose) -> Participant:
        """An account that has consented to these purposes, or to all."""
        made = await self.account(email)
        await give_consent(made.id, purposes or Purpose, CONSENT_VERSION, self.clock())
        return made

    async def enrolled(self, email: str = "siti@contoh.id", name: str = "Siti Aminah", slug: str = SLUG) -> Participant:
        """An account with biodata in a class."""
        made = await self.with_profile(email, name)
        await self.ask(documents.ENROL, by=made, course=slug)
        return made

    async def learned(self, email: str = "siti@contoh.id", name: str = "Siti Aminah", slug: str = SLUG) -> Participant:
        """An enrolled account with every lesson completed."""
        made = await self.enrolled(email, name, slug)
        await self.complete_lessons(made, slug)
        return made

    async def complete_lessons(self, of: Participant, slug: str = SLUG) -> None:
        """Read the two lessons of the built class."""
        for lesson in ("satu", "dua"):
            await self.ask(documents.COMPLETE, by=of, course=slug, lesson=lesson)

    async def started(self, of: Participant, slug: str = SLUG) -> dict[str, Any]:
        """An open attempt, as its participant sees it."""
        return (await self.ask(documents.START, by=of, course=slug))["attempt"]

    async def answered(self, of: Participant, attempt: dict[str, Any], *, right: bool = True) -> None:
        """Save an answer to every question: the right one, or none."""
        key = key_of(course())
        for number, asked in enumerate(attempt["questions"], start=1):
            choices = key[asked["id"]] if right else []
            await self.save(of, attempt["id"], asked["id"], choices, number)

    async def save(self, of: Participant, attempt: str, question: str, choices: list[str], sequence: int) -> Any:
        """Save one answer, and what the API says to it."""
        return await self.save_any(of, attempt, question, {"choices": choices}, sequence)

    async def save_any(self, of: Participant, attempt: str, question: str, answer: Sent, sequence: int) -> Any:
        """As `save`, for an answer of any kind."""
        variables: dict[str, Any] = {"question": question, "answer": answer, "sequence": sequence}
        return await self.ask(documents.SAVE, by=of, attempt=attempt, **variables)

    async def submitted(self, of: Participant, *, right: bool = True, slug: str = SLUG) -> dict[str, Any]:
        """A whole attempt from its start to its result."""
        attempt = await self.started(of, slug)
        await self.answered(of, attempt, right=right)
        return (await self.ask(documents.SUBMIT, by=of, attempt=attempt["id"]))["attempt"]

    async def certified(self, email: str = "siti@contoh.id", name: str = "Siti Aminah") -> Participant:
        """Somebody who did everything, with the certificate printed and mailed."""
        made = await self.learned(email, name)
        await self.submitted(made)
        await self.worker.drain()
        return made

    async def publish(self, *courses: SealedCourse) -> tuple[str, ...]:
        """Offer these classes, or the built one, whatever was known before."""
        return await offer(courses or (course(),), self.clock())

    def stored(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table: compare before and after a refusal."""
        return store_of(self.tools.settings.database_url).everything()
