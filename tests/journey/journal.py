"""What a journey leaves behind: a table of steps and a picture of each screen."""

import json
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Page

TABLE = "procedure"
FOLDER = "JOURNEY_FOLDER"
"""Set by `make journey`: where the pictures and the table go."""

BUDGETS = {1: 10, 2: 5, 3: 15, 4: 10, 5: 3, 6: 10, 7: 60, 8: 45, 9: 30, 10: 10}
"""Minutes that the office's procedure allows a person for each step."""

TITLES = {
    1: "Membuka aplikasi",
    2: "Membuka layar masuk",
    3: "Registrasi",
    4: "Mengisi biodata",
    5: "Pendaftaran berhasil",
    6: "Masuk dengan alamat surel",
    7: "Menyelesaikan kelas",
    8: "Mengisi evaluasi",
    9: "Proses sertifikat",
    10: "Mengunduh sertifikat",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure as it was walked; seconds are the machine's, with no time for reading."""

    number: int
    seconds: float
    output: str


class Journal:
    """Collects the steps in whatever order they are walked."""

    def __init__(self, page: Page, record_property: Callable[[str, object], None]) -> None:
        self._page = page
        self._record = record_property
        self._steps: list[Step] = []
        self._pictures = 0
        folder = os.environ.get(FOLDER)
        self._folder = Path(folder) if folder else None
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def step(self, number: int, output: str) -> Generator[None]:
        """Time a step; `output` is what the procedure asks for, asserted inside."""
        started = time.monotonic()
        yield
        self._steps.append(Step(number, time.monotonic() - started, output))
        self.picture(f"langkah-{number:02}")

    def picture(self, name: str) -> None:
        """A picture of the whole page, when somebody wants to look."""
        if self._folder:
            self._pictures += 1
            self._page.screenshot(path=self._folder / f"{self._pictures:02}-{name}.png", full_page=True)

    def keep(self, name: str, content: bytes) -> None:
        """A file to look at."""
        if self._folder:
            (self._folder / name).write_bytes(content)

    def close(self) -> None:
        """Hand the table to the summary, and to the folder."""
        steps = sorted(self._steps, key=lambda step: step.number)
        self._record(TABLE, json.dumps([asdict(step) for step in steps]))
        if self._folder:
            (self._folder / "table.txt").write_text(table(steps) + "\n")


def table(steps: list[Step]) -> str:
    """The steps in the procedure's order, with its budget for a person beside the machine's time."""
    lines = [f"{'':>2}  {'step':<28} {'taken':>8}  {'budget':>7}  output that the procedure asks for"]
    for step in steps:
        title, budget = TITLES[step.number], BUDGETS[step.number]
        lines.append(f"{step.number:>2}  {title:<28} {step.seconds:>6.1f} s  {budget:>3} min  {step.output}")
    taken, allowed = sum(step.seconds for step in steps), sum(BUDGETS[step.number] for step in steps)
    lines.append(f"{'':>2}  {'':<28} {taken:>6.1f} s  {allowed:>3} min")
    return "\n".join(lines)
