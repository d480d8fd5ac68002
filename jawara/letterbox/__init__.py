"""The mailbox of a development system: a real SMTP server that keeps every letter, and pages to read them.

Nothing leaves the machine. What arrives is treated as hostile: it can hold anything that a stranger typed into a form.
"""

from jawara.letterbox.letters import Letter, Letters
from jawara.letterbox.pages import PREFIX, pages
from jawara.letterbox.smtp import HOST, listening

__all__ = ["HOST", "PREFIX", "Letter", "Letters", "listening", "pages"]
