"""The QR code's own statement: true by itself, small enough to scan, and of no use once anything is changed."""

from dataclasses import replace
from datetime import date
from hashlib import sha512
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.certification import claim
from api.certification.rules import new_code
from api.verification_keys import VerificationKeys, make_verification_key
from certificates.fields import CertificateFields, SyllabusLine, faults_in
from certificates.qr import MODULES_MOST, PRINTED_MM, QUIET_ZONE, is_scannable
from certificates.words import composed
from courseware.release import compile_release
from tests.api.certification.claims import read_claim, repacked

COURSES = Path(__file__).parents[3] / "content" / "courses"
SCRIPT = Path(__file__).parents[3] / "site" / "scripts" / "verification" / "common-words.ts"
LONGEST_NAME = (
    "R. M. Panji Bambang Soebagyo Hadiningrat Kusumowardhani Tjokroadisoerjo "
    "Wirjosandjojo Prawirodirdjo, S.E., M.M., Ak., CA"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_verification_key(folder, "2026-1")
    return folder


@pytest.fixture(scope="module")
def keys(folder: Path) -> VerificationKeys:
    return VerificationKeys.load(folder)


def certificate(
    name: str = "Siti Aminah", *, syllabus: tuple[SyllabusLine, ...] = (SyllabusLine("Mengenal pembeli", 7),)
) -> CertificateFields:
    code = new_code()
    return CertificateFields(
        number="503.5/0001/SJ/2026", version=1, code=code, name=name, course_title="Pemasaran Digital untuk UMKM",
        hours=2, score=92, completed_on=date(2026, 11, 20), issued_on=date(2026, 11, 23), place="Surabaya",
        signer_name="Dra. Contoh Pejabat, M.M.", signer_title="Kepala UPT Pelatihan Koperasi UKM",
        signer_nip="19700101 199503 2 001",
        office="UPT Pelatihan Koperasi UKM, Dinas Koperasi dan UKM Provinsi Jawa Timur",
        verify_url=f"https://si-jawara.jatimprov.example/v/{code}", syllabus=syllabus,
    )  # fmt: skip


def stated(fields: CertificateFields) -> list[str]:
    return [*claim.lines(fields), *claim.syllabus_lines(fields)]


def test_the_statement_is_what_is_printed(keys: VerificationKeys) -> None:
    """Read by a library that isn't ours."""
    fields = certificate("  Siti\u0020\u0020Amina\u0301h ")
    sealed = claim.sealed(fields, keys)
    lines = read_claim(sealed.verify_url, keys.jwks()) or []
    assert lines == stated(fields)
    assert lines[:7] == [
        "503.5/0001/SJ/2026", "1", "Siti Amináh", "Pemasaran Digital untuk UMKM", "2", "92", "2026-11-20",
    ]  # fmt: skip
    assert lines[-1] == "7 Mengenal pembeli"
    assert claim.address(sealed) == fields.verify_url


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=120))
def test_any_name_comes_back(keys: VerificationKeys, name: str) -> None:
    """Javanese, Arabic, Chinese: the letters of a name are no reason to leave it out."""
    fields = certificate(name)
    assert read_claim(claim.sealed(fields, keys).verify_url, keys.jwks()) == stated(fields)


@settings(max_examples=40)
@given(st.none() | st.integers(0, 100) | st.text(min_size=1, max_size=20))
def test_one_line_states_the_result(keys: VerificationKeys, result: int | str | None) -> None:
    """A number is a score and other words are a level, so that codes of before there were levels say what they said."""
    word = result if isinstance(result, str) else None
    fields = replace(certificate(), score=result if isinstance(result, int) else None, level=word)
    assume(not faults_in(fields))
    lines = read_claim(claim.sealed(fields, keys).verify_url, keys.jwks()) or []
    assert (len(lines), lines[6:]) == (14, stated(fields)[6:])
    assert lines[5] == ("" if result is None else " ".join(composed(str(result)).split()))
    assert lines[5].isdecimal() == isinstance(result, int)


