"""From content/ to the site. Imports nothing of the API."""

from hashlib import sha256
from pathlib import Path

from courseware.release import ContentErrors, Library
from jawara.console import told
from jawara.places import content_folders, kept_classes
from sitegen import SiteError, Workshop


def build(output: Path, base_url: str, home: Path) -> None:
    with told(ContentErrors, SiteError):
        report = workshop(output, base_url, home).build(library(home).release())
    print(f"{report.pages} pages, {report.bytes / 1e6:.1f} MB in {report.seconds:.1f} s: {output}")


def library(home: Path) -> Library:
    """The classes of content/, kept below `home` for the next process. What is kept holds the keys of evaluations."""
    return Library(*content_folders(), cache=kept_classes(home))


def workshop(output: Path, base_url: str, home: Path) -> Workshop:
    """Where the site of `output` is built; what the next process needs to go on is kept below `home`."""
    place = sha256(str(output.resolve()).encode()).hexdigest()[:8]
    return Workshop(output, base_url, memory=home / "cache" / f"site-{place}.json")
