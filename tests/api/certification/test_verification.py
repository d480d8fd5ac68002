"""Anyone may check a code; nobody may fish for codes."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from graphql import parse, print_ast
from pydantic import TypeAdapter

from api.certification import actions
from api.certification.models import Certificate
from api.certification.rules import CertificateState, new_code
from certificates.fields import CertificateFields
from tests.api import documents
from tests.api.harness import Api, new_client

SITE_DOCUMENTS = Path(__file__).parents[3] / "site/scripts/documents/certification.graphql"
UNKNOWN = {"state": "UNKNOWN", "changedAt": None, "replacedBy": None, "printed": None}


async def test_a_visitor_sees_the_printed_words_and_nothing_more(api: Api) -> None:
    """To compare with the paper: no address, no organisation, no id."""
    someone = await api.certified()
    code = (await Certificate.get()).code
    answer = await api.post(documents.VERIFY, {"code": code})
    shown = answer.json()["data"]["verifyCertificate"]
    assert (shown["state"], shown["printed"]["name"]) == ("VALID", "Siti Aminah")
    assert someone.email not in answer.text
    assert str(someone.id) not in answer.text


async def test_a_code_typed_sloppily_is_found(api: Api) -> None:
    """Small letters, spaces, O for 0, I and L for 1: the paper is read by people."""
    await api.certified()
    await Certificate.all().update(code="K01F2-0A1B0-XYZ01-00001")
    for typed in (
        "k01f2-0a1b0-xyz01-00001",
        " KO1F2 OAIBO XYZOL OOOOI ",
        "k01f20a1b0xyz0100001",
        "KolF2–oAlBo–XYZoI–oooo1",
    ):
        assert (await api.ask(documents.VERIFY, code=typed))["state"] == "VALID"


UNKNOWN_CODES = ["", "salah", "K7QF2", "'; DROP TABLE certificate; --", "%", "A" * 90_000, "K7QF2-" * 3 + "K7QF2"]


@pytest.mark.parametrize("code", UNKNOWN_CODES, ids=range(len(UNKNOWN_CODES)))
async def test_an_unknown_code_is_an_answer(api: Api, code: str) -> None:
    """Not an error: somebody holds a paper and must learn that it isn't ours."""
    await api.certified()
    assert await api.ask(documents.VERIFY, code=code) == UNKNOWN


async def test_neither_the_number_nor_the_id_opens_a_certificate(api: Api) -> None:
    """Numbers can be counted up; codes can't."""
    await api.certified()
    row = await Certificate.get()
    for guess in (row.number, str(row.id), row.number.replace("/", ""), row.code[:-1], row.code[:-1] + "U"):
        assert await api.ask(documents.VERIFY, code=guess) == UNKNOWN
        assert await api.ask(documents.VERIFY, code=guess, number=row.number) == UNKNOWN
        assert (await api.client.get(f"/checks/{quote(guess, safe='')}")).status_code == 404


async def test_a_number_that_is_another_certificates_makes_it_unknown(api: Api) -> None:
    """An altered number on paper is found out by whoever types it; hyphens and capitals are no alteration."""
    await api.certified()
    code = (await Certificate.get()).code
    for number in ("503.5/0001/SJ/2026", "503.5-0001 sj 2026"):
        assert (await api.ask(documents.VERIFY, code=code, number=number))["state"] == "VALID"
    for number in ("503.5/0002/SJ/2026", "", "503.5/0001/SJ/2025"):
        assert await api.ask(documents.VERIFY, code=code, number=number) == UNKNOWN


