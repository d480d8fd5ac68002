"""A site that shows what is proposed: a deploy preview, or the deploy of a branch. Anybody who has its address can read
it, so it holds what the official site would hold and nothing more, and says of itself that it isn't that one.
"""

from dataclasses import dataclass

_SHORT_COMMIT = 8

# In `_headers`, since netlify.toml can't tell contexts apart.
HEADERS = "/*\n  X-Robots-Tag: noindex\n"
# Crawlers may come: they would not see otherwise that they are asked to leave the pages out.
ROBOTS = "User-agent: *\nDisallow: /graphql\nDisallow: /files/\n"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where it comes from, and the address of the official site; each may be empty."""

    branch: str = ""
    commit: str = ""
    official: str = ""

    @property
    def state(self) -> str:
        """The commit as people name it."""
        return self.commit[:_SHORT_COMMIT]
