"""Anyone may check a code; nobody may fish for codes."""

import pytest

from api.certification.models import Certificate
from api.certification.rules import CertificateState, new_code
from tests.api import documents
from tests.api.harness import Api, new_client

UNKNOWN = {"state": "UNKNOWN", "changedAt": None, "printed": None}


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


async def test_guessing_by_aliases_is_counted_too(api: Api) -> None:
    """Twenty guesses in one request are twenty guesses."""
    guesses = " ".join(f'c{n}: verifyCertificate(code: "{new_code()}") {{ state }}' for n in range(20))
    for _ in range(6):
        assert "errors" not in (await api.post(f"{{ {guesses} }}")).json()
    answer = (await api.post(f"{{ {guesses} }}")).json()
    assert answer["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
