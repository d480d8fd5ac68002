"""A real OpenID provider for tests, as a process of its own on this machine's loopback."""

import json
import re
import select
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Self, cast
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sitegen.deno_runs import environment, one_at_a_time, program, run
from sitegen.trouble import SiteError

CLIENT_ID = "si-jawara"
CLIENT_SECRET = "rahasia-penyedia"
CALLBACK = "/masuk/google/"
FETCH_SECONDS = 120
START_SECONDS = 30
STOP_SECONDS = 10
HOPS = 12

_FOLDER = Path(__file__).parent
_ALLOWED = ("--no-prompt", "--allow-net=127.0.0.1", "--allow-env", "--allow-read", "--allow-sys")


class ProviderMissing(Exception):
    """The provider can't be fetched or started; the message says why and what to do."""


class Provider:
    """The running provider. Whoever types an address at it is signed in as that address."""

    def __init__(self, process: subprocess.Popen[str], addresses: dict[str, str], log: Path) -> None:
        self._process = process
        self._log = log
        self._controls = httpx.Client(base_url=addresses["controls"], timeout=START_SECONDS)
        self.issuer = addresses["issuer"]
        self.settings = {
            "google_issuer": self.issuer,
            "google_client_id": CLIENT_ID,
            "google_client_secret": CLIENT_SECRET,
        }
        """For `make_settings(**provider.settings)`."""

    def reset(self) -> Self:
        """Obedient again, signing by the first algorithm, with all counts at zero."""
        return self._control("/reset")

    def rotate(self, algorithm: str | None = None) -> Self:
        """Sign with a new key, of the first algorithm unless another is named, and withdraw the old one."""
        return self._control("/rotate", algorithm=algorithm)

    def alter_next_token(self, alteration: str) -> Self:
        """Make the next ID token a bad one; the names stand in alterations.mjs."""
        return self._control("/", alter=alteration)

    def delay_tokens(self, seconds: float) -> Self:
        """Let every code wait that long for its token."""
        return self._control("/", delay=round(seconds * 1000))

    def set_clock(self, now: datetime | None) -> Self:
        """Issue ID tokens as if it were this time; None for the real one."""
        return self._control("/", clock=int(now.timestamp()) if now else None)

    def rename(self, login: str, address: str) -> Self:
        """From now on the person who signs in as `login` has this address; the subject stays."""
        return self._control("/", addresses={login: address})

    def count(self, path: str) -> int:
        """How often `path` was asked for since the reset."""
        counts: dict[str, int] = self._controls.get("/").json()
        return counts.get(path, 0)

    def sign_in(self, url: str, login: str) -> dict[str, str]:
        """What a browser does at an authorization URL; the parameters that come back to the callback."""
        with httpx.Client(timeout=START_SECONDS) as browser:
            page = _followed(browser, browser.get(url))
            form = re.search(r'action="([^"]+)"', page.text)
            if form is None:
                raise AssertionError(f"The provider shows no form:\n{page.text[:2000]}")
            answer = browser.post(str(page.url.join(form[1])), data={"login": login, "answer": "in"})
            back = _followed(browser, answer).headers["location"]
        return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}

    def said(self) -> str:
        """The end of its log: what it could not answer, and why."""
        return self._log.read_text()[-3000:]

    def stop(self) -> None:
        """End the process: it goes when its input closes."""
        self._controls.close()
        stdin = cast("IO[str]", self._process.stdin)
        stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        cast("IO[str]", self._process.stdout).close()

    def _control(self, path: str, **changes: Any) -> Self:
        self._controls.post(path, json=changes).raise_for_status()
        return self


def _followed(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """The page at the end of the redirects, or the answer that leads to the callback."""
    for _ in range(HOPS):
        if not answer.is_redirect or urlsplit(answer.headers["location"]).path == CALLBACK:
            return answer
        answer = browser.get(answer.url.join(answer.headers["location"]))
    raise AssertionError("The provider redirects for ever.")


def fetch() -> None:
    """Bring the locked packages into the cache, once for each environment.

    Raises:
        ProviderMissing: the registry doesn't answer, or the lock doesn't fit.
    """
    try:
        with one_at_a_time("openid"):
            run(_FOLDER, "install", "--frozen", whose="npm oidc-provider", seconds=FETCH_SECONDS)
    except SiteError as error:
        raise ProviderMissing(f"The OpenID provider for tests could not be fetched.\n{error}") from None


@contextmanager
def running(log: Path) -> Generator[Provider]:
    """A provider on free ports, ended with the block; what it prints goes to `log`.

    Raises:
        ProviderMissing: it can't be fetched, or doesn't start.
    """
    fetch()
    with log.open("w") as errors:
        process = subprocess.Popen(
            [program(), "run", "--quiet", "--frozen", "--cached-only", *_ALLOWED, "provider.mjs"],
            cwd=_FOLDER,
            env=environment() | {"CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    provider = Provider(process, _addresses(process, log), log)
    try:
        yield provider
    finally:
        provider.stop()


def _addresses(process: subprocess.Popen[str], log: Path) -> dict[str, str]:
    """The line that the provider prints when it answers."""
    stdout = cast("IO[str]", process.stdout)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        ready, _, _ = select.select([stdout], [], [], 1)
        line = stdout.readline() if ready else ""
        if line.startswith("{"):
            found: dict[str, str] = json.loads(line)
            return found
        if ready and not line:
            break
    process.kill()
    process.wait()
    raise ProviderMissing(f"The OpenID provider for tests did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def openid_provider(tmp_path_factory: pytest.TempPathFactory) -> Generator[Provider]:
    """One provider for the whole run: `reset()` it before a test."""
    try:
        with running(tmp_path_factory.mktemp("openid") / "log.txt") as provider:
            yield provider
    except ProviderMissing as error:
        pytest.fail(str(error), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the provider said beside the failure of a test that used it."""
    report = yield
    provider = getattr(item, "funcargs", {}).get("openid_provider")
    if report.failed and isinstance(provider, Provider):
        report.sections.append(("What the OpenID provider said", provider.said()))
    return report
