"""What the cohort noted: the table, and whether the database holds all that was acknowledged."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any
from uuid import UUID

PHASES = {"StartAttempt": "start a paper", "SaveAnswer": "save an answer", "SubmitAttempt": "hand in"}
BUSY = 0.8
"""Of a core: a load generator busier than this measures itself."""
LATE_MS = 20.0


@dataclass(frozen=True, slots=True)
class Note:
    """One request: which, how long after the beginning, how long it took; why it was refused, or what it had sent."""

    name: str
    at: float
    seconds: float
    refused: str | None
    sent: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notes:
    """All of them; how late the generator itself was (seconds), how long it ran, and its processor time."""

    all: list[Note]
    late: list[float]
    seconds: float
    used: float

    @classmethod
    def read(cls, file: Path) -> "Notes":
        written = json.loads(file.read_text())
        return cls([Note(**one) for one in written["notes"]], written["late"], written["seconds"], written["used"])

    def table(self) -> str:
        """A line for each phase, in milliseconds; then how long until the last paper had come, and the refusals."""
        lines = [f"{'':<16} {'count':>6} {'refused':>8} {'p50':>7} {'p95':>7} {'p99':>7} {'max':>7}  ms"]
        for name, phase in PHASES.items():
            of_phase = [one for one in self.all if one.name == name]
            refused = sum(one.refused is not None for one in of_phase)
            times = [one.seconds * 1000 for one in of_phase if one.refused is None]
            figures = " ".join(f"{percentile(times, share):>7.1f}" for share in (50, 95, 99, 100))
            lines.append(f"{phase:<16} {len(of_phase):>6} {refused:>8} {figures}")
        starts = [one.at + one.seconds for one in self.all if one.name == "StartAttempt"]
        lines.append(f"All asked for their paper at one moment; the last one had come after {max(starts):.1f} s.")
        for why, count in Counter(one.refused for one in self.all if one.refused).items():
            lines.append(f"refused {count}: {why}")
        return "\n".join(lines)

    def compared(self, database: Path) -> str:
        """How many acknowledged answers the database lacks, or has otherwise; and how many papers are closed."""
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT attempt_id, question_id, sequence FROM answer").fetchall()
            closed = connection.execute("SELECT count(*) FROM attempt WHERE closed_at IS NOT NULL").fetchone()[0]
        kept = {(UUID(attempt), question): sequence for attempt, question, sequence in rows}
        acknowledged = [one.sent for one in self.all if one.sent and one.refused is None]
        lost = [one for one in acknowledged if kept.get((UUID(one["attempt"]), one["question"])) != one["sequence"]]
        counts = f"Acknowledged answers: {len(acknowledged)}, lost: {len(lost)}."
        return f"{counts} Papers closed, the spare ones too: {closed}."

    def generator(self) -> str:
        """What the load generator used, and whether it was the limit itself."""
        share, late = self.used / self.seconds, percentile([one * 1000 for one in self.late], 99)
        verdict = "IT WAS THE LIMIT ITSELF" if share > BUSY or late > LATE_MS else "it was not the limit"
        return f"load generator {self.used:.1f} s, {share:.0%} of a core, late by {late:.0f} ms (p99): {verdict}"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` percent of all don't exceed; NaN for none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share / 100) - 1)]


def due(database: Path) -> int:
    """How many jobs of the outbox wait to be done now."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT due_at FROM outbox WHERE dead_at IS NULL").fetchall()
    now = datetime.now(UTC)
    return sum(datetime.fromisoformat(at).replace(tzinfo=UTC) <= now for (at,) in rows)
