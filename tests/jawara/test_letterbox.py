"""The mailbox of a development system: what is sent is what is shown, and hostile letters do no harm."""

import asyncio
import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from jawara.letterbox import Letters, listening, pages
from jawara.letterbox.letters import KEPT, parse

MOMENT = datetime(2026, 3, 1, 4, 5, 6, tzinfo=UTC)
LETTER_ID = "20260301T040506000000-0123abcd"


@pytest.fixture
def letters(tmp_path: Path) -> Letters:
    return Letters(tmp_path / "mail")


@pytest.fixture
def client(letters: Letters) -> TestClient:
    return TestClient(pages(letters))


def letter(
    subject: str = "Konfirmasi akun", text: str = "Buka http://localhost:8000/konfirmasi/#abc-1."
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Si-Jawara+ <si-jawara@localhost>"
    message["To"] = "siti@example.com"
    message["Subject"] = subject
    message.set_content(text)
    return message


def keep(letters: Letters, message: EmailMessage, to: str = "siti@example.com", at: datetime = MOMENT) -> str:
    return letters.keep(message.as_bytes(), "si-jawara@localhost", [to], at)


async def test_a_letter_sent_by_smtp_is_readable_in_the_browser(letters: Letters, client: TestClient) -> None:
    """The whole way: the same protocol as in production, so that the mailer is not tested against a stand-in."""
    message = letter("Sertifikat Anda – selesai")
    message.add_alternative("<h1>Selamat</h1>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="sertifikat.pdf")

    def send(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            smtp.send_message(message)

    async with listening(letters) as port:
        await asyncio.to_thread(send, port)

    found = client.get("/kotak-surat/api/messages", params={"to": "SITI@example.com"}).json()
    assert [one["subject"] for one in found] == ["Sertifikat Anda – selesai"]
    assert found[0]["links"] == ["http://localhost:8000/konfirmasi/#abc-1"]
    assert found[0]["attachments"] == [{"name": "sertifikat.pdf", "type": "application/pdf", "bytes": 8, "number": 0}]
    assert "Sertifikat Anda – selesai" in client.get("/kotak-surat/").text
    page = client.get(f"/kotak-surat/{found[0]['id']}/").text
    assert '<a href="http://localhost:8000/konfirmasi/#abc-1" rel="noreferrer">' in page
    assert client.get(f"/kotak-surat/{found[0]['id']}/lampiran/0").content == b"%PDF-1.7"


async def test_the_port_is_free_again_after_the_server_stopped(letters: Letters) -> None:
    """A second start must not find its own predecessor."""
    async with listening(letters) as port:
        pass
    async with listening(letters, port) as again:
        assert again == port


def test_the_newest_letter_comes_first(letters: Letters, client: TestClient) -> None:
    """Whoever looks into the mailbox waits for what was sent just now."""
    for minute, subject in enumerate(("satu", "dua", "tiga")):
        keep(letters, letter(subject), at=MOMENT + timedelta(minutes=minute))
    assert [one["subject"] for one in client.get("/kotak-surat/api/messages").json()] == ["tiga", "dua", "satu"]


def test_only_the_letters_to_an_address_are_given(letters: Letters, client: TestClient) -> None:
    """By the recipient of the delivery: the header may name nobody, or somebody else."""
    keep(letters, letter("untuk Siti"))
    keep(letters, letter("untuk Budi"), to="budi@example.com")
    found = client.get("/kotak-surat/api/messages", params={"to": "budi@example.com"}).json()
    assert [one["subject"] for one in found] == ["untuk Budi"]


def test_the_oldest_letters_go_when_the_box_is_full(letters: Letters) -> None:
    """A development machine that runs for months must not fill its disk with mail."""
    first = keep(letters, letter("pertama"))
    for second in range(KEPT):
        keep(letters, letter(), at=MOMENT + timedelta(seconds=second + 1))
    assert letters.find(first) is None
    assert sum(1 for _ in letters.newest()) == KEPT


def test_words_of_a_letter_are_never_markup(letters: Letters, client: TestClient) -> None:
    """Names and subjects come from forms that strangers fill in."""
    attack = '<script>alert(1)</script>"onmouseover=x'
    message = letter(f"{attack} subject", f"{attack} http://x.example/<script>")
    message.add_attachment(b"x", maintype="text", subtype="html", filename=f"{attack}.html")
    letter_id = keep(letters, message)
    for page in ("/kotak-surat/", f"/kotak-surat/{letter_id}/"):
        answer = client.get(page)
        assert "<script" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"]


def test_the_html_of_a_letter_is_shown_in_a_sandbox(letters: Letters, client: TestClient) -> None:
    """It shares the site's origin: a script in it could act as the person who is signed in."""
    message = letter()
    message.add_alternative("<html><head></head><script>fetch('/graphql')</script></html>", subtype="html")
    answer = client.get(f"/kotak-surat/{keep(letters, message)}/isi.html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert '<head><base target="_blank">' in answer.text


def test_an_attachment_is_downloaded_and_never_shown(letters: Letters, client: TestClient) -> None:
    """An attached page would run on the site's origin if the browser opened it."""
    message = letter()
    message.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename="a\r\nb/../ü.html")
    answer = client.get(f"/kotak-surat/{keep(letters, message)}/lampiran/0")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "/" not in answer.headers["content-disposition"].partition("''")[2]


@pytest.mark.parametrize("letter_id", ["..%2f..%2fjawara", "x", "20260301T040506000000-0123abcz", LETTER_ID])
def test_an_unknown_letter_is_not_found(client: TestClient, letter_id: str) -> None:
    """Only ids that we gave reach the file system."""
    assert client.get(f"/kotak-surat/{letter_id}/").status_code == 404


def test_a_letter_cannot_rewrite_its_own_envelope(letters: Letters) -> None:
    """A first line that begins with a space continues the header before it."""
    letter_id = letters.keep(
        b" budi@example.com\r\nX-Envelope-To: eve@example.com\r\n\r\nhai", "a@b", ["siti@c"], MOMENT
    )
    found = letters.find(letter_id)
    assert found is not None
    assert found.recipients == ("siti@c",)


HEADERS = st.sampled_from(
    ["Subject", "From", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "X-Envelope-To"]
)
VALUES = st.text(max_size=30) | st.sampled_from(
    [
        "=?utf-8?b?!!!?=",
        "=?nothing?q?x?=",
        "=?idna?q?=ff?=",
        "text/plain; charset=punycode",
        "text/plain; charset*=a'b'%ff",
        "text/html; charset=\x00",
        "multipart/mixed",
        'multipart/mixed; boundary="b"',
        "attachment; filename*=x'y'%e9",
        "attachment; filename*0*=utf-8''%ff; filename*1*=%",
        "base64",
        "x-uuencode",
        "quoted-printable",
    ]
)


@given(st.lists(st.tuples(HEADERS, VALUES), max_size=6), st.binary(max_size=200))
def test_no_letter_can_break_the_mailbox(headers: list[tuple[str, str]], body: bytes) -> None:
    """One broken letter would hide all the others, since the list reads every one."""
    source = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers) + b"\r\n--b\r\n" + body
    found = parse(LETTER_ID, source)
    assert found.subject.encode("utf-8").count(b"\n") == 0
    assert all(found.text_pieces)
