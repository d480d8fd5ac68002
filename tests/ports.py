"""Ports for servers that tests start as processes of their own, which can't be handed a socket that listens."""

import fcntl
import os
import socket
import tempfile
from pathlib import Path

FIRST, LAST = 20_000, 32_000
"""Below those that systems take for outgoing connections: nobody else is given one of them between two looks."""


def free_port() -> int:
    """A port that nobody listens on, and that no other process of tests on this machine is given for a long time.

    One that the system chooses may be taken again before the server that it is meant for has started.
    """
    file = Path(tempfile.gettempdir()) / f"jawara-test-ports-{os.getuid()}"
    with file.open("a+") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        last.seek(0)
        port = int(last.read() or FIRST)
        for _ in range(LAST - FIRST):
            port = port + 1 if port < LAST else FIRST
            if _is_free(port):
                last.truncate(0)
                last.write(str(port))
                return port
    raise RuntimeError("No port is free.")


def _is_free(port: int) -> bool:
    try:
        # Listens for a moment: where somebody else does, the system refuses.
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
