"""Mail: a letter on its way: to whom, under which Message-ID, with which files; who sends it comes in from outside."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from api.letters import letter
from api.refusal import Language
from api.settings import Settings

TIMEOUT_SECONDS = 20

FACTS: Mapping[str, Mapping[str, type]] = {
    # Registration and the password. Links, in this order: /konfirmasi/#token, /masuk/, /biodata/, /pemulihan/#token,
    # /daftar/, and /pemulihan/ twice.
    "confirm": {"link": str},
    "known-address": {"link": str},
    "welcome": {"link": str},
    "recover": {"link": str},
    "recover-unknown": {"link": str},
    "password-changed": {"link": str},
    "session-ended": {"link": str},
    # Codes of six digits.
    "code": {"code": str, "minutes": int},
    "proof-code": {"code": str, "minutes": int},
    "email-change-code": {"code": str, "minutes": int},
    # Another address: the first two go to the old one (links: /akun/, the one that undoes it), the third to the new
    # one, the last to whoever has an account under it (link: /masuk/).
    "email-change-asked": {"new_masked": str, "link": str},
    "email-changed": {"old_masked": str, "new_masked": str, "link": str, "days": int},
    "email-changed-new": {},
    "email-taken": {"link": str},
    # Ways in. Links: /akun/.
    "new-device": {"device": str, "when": datetime, "link": str},
    "google-linked": {"google_email_masked": str, "link": str},
    "google-unlinked": {"link": str},
    "passkey-added": {"name": str, "link": str},
    "passkey-removed": {"link": str},
    # Classes.
    "result": {"course": str, "score": int, "passing_score": int, "passed": bool, "receipt": str, "link": str},
    # Of the attempt that changed most: `newly_passed` where it is the first pass, `passed` where there is one,
    # `others` counts further attempts that changed. Link: /hasil/ of that attempt.
    "question-withdrawn": {
        "course": str,
        "attempt": int,
        "old_score": int,
        "new_score": int,
        "passing_score": int,
        "passed": bool,
        "newly_passed": bool,
        "others": int,
        "link": str,
    },
    # `done` of `total` lessons, `complete` when all are, `last` when no further letter follows. Links: the class, and
    # /berhenti-pengingat/#token.
    "reminder": {
        "course": str,
        "done": int,
        "total": int,
        "complete": bool,
        "last": bool,
        "link": str,
        "stop": str,
    },
    "certificate": {"name": str, "course": str, "number": str, "code": str, "verify": str, "link": str},
    # The next version, with the PDF; and why it counts no more. Links: /sertifikat/.
    "certificate-replaced": {
        "name": str,
        "course": str,
        "number": str,
        "version": int,
        "code": str,
        "verify": str,
        "link": str,
    },
    "certificate-revoked": {"course": str, "number": str, "since": datetime, "reason": str, "link": str},
    # Personal data. `purpose` and `kind` are names of the contract (TRAINING, ACCESS); the letters have words for them.
    "erasure-asked": {"when": datetime, "link": str},
    "erasure-cancelled": {},
    "erased": {},
    "consent-withdrawn": {"purpose": str},
    "request-received": {"kind": str, "due": datetime},
    "request-answered": {"kind": str, "answer": str},
}
"""Every letter, and what its sources are told besides the site and the office."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A message before it is sent. `key` makes the Message-ID: mailboxes see the same cause, sent twice, as one."""

    template: str
    to: str
    key: str
    facts: dict[str, object]
    attachments: tuple[Attachment, ...] = ()
    language: Language = "id"
    one_click_stop: str = ""
    """Where a POST stops letters of this kind, for those that nobody asked for."""


Mailer = Callable[[Mail], Awaitable[None]]


def composed(mail: Mail, settings: Settings) -> EmailMessage:
    """The message as it goes over the wire: plain text, HTML, attachments. Header injection is refused by the library.

    Raises:
        TypeError: the facts are not those of the letter.
        ValueError: the recipient's address can't stand in a header.
    """
    _check(mail)
    name, address = parseaddr(settings.mail_from)
    domain = urlsplit(settings.public_url).hostname or "localhost"
    frame = {"site": settings.public_url, "office": settings.office_name}
    written = letter(mail.template, mail.language, mail.facts, frame)
    message = EmailMessage()
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = written.subject
    message["Message-ID"] = f"<{mail.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.one_click_stop:
        # RFC 8058: the mail programme shows a button of its own.
        message["List-Unsubscribe"] = f"<{mail.one_click_stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(written.text)
    message.add_alternative(written.html, subtype="html")
    for attachment in mail.attachments:
        main, sub = attachment.media_type.split("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    # Last: adding content moves such headers into the parts.
    message["Content-Language"] = mail.language
    return message


def _check(mail: Mail) -> None:
    """A letter with a gap or a date in the wrong form must fail here, not in somebody's mailbox."""
    wanted = FACTS[mail.template]
    wrong = [name for name, kind in wanted.items() if not isinstance(mail.facts.get(name), kind)]
    if wrong or mail.facts.keys() != wanted.keys():
        raise TypeError(f"The letter {mail.template} is told {sorted(mail.facts)}; it wants {dict(wanted)}.")


def smtp_mailer(settings: Settings) -> Mailer:
    """A mailer for SMTP_URL: smtp://host:port, smtp+starttls://user:password@host:port or smtps://user:password@host:port.

    The mailer raises `aiosmtplib.SMTPException` or `OSError` when the message was not accepted.
    """
    address = urlsplit(settings.smtp_url)

    async def send(mail: Mail) -> None:
        message = composed(mail, settings)
        await aiosmtplib.send(
            message,
            hostname=address.hostname,
            port=address.port,
            username=unquote(address.username) if address.username else None,
            password=unquote(address.password) if address.password else None,
            use_tls=address.scheme == "smtps",
            start_tls=address.scheme == "smtp+starttls",
            timeout=TIMEOUT_SECONDS,
        )

    return send
