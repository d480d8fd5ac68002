"""Known devices: a browser in which the owner has signed in is told from a stranger's, and nobody can make one up."""

import base64
from datetime import timedelta

import pytest

from api.accounts.devices import DEVICE_LIFE, known_device, remembered
from api.edge import DEVICE_COOKIE
from api.settings import Settings
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.fakes import MORNING

SITI, BUDI = "siti@contoh.id", "budi@contoh.id"


def test_a_device_is_known_for_those_who_signed_in_there(settings: Settings) -> None:
    """And for nobody else: the cookie of one account is no key to another's budget."""
    cookie = remembered("", SITI, settings, MORNING)
    assert known_device(cookie, SITI, settings, MORNING)
    assert known_device(cookie, BUDI, settings, MORNING) is None
    assert known_device("", SITI, settings, MORNING) is None


def test_a_shared_phone_keeps_the_five_newest_under_one_id(settings: Settings) -> None:
    """A family's phone, a cooperative's tablet; whoever signs in again is new again."""
    people = [f"orang{n}@contoh.id" for n in range(6)]
    cookie = ""
    for n, address in enumerate([*people[:5], people[0], people[5]]):
        cookie = remembered(cookie, address, settings, MORNING + timedelta(minutes=n))
    known = {address: known_device(cookie, address, settings, MORNING) for address in people}
    assert [address for address, device in known.items() if device is None] == [people[1]]
    assert len({device.id for device in known.values() if device}) == 1


def test_a_device_is_known_for_a_year(settings: Settings) -> None:
    """Then the phone has probably gone to somebody else."""
    cookie = remembered("", SITI, settings, MORNING)
    assert known_device(cookie, SITI, settings, MORNING + DEVICE_LIFE)
    assert known_device(cookie, SITI, settings, MORNING + DEVICE_LIFE + timedelta(seconds=1)) is None


def test_no_changed_cut_or_foreign_cookie_is_believed(settings: Settings) -> None:
    """A stranger who could make one would have the owner's budget for each."""
    cookie = remembered("", SITI, settings, MORNING)
    raw = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    changed = [raw[:n] + bytes([raw[n] ^ 1]) + raw[n + 1 :] for n in range(len(raw))]
    cut = [raw[:n] for n in range(len(raw))]
    longer = [raw + b"\0", raw + raw, raw[:37] * 2 + raw[37:]]
    for one in (*changed, *cut, *longer):
        assert known_device(base64.urlsafe_b64encode(one).decode(), SITI, settings, MORNING) is None
    foreign = settings.model_copy(update={"token_key": type(settings.token_key)("x" * 48)})
    assert known_device(cookie, SITI, foreign, MORNING) is None


@pytest.mark.parametrize("cookie", ["", "=", "x", "é", "a" * 10_000, "\0", "....", "AAAA" * 40, " "])
def test_what_is_no_cookie_begins_a_new_device(settings: Settings, cookie: str) -> None:
    """Whatever a browser sends, the next answer mends it."""
    assert known_device(cookie, SITI, settings, MORNING) is None
    assert known_device(remembered(cookie, SITI, settings, MORNING), SITI, settings, MORNING)


def test_the_cookie_tells_nothing_to_whoever_finds_the_phone(settings: Settings) -> None:
    """No address stands in it, none can be tried against it, and two phones of one person have nothing in common."""
    first, second = (remembered("", SITI, settings, MORNING) for _ in range(2))
    raw = [base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)) for one in (first, second)]
    assert all(b"siti" not in one for one in raw)
    assert raw[0][:16] != raw[1][:16]
    assert len(first) < 120


async def test_signing_in_makes_the_browser_known_and_signing_out_leaves_it_so(api: Api) -> None:
    """By a cookie that no script reads and no other site sends; a wrong password sets none."""
    await api.account(SITI)
    refused = await api.post(documents.SIGN_IN, {"email": SITI, "password": "bukan kata sandi siti"})
    assert "set-cookie" not in refused.headers
    answer = await api.post(documents.SIGN_IN, {"email": SITI, "password": PASSWORD})
    (header,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{DEVICE_COOKIE}=")]
    parts = {part.strip().lower() for part in header.split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/", "max-age=31536000"} <= parts
    await api.ask(documents.SIGN_OUT)
    assert known_device(api.client.cookies[DEVICE_COOKIE], SITI, api.tools.settings, MORNING)


async def test_a_flood_from_the_same_network_does_not_keep_the_owner_out(api: Api) -> None:
    """Hundreds of phones share one address of a mobile provider; so may the guesser's."""
    await api.account(SITI)
    await api.ask(documents.SIGN_IN, email=SITI, password=PASSWORD)
    async with new_client(api.app) as stranger:
        codes = [
            await api.refused(documents.SIGN_IN, client=stranger, email=SITI, password=f"tebakan nomor {n}")
            for n in range(12)
        ]
        assert codes[-2:] == [["TOO_MANY_REQUESTS"]] * 2
        right = await api.ask(documents.SIGN_IN, client=stranger, email=SITI, password=PASSWORD)
    assert right["accessToken"] is None
    assert "kode" in right["problems"][0]["message"]
    assert (await api.ask(documents.SIGN_IN, email=SITI, password=PASSWORD))["problems"] == []


async def test_a_known_device_has_few_tries_too(api: Api) -> None:
    """A stolen phone: ten tries, a quarter of an hour, ten more; the right password sets them back."""
    await api.account(SITI)
    for _ in range(2):
        await api.ask(documents.SIGN_IN, email=SITI, password=PASSWORD)
        for n in range(10):
            codes = await api.refused(documents.SIGN_IN, email=SITI, password=f"tebakan nomor {n}")
            assert codes == ["WRONG_CREDENTIALS"]
        assert await api.refused(documents.SIGN_IN, email=SITI, password=PASSWORD) == ["TOO_MANY_REQUESTS"]
        api.clock.forward(minutes=15)
