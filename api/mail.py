"""Mail: a message is a folder of subject, text and HTML; who sends it comes in from outside."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.settings import Settings

FOLDER = Path(__file__).parent / "mails"
TIMEOUT_SECONDS = 20

_templates = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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


Mailer = Callable[[Mail], Awaitable[None]]


def composed(mail: Mail, settings: Settings) -> EmailMessage:
    """The message as it goes over the wire: plain text, HTML, attachments. Header injection is refused by the library.

    Raises:
        ValueError: the recipient's address can't stand in a header.
    """
    name, address = parseaddr(settings.mail_from)
    domain = urlsplit(settings.public_url).hostname or "localhost"
    facts = {"site": settings.public_url, "office": settings.office_name, **mail.facts}
    message = EmailMessage()
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = _templates.get_template(f"{mail.template}/subject.txt").render(facts).strip()
    message["Message-ID"] = f"<{mail.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "id"
    message.set_content(_templates.get_template(f"{mail.template}/body.txt").render(facts))
    message.add_alternative(_templates.get_template(f"{mail.template}/body.html").render(facts), subtype="html")
    for attachment in mail.attachments:
        main, sub = attachment.media_type.split("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    return message


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
