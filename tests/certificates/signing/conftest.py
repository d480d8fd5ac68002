"""What the tests of signing share: a PDF, an authority, a process that signs for a whole module."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from pikepdf import Pdf

from certificates.signing import KeyFile, Signer, SigningPlan, described, make_development_key, open_signer
from certificates.signing.child import hand_of
from certificates.signing.hands import Hand
from tests.certificates.signing.authority import Authority, open_authority

REASON, PLACE = "Sertifikat pelatihan", "Surabaya"


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """Two empty pages that say of themselves what they are: more doesn't matter to the signature."""
    written = BytesIO()
    with Pdf.new() as file:
        for _ in range(2):
            file.add_blank_page(page_size=(842, 595))
        file.docinfo["/Title"], file.docinfo["/ModDate"] = "Sertifikat", "D:20261123000000+07'00'"
        with file.open_metadata() as metadata:
            metadata.load_from_docinfo(file.docinfo)
            metadata["pdfaid:part"] = "3"
        file.save(written, deterministic_id=True)
    return written.getvalue()


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    """The key that development makes."""
    path = tmp_path_factory.mktemp("keys") / "development.p12"
    make_development_key(path)
    return KeyFile(path)


@pytest.fixture(scope="module")
def trusted(key_file: KeyFile) -> bytes:
    """The certificate of that key."""
    return described(key_file).der


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def signer(key_file: KeyFile) -> AsyncGenerator[Signer]:
    """One process for a module: starting one takes longer than all that it signs."""
    async with open_signer(SigningPlan(key_file, REASON, PLACE)) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def authority(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Authority]:
    async with open_authority(tmp_path_factory.mktemp("authority")) as opened:
        yield opened


@asynccontextmanager
async def hand_for(plan: SigningPlan) -> AsyncGenerator[Hand]:
    """What the process works with, in this one: for tests of what it does rather than of how it lives."""
    async with aiohttp.ClientSession() as session:
        yield hand_of(plan, session)


@pytest.fixture
def plan(authority: Authority) -> Callable[..., SigningPlan]:
    """A plan with the officer's key, and what a test wants changed."""

    def make(key: KeyFile | None = None, **changes: str | Path | bool) -> SigningPlan:
        return SigningPlan(key or authority.key_file(), REASON, PLACE, **changes)  # pyright: ignore[reportArgumentType]

    return make
