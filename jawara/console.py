"""How commands end: told what went wrong, or asked to stop."""

import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress

import typer


@contextmanager
def told(*expected: type[Exception]) -> Generator[None]:
    """Print an expected error as it words itself and leave with code 1. Anything else is a bug and shows its trace."""
    try:
        yield
    except expected as error:
        print(f"jawara: {error}", file=sys.stderr)
        raise typer.Exit(1) from error


@contextmanager
def stoppable() -> Generator[None]:
    """Let Ctrl-C and SIGTERM end what happens inside, through every `finally`. Being asked to stop is no error."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        yield
    print("\nStopped.")
