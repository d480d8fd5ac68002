"""What Markdown doesn't take stays on the page as it was typed: signs by which an editor's slip is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Slip:
    """`sign` stands in every text that the pattern finds: looked for first, since hardly any text has it."""

    sign: str
    pattern: re.Pattern[str]
    code: str


_SLIPS = (
    _Slip(
        "<",
        re.compile(
            r"</?[a-z][a-z0-9-]*(?:\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>|<!--",
            re.IGNORECASE,
        ),
        "html",
    ),
    _Slip("](", re.compile(r"\]\(\s*<?(?:javascript|vbscript|file|data):", re.IGNORECASE), "bad-target"),
    _Slip("](", re.compile(r"\]\((?!\s*<?(?:javascript|vbscript|file|data):)[^()\n]*\)", re.IGNORECASE), "broken-link"),
    _Slip(":::", re.compile(r"^\s*:::", re.MULTILINE), "indented-box"),
    _Slip("{#", re.compile(r"\{#[^{}]*\}\s*$", re.MULTILINE), "stray-id"),
    _Slip("[^", re.compile(r"\[\^[^\]\s]+\]"), "footnote-absent"),
)
_SIGNS = re.compile("|".join(map(re.escape, ["&", "\\", *(slip.sign for slip in _SLIPS)])))


def may_slip(text: str) -> bool:
    """Whether a text as it was written can hold a slip; an entity or a backslash may spell any sign."""
    return bool(_SIGNS.search(text))


def slips(text: str) -> Iterator[tuple[int, str, str]]:
    """Line from the first, key of check-markdown, what was typed: the first slip of each kind."""
    for slip in _SLIPS:
        if slip.sign in text and (found := slip.pattern.search(text)):
            yield text.count("\n", 0, found.start()), slip.code, found.group().strip()[:40]
