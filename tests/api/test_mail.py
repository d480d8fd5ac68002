"""Messages: every template in both forms, nothing that a header or a page would take for more than text."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from api.mail import FOLDER, Attachment, Mail, composed
from api.settings import Settings

HOSTILE = '<script>alert("x")</script> & "Siti"'
LINK = "https://testserver/konfirmasi/#abc_DEF-123"
FACTS: dict[str, object] = {
    "link": LINK,
    "course": "Pemasaran untuk UMKM",
    "score": 85,
    "passing_score": 70,
    "passed": True,
    "name": "Siti Aminah",
    "number": "503.5/0001/SJ/2026",
    "code": "K7QF2-K7QF2-K7QF2-K7QF2",
    "verify": "https://testserver/v/K7QF2-K7QF2-K7QF2-K7QF2",
}
TEMPLATES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def mail(template: str, **changes: Any) -> Mail:
    made: dict[str, Any] = {"to": "siti@contoh.id", "key": f"{template}.1", "facts": FACTS} | changes
    return Mail(template, **made)


def parts(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def test_every_template_that_a_job_names_is_there() -> None:
    """And none that nobody sends."""
    sources = "".join(path.read_text(encoding="utf-8") for path in FOLDER.parent.rglob("jobs.py"))
    named = {name for name in TEMPLATES if f'"{name}"' in sources}
    assert named == set(TEMPLATES)
    assert len(TEMPLATES) == 8


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_message_has_text_and_html_and_says_the_same_link(settings: Settings, template: str) -> None:
    """Some read mail without pictures or HTML; nobody gets less."""
    message = composed(mail(template), settings)
    text, html = parts(message)
    assert LINK in text
    assert LINK in html
    assert message["To"] == "siti@contoh.id"
    assert message["Auto-Submitted"] == "auto-generated"
    assert 5 < len(str(message["Subject"])) < 80
    assert "\n" not in str(message["Subject"])
    assert settings.office_name in text
    assert "{" not in text + html.replace("{margin", "")
    assert "None" not in text
    for foreign in ("<script", "<img", "http://", "<link", "@import", "url("):
        assert foreign not in html


@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_words_stay_words(settings: Settings, template: str) -> None:
    """A name or a class's title is never markup."""
    facts = FACTS | {"course": HOSTILE, "name": HOSTILE, "number": HOSTILE}
    text, html = parts(composed(mail(template, facts=facts), settings))
    assert "<script>" not in html
    assert "&lt;script&gt;" not in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_can_be_left_out_by_mistake(settings: Settings, template: str) -> None:
    """A missing fact fails the job instead of mailing a gap."""
    with pytest.raises(UndefinedError):
        composed(mail(template, facts={}), settings)


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "siti@contoh.id\r\nBcc: korban@contoh.id"},
        {"to": "siti@contoh.id\nBcc: korban@contoh.id"},
        {"key": "a>\r\nBcc: korban@contoh.id"},
        {"facts": FACTS | {"course": "Kelas\r\nBcc: korban@contoh.id"}},
        {"facts": FACTS | {"course": "Kelas\n\nIsi palsu"}},
    ],
)
def test_no_field_writes_a_header(settings: Settings, changes: dict[str, Any]) -> None:
    """Refused by the library, or kept within its own header: never a second recipient."""
    try:
        message = composed(mail("result", **changes), settings)
    except ValueError:
        return
    assert message["Bcc"] is None
    assert "\nBcc:" not in message.as_string().partition("\n\n")[0]


def test_the_same_cause_has_the_same_message_id(settings: Settings) -> None:
    """A mailbox that gets it twice shows it once."""
    first, again = (composed(mail("confirm"), settings) for _ in range(2))
    other = composed(mail("confirm", key="confirm.2"), settings)
    assert first["Message-ID"] == again["Message-ID"] == "<confirm.1@testserver>"
    assert other["Message-ID"] != first["Message-ID"]


def test_the_sender_keeps_its_name(settings: Settings) -> None:
    """People open mail from a name that they know."""
    named = settings.model_copy(update={"mail_from": '"UPT Pelatihan, Jawa Timur" <upt@contoh.id>'})
    message = composed(mail("welcome"), named)
    assert message["From"].addresses[0].display_name == "UPT Pelatihan, Jawa Timur"
    assert message["From"].addresses[0].addr_spec == "upt@contoh.id"


def test_an_attachment_arrives_byte_for_byte(settings: Settings) -> None:
    """A signature breaks at one changed byte."""
    content = bytes(range(256)) * 40
    attached = (Attachment("sertifikat.pdf", "application/pdf", content),)
    message = composed(mail("certificate", attachments=attached), settings)
    (pdf,) = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type()) == ("sertifikat.pdf", "application/pdf")
    assert pdf.get_content() == content


def test_a_result_says_what_happened(settings: Settings) -> None:
    """Passed and not passed are two letters."""
    passed, _ = parts(composed(mail("result"), settings))
    failed, _ = parts(composed(mail("result", facts=FACTS | {"passed": False, "score": 40}), settings))
    assert "lulus" in passed
    assert "belum" in failed
    assert "40" in failed


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_three_files(template: str) -> None:
    """Subject, text and HTML; nothing else lies in the folder."""
    assert {path.name for path in (FOLDER / template).iterdir()} == {"subject.txt", "body.txt", "body.html"}
    assert Path(FOLDER / template / "subject.txt").read_text(encoding="utf-8").count("\n") <= 1
