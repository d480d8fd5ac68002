"""Where an account is signed in: shown as its owner knows it, ended from afar, and told where it is news."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.accounts.guard import LIVENESS
from api.accounts.models import Session
from api.accounts.rules import device_label
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.api.ways_in import by_code, by_password, proven

SITI = "siti@contoh.id"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"

BROWSERS = {
    f"{ANDROID} Chrome/128.0.0.0 Mobile Safari/537.36": "Chrome, Android",
    f"{ANDROID} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36": "Samsung Internet, Android",
    f"{ANDROID} Version/4.0 Chrome/128.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/479.0;]": "Chrome, Android",
    f"{ANDROID} Version/4.0 Chrome/128.0.0.0 Mobile Safari/537.36 Instagram 345.0.0": "Chrome, Android",
    f"{ANDROID} Chrome/128.0.0.0 Mobile Safari/537.36 OPR/84.0.0": "Opera, Android",
    f"{ANDROID} Chrome/128.0.0.0 Mobile Safari/537.36 EdgA/128.0.0.0": "Edge, Android",
    "Mozilla/5.0 (Android 14; Mobile; rv:129.0) Gecko/129.0 Firefox/129.0": "Firefox, Android",
    "Mozilla/5.0 (Linux; U; Android 10; id; RMX2030) AppleWebKit/534.30 UCBrowser/13.4 Mobile": "UC Browser, Android",
    f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1": "Safari, iPhone",
    f"{IPHONE} CriOS/128.0.0.0 Mobile/15E148 Safari/604.1": "Chrome, iPhone",
    f"{IPHONE} FxiOS/129.0 Mobile/15E148 Safari/605.1.15": "Firefox, iPhone",
    f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/479.0]": "iPhone",
    f"{IPHONE} Mobile/15E148 WhatsApp/24.16": "iPhone",
    IPHONE.replace("iPhone", "iPad") + " Version/17.5 Mobile/15E148 Safari/604.1": "Safari, iPad",
    WINDOWS: "Chrome, Windows",
    f"{WINDOWS} Edg/128.0.0.0": "Edge, Windows",
    "Mozilla/5.0 (Windows NT 10.0; rv:129.0) Gecko/20100101 Firefox/129.0": "Firefox, Windows",
    f"{MAC} Version/17.5 Safari/605.1.15": "Safari, Mac",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/128.0.0.0 Safari/537.36": "Chrome, ChromeOS",
    "Mozilla/5.0 (X11; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0": "Firefox, Linux",
    "python-requests/2.32": "",
    "": "",
    "<script>alert(1)</script>": "",
}


async def devices(api: Api, by: Any) -> list[Any]:
    return (await api.ask(asks.ACCOUNT, by=by))["devices"]


@pytest.mark.parametrize(("user_agent", "label"), BROWSERS.items(), ids=lambda one: str(one)[-40:])
def test_a_browser_is_called_by_the_name_that_its_owner_knows(user_agent: str, label: str) -> None:
    """Nearly all of them also call themselves Chrome, Safari and Linux; web views of apps name only their engine."""
    assert device_label(user_agent) == label


async def test_the_list_tells_each_device_by_name_way_and_time(api: Api) -> None:
    """The newest first, this one marked."""
    await api.account(SITI)
    api.clock.forward(minutes=1)
    phone = await by_password(api, SITI, user_agent=f"{ANDROID} SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36")
    api.clock.forward(minutes=4)
    async with new_client(api.app) as laptop:
        await by_password(api, SITI, client=laptop, user_agent=WINDOWS)
        newest, middle, oldest = await devices(api, phone)
        assert (newest["label"], newest["way"], newest["isCurrent"]) == ("Chrome, Windows", "PASSWORD", False)
        assert (middle["label"], middle["isCurrent"]) == ("Samsung Internet, Android", True)
        assert (oldest["label"], oldest["isCurrent"]) == ("", False)
        api.clock.forward(minutes=4)
        await api.ask(documents.REFRESH, client=laptop)
    (newest, *_) = await devices(api, phone)
    assert newest["signedInAt"] == "2026-03-02T02:05:00+00:00"
    assert newest["lastUsedAt"] == "2026-03-02T02:09:00+00:00"


async def test_a_session_that_has_run_out_is_no_device(api: Api) -> None:
    """Nothing can be done with it: an owner who sees a phone that was sold last year is frightened for nothing."""
    await api.account(SITI)
    async with new_client(api.app) as sold:
        await by_password(api, SITI, client=sold)
        api.clock.forward(hours=1)
        await by_password(api, SITI)
        api.clock.forward(days=60, hours=-1, seconds=-1)
        token = (await api.ask(documents.REFRESH))["accessToken"]
        assert len(await devices(api, token)) == 3
        api.clock.forward(seconds=1)
        assert [one["isCurrent"] for one in await devices(api, token)] == [True]
        assert await api.refused(documents.REFRESH, client=sold) == ["UNAUTHENTICATED"]


async def test_a_session_that_is_refreshed_stays_a_device(api: Api) -> None:
    """For as long as its newest refresh token."""
    await api.account(SITI)
    token = await by_password(api, SITI)
    for _ in range(3):
        api.clock.forward(days=50)
        token = (await api.ask(documents.REFRESH))["accessToken"]
    assert len(await devices(api, token)) == 1


async def test_staff_sessions_run_out_after_twelve_hours(api: Api) -> None:
    """And are shown no longer than they live."""
    staff = await api.staff()
    await by_password(api, staff.email)
    api.clock.forward(hours=11)
    async with new_client(api.app) as other:
        token = await by_password(api, staff.email, client=other)
        assert len(await devices(api, token)) == 3
        api.clock.forward(hours=1)
        token = (await api.ask(documents.REFRESH, client=other))["accessToken"]
        assert len(await devices(api, token)) == 1


async def test_a_lost_phone_is_signed_out_from_afar(api: Api) -> None:
    """Its refresh token at once, its access token within seconds; repeating it harms nothing."""
    await api.account(SITI)
    async with new_client(api.app) as lost:
        theirs = await by_password(api, SITI, client=lost)
        mine = await by_password(api, SITI)
        assert await api.ask(documents.VIEWER, by=theirs)
        seen = await devices(api, theirs)
        (phone,) = [one["id"] for one in seen if one["isCurrent"]]
        for _ in range(2):
            assert (await api.ask(asks.SIGN_OUT_DEVICE, by=mine, device=phone))["done"] is True
        assert await api.refused(documents.REFRESH, client=lost) == ["UNAUTHENTICATED"]
        api.clock.forward(seconds=LIVENESS.total_seconds())
        assert await api.ask(documents.VIEWER, by=theirs) is None
    assert phone not in [one["id"] for one in await devices(api, mine)]
    assert (await api.ask(documents.REFRESH))["problems"] == []


async def test_somebody_elses_device_is_not_found(api: Api) -> None:
    """Exactly as one that does not exist."""
    made, other = await api.account(SITI), await api.account("budi@contoh.id")
    before = api.stored()
    answers = [
        await api.ask(asks.SIGN_OUT_DEVICE, by=made, device=str(one)) for one in (other.session, other.id, uuid4())
    ]
    assert answers[0] == answers[1] == answers[2]
    assert [one["code"] for one in answers[0]["problems"]] == ["NOT_FOUND"]
    assert api.stored() == before


@pytest.mark.parametrize("keep", [True, False])
async def test_signing_out_everywhere_ends_all_sessions_of_this_account_alone(api: Api, keep: bool) -> None:
    """All but this one, or this one too, whose cookie is taken away then."""
    await api.account(SITI)
    stranger = await api.account("budi@contoh.id")
    async with new_client(api.app) as other:
        theirs = await by_password(api, SITI, client=other)
        mine = await by_password(api, SITI)
        assert (await api.ask(asks.SIGN_OUT_EVERYWHERE, by=mine, keep=keep))["done"] is True
        assert await api.refused(documents.REFRESH, client=other) == ["UNAUTHENTICATED"]
        api.clock.forward(seconds=LIVENESS.total_seconds())
        assert await api.ask(documents.VIEWER, by=theirs) is None
    assert bool(await api.ask(documents.VIEWER, by=mine)) is keep
    assert (await api.ask(documents.REFRESH))["problems"] == [] if keep else "__Host-jawara" not in api.client.cookies
    assert await Session.filter(account_id=stranger.id, ended_at__isnull=True).count() == 1


async def test_a_settled_account_hears_once_of_a_new_browser(api: Api) -> None:
    """The first sign-in there; not the next, and not whoever goes on from the mail on another phone."""
    await api.account(SITI)
    async with new_client(api.app) as first, new_client(api.app) as second:
        await by_password(api, SITI, client=first)
        await api.worker.drain()
        assert api.letterbox.kinds() == []
        api.clock.forward(minutes=10)
        for _ in range(2):
            await by_password(api, SITI, client=first)
            await by_password(api, SITI, client=second, user_agent=f"{ANDROID} Chrome/128.0.0.0 Safari/537.36")
        await api.worker.drain()
    assert api.letterbox.kinds() == ["new-device"]
    text = api.letterbox.last("new-device").text
    assert "Chrome, Android" in text
    assert "2 Maret 2026" in text
    assert "09.10 WIB" in text


async def test_a_browser_without_a_name_is_told_in_words(api: Api) -> None:
    """A gap in the letter would look like a fault, or like fraud."""
    await api.account(SITI)
    api.clock.forward(hours=1)
    await by_password(api, SITI, user_agent="python-requests/2.32")
    await api.worker.drain()
    text = api.letterbox.last("new-device").text
    assert "Perangkat: \n" not in text
    assert "tidak dikenal" in text


async def test_every_way_in_is_told(api: Api) -> None:
    """Whoever reads the mailbox, too, comes from somewhere."""
    await api.account(SITI)
    api.clock.forward(hours=1)
    await by_code(api, SITI)
    await api.worker.drain()
    assert api.letterbox.kinds() == ["code", "new-device"]


async def test_a_wrong_password_from_a_new_browser_is_no_news(api: Api) -> None:
    """Or anybody could fill anybody's mailbox."""
    await api.account(SITI)
    api.clock.forward(hours=1)
    for _ in range(3):
        assert await by_password(api, SITI, password=PASSWORD + "x") == ""
    await api.worker.drain()
    assert api.letterbox.letters == []


async def test_an_account_shows_its_fifty_newest_devices(api: Api) -> None:
    """A list without an end is a way to keep the server busy; nobody has so many."""
    made = await proven(api, SITI)
    at = api.clock()
    for number in range(60):
        await Session.create(account_id=made.id, created_at=at + timedelta(seconds=number))
    assert len(await devices(api, made)) == 50
