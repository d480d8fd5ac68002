"""What stands in for the outside in tests: a clock that is set, a letterbox, a printer and a stamp."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO

from pikepdf import Pdf

from api.mail import Mail, composed
from api.settings import Settings
from certificates.fields import CertificateFields

MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Surabaya."""


@dataclass(slots=True)
class SettableClock:
    """Stands still until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Move on by a timedelta's arguments and return the new time."""
        self.now += timedelta(**amount)
        return self.now


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it would have gone over the wire, and what it was made of."""

    mail: Mail
    message: EmailMessage

    @property
    def text(self) -> str:
        """The plain text."""
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def token(self) -> str:
        """The secret behind the # of the link."""
        return str(self.mail.facts["link"]).partition("#")[2]


@dataclass(slots=True)
class Letterbox:
    """A mailer that composes each message for real and keeps it. While `refusal` is set it accepts nothing."""

    settings: Settings
    letters: list[Letter] = field(default_factory=list[Letter])
    refusal: Exception | None = None

    async def __call__(self, mail: Mail) -> None:
        if self.refusal:
            raise self.refusal
        message = composed(mail, self.settings)
        message.as_bytes()
        self.letters.append(Letter(mail, message))

    def kinds(self, to: str | None = None) -> list[str]:
        """The templates sent so far, in order."""
        return [one.mail.template for one in self.letters if to in {None, one.mail.to}]

    def last(self, template: str) -> Letter:
        """The newest letter of a kind."""
        return next(one for one in reversed(self.letters) if one.mail.template == template)


def empty_pdf(title: str) -> bytes:
    """A PDF with one empty page."""
    written = BytesIO()
    with Pdf.new() as file:
        file.add_blank_page(page_size=(842, 595))
        file.docinfo["/Title"] = title
        file.save(written, deterministic_id=True)
    return written.getvalue()


@dataclass(slots=True)
class Printer:
    """A renderer that needs no browser. While `failure` is set it prints nothing."""

    printed: list[CertificateFields] = field(default_factory=list[CertificateFields])
    drawn: list[CertificateFields] = field(default_factory=list[CertificateFields])
    failure: Exception | None = None

    async def render(self, fields: CertificateFields) -> bytes:
        """A PDF with one empty page, titled by the number."""
        if self.failure:
            raise self.failure
        self.printed.append(fields)
        return empty_pdf(fields.number)

    async def picture(self, fields: CertificateFields) -> bytes:
        """Bytes that begin as WebP does and hold the name."""
        if self.failure:
            raise self.failure
        self.drawn.append(fields)
        return b"RIFF\0\0\0\0WEBP" + fields.name.encode()


async def stamp(pdf: bytes, when: datetime) -> bytes:
    """A signer that says when it signed."""
    return pdf + b"% signed " + when.isoformat().encode() + b"\n"
