"""From content/ to the site. Imports nothing of the API."""

import os
from collections.abc import Callable
from pathlib import Path

from courseware.processes import left_whole, uncollected
from courseware.release import ContentErrors, CourseRelease, Library
from jawara.console import told
from jawara.places import content_folders, kept_classes, kept_site
from jawara.standing import Standing, said
from sitegen import Proposal, SiteError, Workshop
from sitegen.data.authority import AuthorityData


def build(output: Path, base_url: str, home: Path, context: str, authority: str) -> None:
    """`context` is the host's word for what is built: production, deploy-preview, branch-deploy; empty elsewhere.
    `authority` is the text of the site's /data/v1/authority.json, empty where it has none.
    """
    with told(ContentErrors, SiteError), uncollected():
        standing = Standing(output, base_url, home, context, authority)
        shown = AuthorityData.model_validate_json(authority) if authority else None
        site = workshop(output, base_url, home, proposal_in(context), shown)
        classes = library(home, site.note)
        report = site.build(classes.release())
        standing.note(report.state, report.pages, report.bytes)
        left_whole(classes, site)
    print(said(report.pages, report.bytes, report.seconds, output))


def proposal_in(context: str) -> Proposal | None:
    """What the host's build says that it builds, where that isn't its production; None on one's own machine too."""
    if context in {"", "production"}:
        return None
    told_by = os.environ.get
    return Proposal(branch=told_by("HEAD", ""), commit=told_by("COMMIT_REF", ""), official=told_by("URL", ""))


def library(home: Path, beside: Callable[[CourseRelease], object] | None = None) -> Library:
    """The classes of content/, kept below `home` for the next process. What is kept holds the keys of evaluations.

    `beside` as in Library.
    """
    return Library(*content_folders(), cache=kept_classes(home), beside=beside)


def workshop(
    output: Path,
    base_url: str,
    home: Path,
    proposal: Proposal | None = None,
    authority: AuthorityData | None = None,
) -> Workshop:
    """Where the site of `output` is built; what the next process needs to go on is kept below `home`."""
    memory = kept_site(home, output, "json")
    return Workshop(output, base_url, memory=memory, proposal=proposal, authority=authority)
