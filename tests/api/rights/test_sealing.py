"""The words of requests: sealed under the newest key, bound to their row and column."""

import pytest

from api.rights import sealing
from api.rights.models import DataRequest
from api.vault import Unopenable, Vault
from tests.api import rights_documents as rights
from tests.api.harness import Api

TEXT, ANSWER = "Nama saya keliru di sertifikat.", "Sudah kami perbaiki."
NEW, INDEX = b"n" * 32, b"i" * 32


async def answered(api: Api) -> DataRequest:
    someone, staff = await api.account(), await api.staff()
    request = (await api.ask(rights.ASK_CORRECTION, by=someone, text=TEXT))["request"]["id"]
    await api.ask(rights.ANSWER, by=staff, request=request, answer=ANSWER)
    return await DataRequest.get(id=request)


async def test_a_rotation_takes_the_requests_along(api: Api) -> None:
    """Otherwise the old key could never be dropped. Repeated, it changes nothing."""
    await answered(api)
    both = Vault({"baru": NEW} | api.tools.settings.data_key_ring, INDEX)
    assert [await sealing.reseal(both) for _ in range(2)] == [2, 0]
    row, alone = await DataRequest.get(), Vault({"baru": NEW}, INDEX)
    assert [sealing.opened(row, column, alone) for column in sealing.SEALED] == [TEXT, ANSWER]


async def test_words_open_in_no_other_place(api: Api) -> None:
    """Whoever can write to the table can't pass somebody's words off as another's, or a text as an answer."""
    row = await answered(api)
    row.text, row.answer = row.answer, row.text
    for column in sealing.SEALED:
        with pytest.raises(Unopenable):
            sealing.opened(row, column, api.tools.vault)
