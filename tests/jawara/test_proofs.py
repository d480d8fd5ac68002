"""`jawara certificate preview`: what a designer sees of a certificate's design."""

import asyncio
import json
import time
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
import typer
from PIL import Image
from pypdf import PdfReader

from certificates.template import TEMPLATES
from jawara.proofs import Desk, proofs

pytestmark = [pytest.mark.browser]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    copy = tmp_path / "sample.json"
    copy.write_bytes((TEMPLATES / "lugas-1" / "sample.json").read_bytes())
    return copy


def said(folder: Path) -> str:
    """Empty while it is being written."""
    try:
        return json.loads((folder / "state.json").read_text("utf-8"))["said"]
    except json.JSONDecodeError:
        return ""


def until_said(words: str, folder: Path) -> None:
    for _ in range(1_200):
        if (folder / "state.json").is_file() and words in said(folder):
            return
        time.sleep(0.05)
    raise AssertionError(f"never said: {words}")


def test_a_save_prints_again_and_a_mistake_is_told_not_fatal(sample: Path, tmp_path: Path) -> None:
    """A designer saves half-finished work all the time; the next save mends it, without a new start."""
    stop, folder = Event(), tmp_path / "proofs"
    fields = json.loads(sample.read_text("utf-8"))
    printing = Thread(target=lambda: asyncio.run(Desk("lugas-1", sample, folder).print_on(stop)))
    printing.start()
    try:
        until_said("lugas-1.pdf", folder)
        sample.write_text(json.dumps(fields | {"name": "W" * 200}), encoding="utf-8")
        until_said("name has 200 signs", folder)
        sample.write_text(json.dumps(fields | {"name": "Budi Santoso"}), encoding="utf-8")
        until_said("lugas-1.pdf", folder)
    finally:
        stop.set()
        printing.join()
    pdf = (folder / "lugas-1.pdf").read_bytes()
    assert "Budi Santoso" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    pictures = [(folder / f"lugas-1-{page}.png").read_bytes() for page in (1, 2)]
    assert [Image.open(BytesIO(picture)).width for picture in pictures] == [1600, 1600]


def test_an_unknown_design_is_told_with_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name is typed by hand."""
    with pytest.raises(typer.Exit):
        proofs("klasik", None, tmp_path, once=True, port=0)
    assert "there are jatim-1, lugas-1" in capsys.readouterr().err
