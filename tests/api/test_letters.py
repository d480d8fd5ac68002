"""Letters: both languages and both forms say the same, and a fact is never more than text."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError, meta

from api.accounts.rules import RECOVERY_LIFE, REGISTRATION_LIFE
from api.letters import FOLDER, Letter, letter
from api.mail import FACTS
from api.refusal import LANGUAGES, Language
from tests.api.letters import CHOSEN, LINK, Page, mail

FRAME = {"site": "https://testserver", "office": "UPT Pelatihan Koperasi UKM"}
HARMLESS = {"result", "question-withdrawn", "certificate", "reminder"}
"""Letters that nobody's misuse can cause; every other one says what to do when it wasn't you."""
NOT_YOU: dict[Language, str] = {"id": "> **Bukan Anda?** ", "en": "> **Not you?** "}
QUOTED = {"answer", "reason"}
"""Facts in somebody else's words, whose lines are kept."""
HOSTILE = (
    '<script>alert("x")</script> & "Siti" <a href=//x.example>',
    "**tebal** [klik](https://x.example) <https://x.example> > # | `",
    "{{ 7 * 7 }} {% if %} {# #} ${x} %s {0}",
    "Siti\r\nBcc: korban@contoh.id\r\n\r\n[Masuk](https://x.example)",
    "'\"><img src=x onerror=alert(1)> \u202egnol\u2028\x00\ud800",
)
LETTERS = pytest.mark.parametrize(("template", "language"), [(name, one) for name in FACTS for one in LANGUAGES])


def written(template: str, language: Language, **facts: Any) -> Letter:
    return letter(template, language, mail(template, facts=facts).facts, FRAME)


def source(template: str, language: Language) -> str:
    return (FOLDER / template / f"{language}.md").read_text(encoding="utf-8")


def kinds(template: str, language: Language) -> list[str]:
    """How a source's blocks begin, in order."""
    blocks = re.split(r"\n{2,}", source(template, language).strip())
    return [block if block.startswith("{%") else re.sub(r"[^#>\[|]", "", block[0]) for block in blocks]


def one_line(text: str) -> str:
    """What is left of a fact: everything but line breaks, halves of signs and turns of direction."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ", text)


def body(text: str) -> str:
    """Without the closing, which HTML words otherwise."""
    return re.split(r"\n\n(?:Salam|Kind regards),\n", text)[0]


def test_every_letter_has_a_source_in_each_language_and_nothing_else() -> None:
    """Nobody gets a letter in a language they did not choose; no source is left that nothing names."""
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*")}
    assert there == {f"{name}/{language}.md" for name in FACTS for language in LANGUAGES}


@LETTERS
def test_a_source_uses_exactly_the_facts_of_its_letter(template: str, language: Language) -> None:
    """A fact that one language forgets is a reader who is not told."""
    used = meta.find_undeclared_variables(Environment(autoescape=True).parse(source(template, language)))
    assert used - {"site", "office", "words"} == set(FACTS[template])


@pytest.mark.parametrize("template", FACTS)
def test_both_languages_are_built_alike(template: str) -> None:
    """The same paragraphs, buttons and notes in the same order, in sentences of their own."""
    assert kinds(template, "id") == kinds(template, "en")
    assert not set(source(template, "id").splitlines()[::2]) & {
        line for line in source(template, "en").splitlines()[::2] if len(line) > 30
    }


@LETTERS
def test_both_forms_say_the_same(template: str, language: Language) -> None:
    """Some read mail without HTML; nobody gets less."""
    made = written(template, language)
    page = Page(made.html)
    for line in body(made.text).splitlines():
        assert line.removeprefix("> ").removesuffix(":") in page.seen
    assert made.subject in page.seen
    assert FRAME["office"] in made.text
    assert FRAME["office"] in page.seen
    assert page.language == language
    assert set(filter(None, page.links)) == set(re.findall(r"https://\S+", made.text))
    if "link" in FACTS[template]:
        assert made.text.count(LINK) == 1


@LETTERS
def test_a_letter_is_complete_short_and_fetches_nothing(template: str, language: Language) -> None:
    """It is read on a telephone, in a list that shows the subject's beginning, and often without a network."""
    made = written(template, language)
    assert 10 < len(made.subject) <= 70
    assert len(body(made.text).split()) < 110
    for left_over in ("{", "}", "**", "](", "None", "Undefined", "\n\n\n"):
        assert left_over not in made.text
    visible = re.sub(r"<style>.*?</style>", "", made.html, flags=re.DOTALL)
    for foreign in ("{", "}", "**", "None", "built-in", "<script", "<img", "<link", "@import", "url(", "http://"):
        assert foreign not in visible


