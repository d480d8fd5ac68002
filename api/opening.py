"""Everything from outside, opened once and handed out: what the API and the worker both live on. Knows no route."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from api import database, outbox
from api.mail import smtp_mailer
from api.openid import OpenIdClient
from api.pictures import Pictures
from api.settings import Settings, SettingsError
from api.signing import signing_plan
from api.throttle import Throttle
from api.tools import Clock, Storage, Tools, utc_now
from api.vault import Vault
from api.verification_keys import VerificationKeys, VerificationKeysUnusable, make_verification_key
from api.worker import Worker
from certificates import BrowserMissing, CertificateFields, Renderer, find_browser, open_renderer
from certificates.signing import KeyFile, Signer, SigningFailed, make_development_key, open_signer

log: structlog.stdlib.BoundLogger = structlog.get_logger("api")


@dataclass(frozen=True, slots=True)
class Opened:
    """What one process works with, and who does its later work."""

    tools: Tools
    worker: Worker


@asynccontextmanager
async def opened(settings: Settings, clock: Clock = utc_now) -> AsyncGenerator[Opened]:
    """Database, storage, mail, renderer, signing key. Closed at the end, in reverse.

    The single worker of a SQLite system takes its dead predecessor's leases back at once.
    """
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(database.opened(settings))
        if settings.database_url.startswith("sqlite://"):
            await outbox.release_leases()
        storage = opened_storage(settings)
        pictures = Pictures(settings.office_images, storage)
        await stack.enter_async_context(_beside(pictures.keep_when_possible()))
        renderer = await _renderer(stack, settings, pictures)
        signer = await _signer(stack, settings)

        async def warm() -> None:
            await renderer.warm(settings.certificate_template)
            await signer.warm()

        throttle = Throttle(settings.limits_url, settings.token_key.get_secret_value())
        stack.push_async_callback(throttle.close)
        tools = Tools(
            settings=settings,
            clock=clock,
            throttle=throttle,
            vault=Vault.of(settings),
            send=smtp_mailer(settings),
            storage=storage,
            renderer=renderer,
            sign=signer.sign,
            keys=verification_keys(settings),
            openid=await stack.enter_async_context(aclosing(OpenIdClient(settings))),
        )
        yield Opened(tools, Worker(tools, warm=warm))


def opened_storage(settings: Settings) -> Storage:
    """The storage that STORAGE_URL names: file:///folder, s3://bucket/prefix, or another that obstore knows.

    Raises:
        SettingsError: it names none, or one that can't be opened.
    """
    try:
        if settings.storage_url.startswith("file://"):
            folder = Path(settings.storage_url.removeprefix("file://"))
            return Storage(LocalStore(folder, mkdir=True))
        return Storage(from_url(settings.storage_url))
    except (BaseError, OSError, ValueError) as error:
        raise SettingsError(
            "STORAGE_URL can't be opened; it looks like file:///folder or s3://bucket/prefix"
        ) from error


class AbsentRenderer:
    """Stands in where no Chromium is installed: people pass and are certified, and the PDFs follow when it is there."""

    def __init__(self, wanted: Path | None) -> None:
        self._wanted = wanted

    async def render(self, fields: CertificateFields) -> bytes:
        """Always raises BrowserMissing, which keeps the job for later and tells staff why."""
        raise BrowserMissing(self._wanted)

    async def warm(self, template: str) -> None:
        """Nothing: the log has said at the start what is missing."""

    async def picture(self, fields: CertificateFields) -> bytes:
        """Always raises BrowserMissing; whoever asked is told to come back, and shows a drawing of its own."""
        raise BrowserMissing(self._wanted)


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Done while the block lasts, and broken off at its end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _renderer(stack: AsyncExitStack, settings: Settings, pictures: Pictures) -> Renderer | AbsentRenderer:
    if find_browser(settings.browser_path) is None:
        log.warning("no Chromium found; certificates wait until one is installed")
        return AbsentRenderer(settings.browser_path)
    return await stack.enter_async_context(open_renderer(settings.browser_path, images=pictures.content))


async def _signer(stack: AsyncExitStack, settings: Settings) -> Signer:
    plan = signing_plan(settings)
    if settings.environment == "development" and isinstance(plan.key, KeyFile):
        make_development_key(plan.key.path)
    try:
        return await stack.enter_async_context(open_signer(plan))
    except SigningFailed as error:
        raise SettingsError(f"SIGNING_KEY, SIGNING_PASSPHRASE: {error.why}") from error


def verification_keys(settings: Settings) -> VerificationKeys:
    """Those of VERIFICATION_KEYS; a development system makes one of its own.

    Raises:
        SettingsError
    """
    folder = settings.verification_keys or settings.home / "keys" / "verification"
    if settings.environment == "development" and not any(folder.glob("*.pem")):
        # Another process may be starting too: then its key is the one.
        with suppress(FileExistsError):
            make_verification_key(folder, "development")
    try:
        return VerificationKeys.load(folder)
    except VerificationKeysUnusable as error:
        raise SettingsError(f"VERIFICATION_KEYS: {error}") from error
