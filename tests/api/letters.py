"""Facts for every letter, and what a person reads of one."""

from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from api.mail import FACTS, Mail
from api.refusal import Language

LINK = "https://testserver/konfirmasi/#abc_DEF-123"
WORDS: dict[str, object] = {
    "course": "Pemasaran untuk UMKM",
    "name": "Siti Aminah",
    "number": "503.5/0001/SJ/2026",
    "version": 2,
    "code": "048210",
    "verify": "https://testserver/v/K7QF2-K7QF2-K7QF2-K7QF2",
    "link": LINK,
    "device": "Chrome di Android",
    "google_email_masked": "s•••@gmail.com",
    "old_masked": "s•••@contoh.id",
    "new_masked": "a•••@gmail.com",
    "purpose": "REPORTING",
    "kind": "ACCESS",
    "answer": "Salinan data Anda ada di halaman akun.",
    "score": 85,
    "passing_score": 70,
    "receipt": "4K7-M0F-R2W",
    "old_score": 60,
    "new_score": 75,
    "newly_passed": True,
    "attempt": 2,
    "others": 1,
    "passed": True,
    "minutes": 10,
    "done": 4,
    "total": 10,
    "complete": False,
    "last": True,
    "stop": "https://testserver/berhenti-pengingat/#abc_DEF-123",
    "days": 7,
    "reason": "Evaluasi dikerjakan oleh orang lain.",
    "since": datetime(2026, 3, 2, 2, 5, tzinfo=UTC),
    "when": datetime(2026, 3, 2, 2, 5, tzinfo=UTC),
    "due": datetime(2026, 3, 31, 20, 0, tzinfo=UTC),
}
CHOSEN = {"purpose", "kind"}
"""Facts that are one of a few names: nobody outside writes them."""


def mail(template: str, language: Language = "id", **changes: Any) -> Mail:
    """A letter with likely facts; `facts` replaces some of them."""
    facts = {name: WORDS[name] for name in FACTS[template]} | changes.pop("facts", {})
    made: dict[str, Any] = {"to": "siti@contoh.id", "key": f"{template}.1", "facts": facts, "language": language}
    return Mail(template, **made | changes)


def parts(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


class Page(HTMLParser):
    """What a reader sees of the HTML, its language, and the elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen = ""
        self.elements: list[tuple[str, list[str]]] = []
        self.links: list[str | None] = []
        self.language: str | None = None
        self._within: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"meta", "br"}:
            self.seen += "\n"
            return
        self._within.append(tag)
        self.elements.append((tag, list(given)))
        if tag == "a":
            self.links.append(given["href"])
        if tag == "html":
            self.language = given["lang"]

    def handle_endtag(self, tag: str) -> None:
        assert self._within.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self._within):
            self.seen += data
