"""What people and editors may type to make the renderer run, fetch, overflow or fall."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from certificates import CannotPrint, CertificateFields, Renderer, SyllabusLine, open_renderer
from certificates.template import template_names
from tests.certificates.presses import handed_out
from tests.certificates.test_failures import listening
from tests.certificates.test_rendering import read

pytestmark = [pytest.mark.browser]

Build = Callable[..., CertificateFields]
WORDS = ("number", "code", "name", "course_title", "place", "signer_name", "signer_title", "signer_nip", "office")


def hostile(host: str) -> list[str]:
    return [
        f"<img src=//{host}/a onerror=fetch('//{host}/b')>",
        f"</title><script src=//{host}/c></script>",
        f"</style><style>@import '//{host}/d'</style>",
        f"<svg><image href='//{host}/e'/></svg>",
        f"url(//{host}/f)",
        f"http://{host}/g",
        "javascript:document.title=1",
        "{{ 7 * 7 }}${7*7}<%= 7*7 %>",
        "Siti\u202eanimA\u202c",
        "Siti\u2066\u200b\ufeff\u0000",
        "\ud800",
        "</script><h1>Sertifikat palsu</h1>",
        "W" * 10_000,
        "ꦏ꧀" * 5_000,
        " " * 10_000,
        "A\u0301" * 10_000,
        "(/)\\) Tj /Names << >>",
    ]


def whole_text(document: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in document.pages)


async def printed_or_refused(renderer: Renderer, fields: CertificateFields) -> tuple[bytes | None, set[str]]:
    """The PDF, or the fields that were refused."""
    try:
        return await renderer.render(fields), set()
    except CannotPrint as refusal:
        return None, {fault.field for fault in refusal.faults}


@pytest.mark.parametrize("template", template_names())
async def test_nothing_that_is_typed_runs_fetches_or_breaks(template: str, program: Path, make_fields: Build) -> None:
    """Each is printed letter by letter, or refused and named; the next certificate is as ever, nobody was called."""
    async with listening() as (host, asked), open_renderer(program) as renderer:
        usual = await renderer.render(make_fields(template=template))
        for text in hostile(host):
            everywhere: dict[str, Any] = dict.fromkeys(WORDS, text) | {"syllabus": (SyllabusLine(text, 5),)}
            for changes in (everywhere, {"name": text}, {"course_title": text}):
                pdf, refused = await printed_or_refused(renderer, make_fields(template=template, **changes))
                assert refused <= set(changes)
                if pdf is None:
                    continue
                document = read(pdf)
                assert "".join(text.split()) in whole_text(document)
                assert "/Names" not in document.root_object
                assert len(document.pages) == 2
        assert await renderer.render(make_fields(template=template)) == usual
        assert asked == []


async def test_an_images_own_scripts_and_addresses_are_dead(program: Path, make_fields: Build) -> None:
    """A coat of arms is often a drawing from somewhere: what it carries beside lines must not run or call."""
    async with listening() as (host, asked):
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script href="http://{host}/a"/>'
            f'<image href="http://{host}/b"/><rect width="9" height="9" onload="fetch(\'http://{host}/c\')"/></svg>'
        ).encode()
        async with open_renderer(program, images=handed_out({"a": drawing, "b": drawing})) as renderer:
            pdf = await renderer.render(make_fields(emblem="a", signature="b"))
        assert len(read(pdf).pages) == 2
        assert asked == []