@pytest.mark.parametrize("template", sorted(set(FACTS) - HARMLESS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_about_an_account_says_what_to_do_when_it_was_not_you(template: str, language: Language) -> None:
    """The owner is often the first who can notice a theft."""
    assert source(template, language).count(f"\n{NOT_YOU[language]}") == 1
    note = source(template, language).partition(NOT_YOU[language])[2].partition("\n\n")[0]
    assert len(note.split()) >= 5


@pytest.mark.parametrize("template", sorted(name for name in FACTS if "minutes" in FACTS[name]))
def test_a_code_says_how_long_it_lives_and_that_nobody_may_ask_for_it(template: str) -> None:
    """Codes are talked out of people by telephone."""
    said: dict[Language, tuple[str, str]] = {
        "id": ("10 menit", "Petugas tidak pernah memintanya."),
        "en": ("10 minutes", "The office never asks for it."),
    }
    for language, (life, warning) in said.items():
        text = written(template, language).text
        assert life in text
        assert warning in text
        assert "\n\n048210\n\n" in text


def test_links_live_as_long_as_the_letters_say() -> None:
    """The sentence and the rule stand in two places."""
    assert timedelta(days=2) == REGISTRATION_LIFE
    assert timedelta(hours=1) == RECOVERY_LIFE
    assert "2 hari" in written("confirm", "id").text
    assert "2 days" in written("confirm", "en").text
    assert "1 jam" in written("recover", "id").text
    assert "1 hour" in written("recover", "en").text
    assert "7 hari" in written("email-changed", "id").text
    assert "7 days" in written("email-changed", "en").text


@LETTERS
def test_hostile_words_stay_words(template: str, language: Language) -> None:
    """Names, titles, devices and answers come from strangers: no markup, no line, no letter of their own."""
    calm = written(template, language)
    strings = [name for name, kind in FACTS[template].items() if kind is str and name not in CHOSEN]
    for attack in HOSTILE:
        made = written(template, language, **dict.fromkeys(strings, attack))
        page = Page(made.html)
        assert page.elements == Page(calm.html).elements
        for name in strings:
            expected = attack.splitlines() if name in QUOTED else [attack]
            for line in map(one_line, expected):
                assert line in made.text
                assert line in page.seen
        if QUOTED.isdisjoint(strings):
            assert len(made.text.splitlines()) == len(calm.text.splitlines())
        assert len(made.subject) <= 70
        made.text.encode()
        made.html.encode()


@given(name=st.text(max_size=60), course=st.text(max_size=200))
def test_no_fact_changes_the_shape_of_a_letter(name: str, course: str) -> None:
    """Whatever was not thought of above."""
    made, calm = written("certificate", "id", name=name, course=course), written("certificate", "id")
    assert Page(made.html).elements == Page(calm.html).elements
    assert len(made.text.splitlines()) == len(calm.text.splitlines())
    assert one_line(name) in made.text
    assert "\n" not in made.subject


def test_an_answer_keeps_its_lines_and_is_seen_to_be_quoted() -> None:
    """Staff write paragraphs; none of them can pass for the letter's own words."""
    made = written("request-answered", "id", answer="Sudah diperbaiki.\r\n\r\n[Masuk](https://x.example)\n")
    assert "\n\n> Sudah diperbaiki.\n> \n> [Masuk](https://x.example)\n\n" in made.text
    assert "Sudah diperbaiki.<br>\n<br>\n[Masuk](https://x.example)<br>" in made.html


def test_moments_are_written_in_words_and_in_the_time_of_east_java() -> None:
    """Twenty past midnight in Surabaya is the day before in UTC."""
    when = datetime(2026, 8, 16, 17, 20, tzinfo=UTC)
    assert "Waktu: 17 Agustus 2026 pukul 00.20 WIB" in written("new-device", "id", when=when).text
    assert "Time: 17 August 2026 at 00:20 WIB (UTC+7)" in written("new-device", "en", when=when).text


def test_a_result_says_what_happened() -> None:
    """Passed and not passed are two letters."""
    passed, failed = written("result", "id"), written("result", "id", passed=False, score=40)
    assert (passed.subject, failed.subject) == (
        "Anda lulus evaluasi: Pemasaran untuk UMKM",
        "Hasil evaluasi Anda: Pemasaran untuk UMKM",
    )
    assert "Sertifikat Anda sedang dibuat" in passed.text
    assert "belum mencapai nilai minimal" in failed.text
    assert "Nilai Anda: 40\nNilai minimal: 70" in failed.text
    assert "Sertifikat" not in failed.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_purpose_and_request_has_its_words(language: Language) -> None:
    """Names of the contract are no words for a reader."""
    for purpose in ("TRAINING", "REPORTING", "ACCOMMODATION"):
        assert purpose not in written("consent-withdrawn", language, purpose=purpose).text
    for kind in ("ACCESS", "CORRECTION", "ERASURE", "WITHDRAWAL"):
        assert kind not in written("request-received", language, kind=kind).text
    with pytest.raises(UndefinedError):
        written("request-received", language, kind="OTHER")


def test_withdrawing_the_consent_to_classes_is_another_letter() -> None:
    """Only it stops the classes; only the others erase at once."""
    training = written("consent-withdrawn", "id", purpose="TRAINING").text
    reporting = written("consent-withdrawn", "id").text
    assert "Kelas berhenti" in training
    assert "sudah dihapus" not in training
    assert "sudah dihapus" in reporting
    assert "Kelas berhenti" not in reporting


def test_the_preview_in_a_list_of_letters_is_the_first_paragraph_and_holds_no_code() -> None:
    """Lists are read over shoulders, and on locked telephones."""
    made = written("code", "id")
    (preview,) = re.findall(r'<div style="display:none">(.*?)</div>', made.html)
    assert preview.startswith("Anda menerima surat ini karena kode masuk diminta")
    assert "048210" not in preview + made.subject


def test_people_are_addressed_formally() -> None:
    """Anda, with its capital; never kamu."""
    for template in FACTS:
        assert not re.search(r"\b(kamu|anda|kau|mu)\b", source(template, "id")), template