async def test_a_pdf_is_known_by_its_hash_and_no_other_is(api: Api) -> None:
    """One bit of difference anywhere is another file: of the PDF that was mailed, of the hash that is asked."""
    await api.certified()
    row = await Certificate.get()
    assert row.pdf_key is not None
    pdf = await api.tools.storage.get(row.pdf_key)
    shown = await api.ask(documents.VERIFY_FILE, sha256=sha256(pdf).hexdigest().upper())
    assert (shown["state"], shown["printed"]["code"]) == ("VALID", row.code)
    for place in range(0, len(pdf), max(1, len(pdf) // 16)):
        altered = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert await api.ask(documents.VERIFY_FILE, sha256=sha256(altered).hexdigest()) == UNKNOWN
    for guess in ("", "%", "0" * 64, row.code, sha256(pdf).hexdigest()[:-1]):
        assert await api.ask(documents.VERIFY_FILE, sha256=guess) == UNKNOWN


async def test_a_replaced_certificate_says_by_which_version(api: Api) -> None:
    """The newest one, and nothing by which it could be opened: its owner shows it."""
    await api.certified()
    first = await Certificate.get()
    await Certificate.all().update(state=CertificateState.REPLACED, changed_at=api.clock())
    fields = replace(actions.printed(first), version=2, name="Siti Aminah Binti")
    printed = TypeAdapter(CertificateFields).dump_json(fields).decode()
    second = await Certificate.create(
        enrolment_id=first.enrolment_id, number=first.number, version=2, code=new_code(), printed=printed,
        release=first.release,
        issued_at=api.clock(),
    )  # fmt: skip
    answer = await api.client.get(f"/checks/{first.code}")
    assert answer.json()["state"] == "REPLACED"
    assert answer.json()["replacedBy"] == {"version": 2, "issuedOn": fields.issued_on.isoformat()}
    assert second.code not in answer.text
    assert "Binti" not in answer.text


async def test_asked_by_get_the_answer_is_that_of_graphql(api: Api) -> None:
    """Two doors, one truth; and what the site's scripts take for granted is there."""
    await api.certified()
    row = await Certificate.get()
    digest = row.pdf_sha256 or ""
    for path, answer in (
        (f"/checks/{row.code}", await api.ask(documents.VERIFY, code=row.code)),
        (f"/checks/{row.code}?number={quote(row.number)}", await api.ask(documents.VERIFY, code=row.code)),
        (f"/checks/files/{digest}", await api.ask(documents.VERIFY_FILE, sha256=digest)),
    ):
        assert (await api.client.get(path)).json() == answer
    asked = next(one for one in parse(SITE_DOCUMENTS.read_text()).definitions if "VerifyCertificate" in print_ast(one))
    site = await api.post(print_ast(asked), {"code": row.code})
    assert site.json()["data"]["verifyCertificate"] == (await api.client.get(f"/checks/{row.code}")).json()


async def test_a_known_certificate_may_be_kept_for_a_minute_and_asked_again_for_little(api: Api) -> None:
    """What changed is sent whole, and that a certificate is unknown is never kept."""
    await api.certified()
    path = f"/checks/{(await Certificate.get()).code}"
    first = await api.client.get(path)
    assert (first.status_code, first.headers["cache-control"]) == (200, "public, max-age=60")
    assert "set-cookie" not in first.headers
    again = await api.client.get(path, headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await Certificate.all().update(state=CertificateState.REVOKED, changed_at=api.clock())
    revoked = await api.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (revoked.status_code, revoked.json()["state"]) == (200, "REVOKED")
    unknown = await api.client.get(f"/checks/{new_code()}")
    assert (unknown.status_code, unknown.headers["cache-control"]) == (404, "no-store")
    assert unknown.json() == UNKNOWN


@pytest.mark.parametrize("state", [CertificateState.REVOKED, CertificateState.REPLACED])
async def test_a_certificate_that_no_longer_counts_says_so_and_since_when(api: Api, state: CertificateState) -> None:
    """The paper can't be called back; the answer can."""
    await api.certified()
    await Certificate.all().update(state=state, changed_at=api.clock())
    shown = await api.ask(documents.VERIFY, code=(await Certificate.get()).code)
    assert (shown["state"], shown["changedAt"]) == (state.name, "2026-03-02T02:00:00+00:00")


async def test_guessing_is_stopped_for_the_guesser_only(api: Api) -> None:
    """120 in ten minutes from one network: a personnel office gets by, a script does not."""
    for _ in range(120):
        assert await api.ask(documents.VERIFY, code=new_code()) == UNKNOWN
    answer = (await api.post(documents.VERIFY, {"code": new_code()})).json()
    assert answer["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
    assert answer["errors"][0]["extensions"]["waitSeconds"] == 600
    assert "10 menit" in answer["errors"][0]["message"]
    async with new_client(api.app, "198.51.100.9") as other:
        assert await api.ask(documents.VERIFY, client=other, code=new_code()) == UNKNOWN


async def test_every_door_counts_under_one_limit(api: Api) -> None:
    """Guessing by turns at three of them is still guessing; and who guesses near a real code hits nothing."""
    await api.certified()
    row = await Certificate.get()
    near = [row.code[:place] + ("7" if row.code[place] != "7" else "8") + row.code[place + 1 :] for place in (0, 8, 22)]
    for turn in range(40):
        assert await api.ask(documents.VERIFY, code=near[turn % 3]) == UNKNOWN
        assert (await api.client.get(f"/checks/{new_code()}")).json() == UNKNOWN
        assert (await api.client.get(f"/checks/files/{sha256(bytes([turn])).hexdigest()}")).json() == UNKNOWN
    refused = await api.client.get(f"/checks/{row.code}")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "600")
    assert (refused.headers["cache-control"], "printed" in refused.text) == ("no-store", False)


async def test_guessing_by_aliases_is_counted_too(api: Api) -> None:
    """Twenty guesses in one request are twenty guesses."""
    guesses = " ".join(f'c{n}: verifyCertificate(code: "{new_code()}") {{ state }}' for n in range(20))
    for _ in range(6):
        assert "errors" not in (await api.post(f"{{ {guesses} }}")).json()
    answer = (await api.post(f"{{ {guesses} }}")).json()
    assert answer["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
