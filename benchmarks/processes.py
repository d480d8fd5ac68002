"""What a process and its children use, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1024


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its id, its parent's and its command line."""

    pid: int
    parent: int
    command: str


def tree(pid: int) -> list[Process]:
    """The process and all its descendants."""
    parents = {one.pid: one for one in _all()}
    found = [parents[pid]] if pid in parents else []
    for one in found:
        found.extend(child for child in parents.values() if child.parent == one.pid)
    return found


def is_there(pid: int) -> bool:
    """Whether a process with this id is still known to the system."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def memory_mib(pid: int) -> float:
    """Proportional set size in MiB: pages shared by several processes are counted once among them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / MIB
    return 0.0


def cpu_seconds(pid: int) -> float:
    """User and system time of the process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _all() -> list[Process]:
    found: list[Process] = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.append(Process(int(folder.name), parent, command))
    return found
