"""`python -m benchmarks [name ...]`: all measurements, or the named ones."""

import sys
from collections.abc import Callable

from benchmarks import builders, certificates, delivery, items, lighthouse, preview, requests, security, sign_in, site
from benchmarks.load import cohort
from benchmarks.typesetters import beside

MEASUREMENTS: dict[str, Callable[[], None]] = {
    "delivery": delivery.main,
    "certificates": certificates.main,
    "site": site.main,
    "preview": preview.main,
    "requests": requests.main,
    "sign-in": sign_in.main,
    "security": security.main,
    "items": items.main,
}
# Named alone: they take minutes, and install the programs of others.
ASKED_FOR: dict[str, Callable[[], None]] = {
    "builders": builders.main,
    "lighthouse": lighthouse.main,
    "load": cohort.main,
    "typesetters": beside.main,
    "many-certificates": lambda: delivery.main(delivery.MANY),
}


def main(names: list[str]) -> int:
    """Run the measurements in turn, or the named ones; unknown names are an error."""
    every = MEASUREMENTS | ASKED_FOR
    unknown = [name for name in names if name not in every]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(every)}.")
        return 2
    for name in names or MEASUREMENTS:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        every[name]()
    return 0


sys.exit(main(sys.argv[1:]))
