"""Renders the public half of a release into the files of the site."""

from sitegen.builder import BuildReport, Workshop, build
from sitegen.leaks import LeakFound
from sitegen.proposal import Proposal
from sitegen.trouble import SiteError

__all__ = ["BuildReport", "LeakFound", "Proposal", "SiteError", "Workshop", "build"]
