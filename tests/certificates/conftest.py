"""Builders and a warm renderer for the tests of certificates."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import TypeAdapter

from certificates import CertificateFields, Renderer, find_browser, open_renderer
from certificates.template import TEMPLATES
from tests.certificates.descendants import forget_earlier

SAMPLE = TEMPLATES / "jatim-1" / "sample.json"


@pytest.fixture(scope="session")
def make_fields() -> Callable[..., CertificateFields]:
    """The template's own sample, with what a test wants changed."""
    sample = TypeAdapter(CertificateFields).validate_json(SAMPLE.read_bytes())

    def make(**changes: Any) -> CertificateFields:
        return replace(sample, **changes)

    return make


@pytest.fixture(scope="session")
def program() -> Path:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def renderer(program: Path) -> AsyncGenerator[Renderer]:
    """One warm renderer for a module: tests that break the browser make their own."""
    async with open_renderer(program) as warm:
        yield warm


@pytest.fixture(autouse=True)
def _own_processes() -> None:
    """A test counts and kills what it brought up itself."""
    forget_earlier()
