"""Mail: what a message carries besides its letter, and nothing that a header would take for more than text."""

import ast
from datetime import UTC, datetime
from typing import Any

import pytest

from api.letters import FOLDER
from api.mail import FACTS, Attachment, composed
from api.refusal import LANGUAGES, Language
from api.settings import Settings
from tests.api.letters import mail, parts


def test_every_letter_that_a_job_sends_is_there() -> None:
    """A name that is misspelt would fail only when somebody waits for the letter."""
    named: set[str] = set()
    for path in FOLDER.parent.rglob("jobs.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) == "Mail"
                and isinstance(node.args[0], ast.Constant)
            ):
                named.add(str(node.args[0].value))
    assert named
    assert named <= set(FACTS)


@pytest.mark.parametrize("template", FACTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_says_what_it_is(settings: Settings, template: str, language: Language) -> None:
    """Whom it is for, in which language, and that no person wrote it; some read it without HTML."""
    message = composed(mail(template, language), settings)
    text, html = parts(message)
    assert message["To"] == "siti@contoh.id"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == language
    assert settings.office_name in text
    assert f'<html lang="{language}">' in html
    assert message.as_bytes()


def test_letters_are_indonesian_unless_asked_otherwise(settings: Settings) -> None:
    """The office's language."""
    assert composed(mail("welcome"), settings)["Content-Language"] == "id"


@pytest.mark.parametrize(
    ("template", "facts"),
    [
        ("confirm", {}),
        ("new-device", {"device": "Chrome", "link": "https://testserver/akun/"}),
        ("new-device", {"device": "Chrome", "link": "https://testserver/akun/", "when": "2026-03-02T02:00:00Z"}),
        ("erased", {"link": "https://testserver/akun/"}),
        ("code", {"code": 48210, "minutes": 10}),
    ],
)
def test_facts_that_are_not_those_of_the_letter_stop_it(
    settings: Settings, template: str, facts: dict[str, object]
) -> None:
    """A failed job is seen and repeated; a letter with a gap is gone."""
    whole = mail(template)
    whole.facts.clear()
    whole.facts.update(facts)
    with pytest.raises(TypeError, match=template):
        composed(whole, settings)


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "siti@contoh.id\r\nBcc: korban@contoh.id"},
        {"to": "siti@contoh.id\nBcc: korban@contoh.id"},
        {"key": "a>\r\nBcc: korban@contoh.id"},
    ],
)
def test_no_address_or_key_writes_a_header(settings: Settings, changes: dict[str, Any]) -> None:
    """Refused by the library."""
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        composed(mail("result", **changes), settings)


@pytest.mark.parametrize(
    "course", ["Kelas\r\nBcc: korban@contoh.id", "Kelas\n\nIsi palsu", "Kelas\rBcc: x", "K\u2028B: x"]
)
def test_no_fact_writes_a_header(settings: Settings, course: str) -> None:
    """The subject stays one line, and the message goes out all the same."""
    message = composed(mail("result", facts={"course": course}), settings)
    assert message["Bcc"] is None
    assert len(str(message["Subject"]).splitlines()) == 1
    head = message.as_string().partition("\n\n")[0]
    assert "\nBcc:" not in head
    assert "palsu" in head or "palsu" not in course


def test_a_long_title_is_cut_in_the_subject_and_whole_in_the_letter(settings: Settings) -> None:
    """Phones show some forty letters of it."""
    title = "Pemasaran Digital bagi Pelaku Usaha Mikro, Kecil, dan Menengah di Jawa Timur"
    message = composed(mail("certificate", facts={"course": title}), settings)
    assert message["Subject"] == "Sertifikat Anda: Pemasaran Digital bagi Pelaku Usaha Mikro, Kecil, da…"
    assert all(title in part for part in parts(message))


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


def test_a_moment_is_told_in_the_readers_language(settings: Settings) -> None:
    """Facts come as datetimes, so that nobody upstream has to know the language."""
    when = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
    said: dict[Language, str] = {"id": "4 Maret 2026 pukul 09.00 WIB", "en": "4 March 2026 at 09:00 WIB (UTC+7)"}
    for language, words in said.items():
        text, html = parts(composed(mail("erasure-asked", language, facts={"when": when}), settings))
        assert words in text
        assert words in html