def test_another_level_is_not_what_was_signed(keys: VerificationKeys) -> None:
    """Whoever packs better words behind the signature of the office's own states nothing."""
    fields = replace(certificate(), score=None, level="Cukup")
    address = claim.sealed(fields, keys).verify_url
    assert read_claim(repacked(address, ("Cukup", "Cukup")), keys.jwks()) == stated(fields)
    assert read_claim(repacked(address, ("Cukup", "Sangat baik")), keys.jwks()) is None


def test_every_single_digit_counts(keys: VerificationKeys) -> None:
    """A code that was altered by one digit anywhere, or stands under another code, states nothing."""
    address = claim.sealed(certificate(), keys).verify_url
    where, _, number = address.partition("#")
    for place, digit in enumerate(number):
        other = (int(digit) + 1 + place % 9) % 10
        assert read_claim(f"{where}#{number[:place]}{other}{number[place + 1 :]}", keys.jwks()) is None, place
    elsewhere = f"{where.rpartition('/')[0]}/{new_code()}"
    assert read_claim(f"{elsewhere}#{number}", keys.jwks()) is None


def test_a_new_key_leaves_older_certificates_as_they_are(folder: Path, keys: VerificationKeys) -> None:
    """Certificates outlive keys by decades: the public half of each stays."""
    old = claim.sealed(certificate(), keys)
    make_verification_key(folder, "2027-1")
    rotated = VerificationKeys.load(folder)
    new = claim.sealed(certificate(), rotated)
    assert read_claim(old.verify_url, rotated.jwks()) == stated(old)
    assert read_claim(new.verify_url, rotated.jwks()) == stated(new)
    assert read_claim(new.verify_url, keys.jwks()) is None
    (folder / "2027-1.pem").unlink()


def test_a_replacement_states_itself(keys: VerificationKeys) -> None:
    """Sealing again leaves nothing of the first statement."""
    first = claim.sealed(certificate(), keys)
    second = claim.sealed(replace(first, name="Siti Aminah Binti", version=2), keys)
    assert second.verify_url.count("#") == 1
    assert read_claim(second.verify_url, keys.jwks()) == stated(second)


@pytest.mark.parametrize("level", [None, "Sangat baik"])
@pytest.mark.parametrize("name", ["Siti Aminah", LONGEST_NAME, "꧋ꦱꦶꦠꦶꦄꦩꦶꦤꦃ" * 8])
def test_the_whole_syllabus_of_every_class_of_ours_fits(keys: VerificationKeys, name: str, level: str | None) -> None:
    """Level M or, for the longest, L, in modules of a third of a millimetre."""
    assert PRINTED_MM / (MODULES_MOST + 2 * QUIET_ZONE) > 0.34
    for course in compile_release(COURSES).courses:
        syllabus = tuple(SyllabusLine(lesson.title, lesson.minutes) for lesson in course.public.lessons)
        score = None if level else 100
        fields = replace(
            certificate(name, syllabus=syllabus), course_title=course.public.title, score=score, level=level
        )
        address = claim.sealed(fields, keys).verify_url
        assert read_claim(address, keys.jwks()) == stated(fields)
        assert is_scannable(address)


def test_a_syllabus_too_long_to_scan_is_named_by_its_hash(keys: VerificationKeys) -> None:
    """24 long titles would make modules that no camera tells apart."""
    titles = [sha512(bytes([place])).hexdigest()[:80] for place in range(24)]
    fields = certificate(LONGEST_NAME, syllabus=tuple(SyllabusLine(title, 10) for title in titles))
    address = claim.sealed(fields, keys).verify_url
    lines = read_claim(address, keys.jwks())
    assert lines is not None
    assert lines[:-1] == claim.lines(fields)
    assert lines[-1].startswith("-24 240 ")
    assert is_scannable(address)


def test_the_page_knows_the_same_words() -> None:
    """Packed words point into them: one letter of difference, and no certificate could be read."""
    parts = SCRIPT.read_text("utf-8").partition(" = [")[2].partition("].join")[0]
    spelled = [part.strip().strip('"') for part in parts.split("\n") if part.strip()]
    assert "".join(part.removesuffix('",').replace("\\n", "\n") for part in spelled) == claim.COMMON_WORDS
