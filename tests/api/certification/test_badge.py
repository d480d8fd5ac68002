"""The Open Badges 3.0 credential, checked by a library that isn't ours."""

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import integers, none, text
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from pypdf import PdfReader

from api.accounts import tokens
from api.certification import badge
from api.certification.graphql import DOWNLOAD, DOWNLOAD_LIFE
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.verification_keys import VerificationKeys, make_verification_key
from certificates.fields import CertificateFields, SyllabusLine
from tests.api import documents
from tests.api.harness import Api, Participant
from tests.fakes import empty_pdf

SITE = "https://si-jawara.example"
ISSUED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FIELDS = CertificateFields(
    number="503.5/0001/SJ/2026",
    version=1,
    code="ABCDE-FGHJK-MNPQR-STVWX",
    name="Siti Aminah, S.E.",
    course_title="Pembukuan sederhana",
    hours=4,
    score=90,
    completed_on=date(2026, 3, 2),
    issued_on=date(2026, 3, 2),
    place="Surabaya",
    signer_name="Budi",
    signer_title="Kepala",
    signer_nip="-",
    office="UPT Pelatihan",
    verify_url=f"{SITE}/v/ABCDE-FGHJK-MNPQR-STVWX#eyJ",
    syllabus=(SyllabusLine("Materi", 45),),
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> VerificationKeys:
    folder = tmp_path_factory.mktemp("keys")
    make_verification_key(folder, "2026-1")
    return VerificationKeys.load(folder)


def verifier(keys: VerificationKeys) -> OB3Verifier:
    """Finds the keys where any program would: at the site that the credential names."""
    fetched: list[str] = []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        return json.dumps(badge.did_document(SITE, keys)).encode()

    found = OB3Verifier.for_issuer_did(badge.issuer_id(SITE), fetch)
    assert fetched == [f"{SITE}/.well-known/did.json"]
    return found


@given(name=text(min_size=1), title=text(min_size=1), result=integers(0, 100) | text(min_size=1) | none())
def test_every_certificates_credential_is_verified_by_others(
    keys: VerificationKeys, name: str, title: str, result: int | str | None
) -> None:
    """Whatever stands in a name or a title, and with the score, the level or neither."""
    score, level = (result, None) if isinstance(result, int) else (None, result)
    fields = replace(FIELDS, name=name, course_title=title, score=score, level=level)
    token = badge.credential(fields, "pembukuan", ISSUED, SITE, keys)
    found = verifier(keys).verify(token)
    assert found.id == f"{SITE}/v/ABCDE-FGHJK-MNPQR-STVWX"
    assert (found.issuer.id, found.issuer.name) == ("did:web:si-jawara.example", "UPT Pelatihan")
    assert [(one.identity_type, one.identity_hash) for one in found.identifiers] == [("name", name)]
    assert (found.achievement.name, found.achievement.id) == (title, f"{SITE}/kelas/pembukuan/")
    assert found.issuance_date == ISSUED
    assert [one.value for one in found.results] == ([] if result is None else [str(result)])
    assert [one.result_description for one in found.results] == [
        described.id for described in found.achievement.result_descriptions
    ]


def test_a_level_is_a_level_of_performance_in_its_printed_word(keys: VerificationKeys) -> None:
    """Others tell it from a score, and don't hold it against a scale that may be another by now."""
    token = badge.credential(replace(FIELDS, score=None, level="Sangat baik"), "pembukuan", ISSUED, SITE, keys)
    found = verifier(keys).verify(token)
    (described,) = found.achievement.result_descriptions
    assert (described.result_type, described.name) == ("PerformanceLevel", "Tingkat pemahaman")
    assert (described.value_max, described.allowed_values) == (None, [])
    assert [one.value for one in found.results] == ["Sangat baik"]


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_byte_is_noticed_by_others(keys: VerificationKeys, part: int) -> None:
    """Of the header, of what is stated, of the signature."""
    parts = badge.credential(FIELDS, "pembukuan", ISSUED, SITE, keys).split(".")
    content = bytearray(base64.urlsafe_b64decode(parts[part] + "=="))
    content[len(content) // 2] ^= 1
    parts[part] = base64.urlsafe_b64encode(content).rstrip(b"=").decode()
    with pytest.raises(OB3VerificationError):
        verifier(keys).verify(".".join(parts))


def test_an_older_key_still_verifies_and_a_strangers_does_not(tmp_path: Path, keys: VerificationKeys) -> None:
    """Keys change; what was signed with the last one hangs on walls."""
    make_verification_key(tmp_path, "2026-1")
    old = badge.credential(FIELDS, "pembukuan", ISSUED, SITE, VerificationKeys.load(tmp_path))
    make_verification_key(tmp_path, "2027-1")
    both = VerificationKeys.load(tmp_path)
    for token in (old, badge.credential(FIELDS, "pembukuan", ISSUED, SITE, both)):
        assert verifier(both).verify(token).name == "Pembukuan sederhana"
    with pytest.raises(OB3VerificationError):
        verifier(keys).verify(old)


def test_nothing_about_the_person_but_what_is_printed(keys: VerificationKeys) -> None:
    """A credential is passed on; an address or an account's id in it would go along."""
    token = badge.credential(FIELDS, "pembukuan", ISSUED, SITE, keys)
    payload: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert set(payload["credentialSubject"]) == {"type", "identifier", "activityEndDate", "achievement", "result"}
    assert len(token) < 2_200


def test_it_is_a_file_in_the_pdf_that_belongs_to_the_document(keys: VerificationKeys) -> None:
    """PDF/A-3 wants to know what an attached file is to the document."""
    token = badge.credential(FIELDS, "pembukuan", ISSUED, SITE, keys)
    printed = empty_pdf("503.5/0001/SJ/2026")
    pdf = badge.attached(printed, token)
    reader = PdfReader(BytesIO(pdf))
    assert reader.attachments == {"lencana.jwt": [token.encode()]}
    specification = reader.root_object["/AF"][0].get_object()  # pyright: ignore[reportIndexIssue, reportUnknownMemberType, reportUnknownVariableType] - half typed
    assert specification["/AFRelationship"] == "/Supplement"
    assert badge.attached(printed, token) == pdf


async def url(api: Api, of: Participant) -> Any:
    (certificate,) = (await api.ask(documents.MY_CERTIFICATES, by=of))["certificates"]
    return certificate["badgeUrl"]


async def test_the_holder_downloads_it_and_it_is_in_the_pdf(api: Api) -> None:
    """From the paper to the check by the library, by what the API itself serves."""
    someone = await api.certified()
    answer = await api.client.get(await url(api, someone))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/vc+jwt")
    assert answer.headers["content-disposition"] == 'attachment; filename="lencana-503-5-0001-SJ-2026.jwt"'
    assert answer.headers["cache-control"] == "private, no-store"
    document = await api.client.get("/.well-known/did.json")

    def fetch(_url: str) -> bytes:
        return document.content

    found = OB3Verifier.for_issuer_did("did:web:testserver", fetch).verify(answer.text)
    (certificate,) = (await api.ask(documents.MY_CERTIFICATES, by=someone))["certificates"]
    assert found.name == certificate["course"]["title"]
    (stored,) = (api.tools.settings.home / "storage").rglob("*.pdf")
    (inside,) = PdfReader(BytesIO(stored.read_bytes())).attachments["lencana.jwt"]
    assert inside.decode().split(".")[1] == answer.text.split(".")[1]


@pytest.mark.parametrize("state", [CertificateState.REVOKED, CertificateState.REPLACED])
async def test_of_what_no_longer_stands_none_is_handed_out(api: Api, state: CertificateState) -> None:
    """It would be a fresh signature under something that was taken back; an older link is worth nothing either."""
    someone = await api.certified()
    link = await url(api, someone)
    await Certificate.all().update(state=state)
    assert await url(api, someone) is None
    assert (await api.client.get(link)).status_code == 404


async def test_its_link_opens_nothing_else_and_none_opens_it(api: Api) -> None:
    """Each link is for one thing, for a quarter of an hour."""
    someone = await api.certified()
    link = await url(api, someone)
    _, _, _, token, name = link.split("/")
    row = await Certificate.get()
    pdfs = tokens.sealed_id(DOWNLOAD, row.id, api.clock() + DOWNLOAD_LIFE, api.tools.settings)
    assert (await api.client.get(f"/files/certificates/{token}/{name}")).status_code == 404
    for forged in (pdfs, "x", token[:9] + ("A" if token[9] != "A" else "B") + token[10:]):
        assert (await api.client.get(f"/files/badges/{forged}/{name}")).status_code == 404
    api.clock.forward(minutes=15)
    assert (await api.client.get(link)).status_code == 404
