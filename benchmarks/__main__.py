"""`python -m benchmarks [name ...]`: all measurements, or the named ones."""

import asyncio
import sys
from collections.abc import Callable

from benchmarks import certificates, delivery, lighthouse, requests, security, sign_in, site

MEASUREMENTS: dict[str, Callable[[], None]] = {
    "delivery": lambda: asyncio.run(delivery.main()),
    "certificates": certificates.main,
    "site": site.main,
    "requests": requests.main,
    "sign-in": sign_in.main,
    "security": security.main,
    "lighthouse": lighthouse.main,
}
ONLY_BY_NAME = {"lighthouse"}
"""Those that take minutes and fetch other programs first."""


def main(names: list[str]) -> int:
    """Run the measurements in turn, or the named ones; unknown names are an error."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(MEASUREMENTS)}.")
        return 2
    for name in names or [name for name in MEASUREMENTS if name not in ONLY_BY_NAME]:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        MEASUREMENTS[name]()
    return 0


sys.exit(main(sys.argv[1:]))
