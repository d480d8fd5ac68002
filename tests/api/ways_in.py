"""How people come in, each in a line: for tests of what happens then."""

from typing import Any

import httpx

from api.accounts.models import Account
from api.edge import REFRESH_COOKIE
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.authenticator import Authenticator
from tests.api.harness import PASSWORD, Api, Participant
from tests.conftest import PUBLIC_URL
from tests.openid.provider import Provider

SITE = "testserver"


def own_key() -> Authenticator:
    """A passkey for our site that nobody knows yet."""
    return Authenticator(PUBLIC_URL, SITE)


def cookie_of(client: httpx.AsyncClient) -> str:
    """The refresh token that a browser holds."""
    return client.cookies.get(REFRESH_COOKIE) or ""


async def by_password(
    api: Api, email: str, *, client: httpx.AsyncClient | None = None, password: str = PASSWORD, user_agent: str = ""
) -> str:
    """Sign in; the access token."""
    sent = {"user-agent": user_agent}
    answer = await api.post(documents.SIGN_IN, {"email": email, "password": password}, client=client, headers=sent)
    return str(answer.json()["data"]["signIn"]["accessToken"] or "")


async def asked_code(api: Api, email: str, *, client: httpx.AsyncClient | None = None) -> tuple[str, str]:
    """The challenge in the browser and the code in the mailbox."""
    answer = await api.ask(asks.ASK_CODE, client=client, email=email)
    assert answer["problems"] == []
    return answer["challenge"], await mailed_code(api, "code")


async def mailed_code(api: Api, template: str) -> str:
    """The digits of the newest letter of this kind."""
    await api.worker.drain()
    return str(api.letterbox.last(template).mail.facts["code"])


async def by_code(api: Api, email: str, *, client: httpx.AsyncClient | None = None) -> Any:
    """Sign in by six digits; the answer."""
    challenge, code = await asked_code(api, email, client=client)
    return await api.ask(asks.SIGN_IN_BY_CODE, client=client, challenge=challenge, code=code)


async def proven(api: Api, email: str = "siti@contoh.id", **more: Any) -> Participant:
    """An account whose session was opened just now, as signing in does: sensitive deeds are open to it."""
    made = await api.account(email, **more)
    await prove(api, made)
    return made


async def prove(api: Api, who: Participant) -> None:
    """Open sensitive deeds to this session, by the password."""
    answer = await api.ask(asks.PROVE_BY_PASSWORD, by=who, password=PASSWORD)
    assert answer["done"], answer


async def new_passkey(api: Api, who: Participant | str, name: str = "Ponsel Siti") -> Authenticator:
    """A passkey of this account, as a phone would make it."""
    key = own_key()
    asked = await api.ask(asks.START_PASSKEY, by=who)
    response = key.made(asked["options"])
    made = await api.ask(asks.FINISH_PASSKEY, by=who, challenge=asked["challenge"], response=response, name=name)
    assert made["done"], made
    return key


async def by_passkey(api: Api, key: Authenticator, *, client: httpx.AsyncClient | None = None) -> Any:
    """Sign in by passkey; the answer."""
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN, client=client)
    response = key.answered(asked["options"])
    return await api.ask(asks.FINISH_PASSKEY_SIGN_IN, client=client, challenge=asked["challenge"], response=response)


async def journey(
    api: Api,
    provider: Provider,
    login: str,
    *,
    client: httpx.AsyncClient | None = None,
    link_to: Participant | str | None = None,
    to: str | None = None,
) -> dict[str, str]:
    """To the provider, signed in there as `login`, and back: the code and the state in the address bar."""
    started = await api.ask(asks.START_GOOGLE, client=client, by=link_to, link=link_to is not None, to=to)
    assert started["problems"] == []
    provider.set_clock(api.clock())
    return provider.sign_in(started["url"], login)


async def arrived(api: Api, back: dict[str, str], *, client: httpx.AsyncClient | None = None) -> Any:
    """What the API says to who came back."""
    return await api.ask(asks.FINISH_GOOGLE, client=client, code=back["code"], state=back["state"])


async def by_google(api: Api, provider: Provider, login: str, **more: Any) -> Any:
    """Sign in by the provider's account; the answer."""
    back = await journey(api, provider, login, **more)
    return await arrived(api, back, client=more.get("client"))


async def changed_address(api: Api, who: Participant | str, email: str, **more: Any) -> str:
    """Move an account that is proven to another address; the token that the old one received."""
    asked = await api.ask(asks.ASK_CHANGE, by=who, email=email, **more)
    assert asked["problems"] == []
    code = await mailed_code(api, "email-change-code")
    done = await api.ask(asks.CONFIRM_CHANGE, by=who, challenge=asked["challenge"], code=code, **more)
    assert done == {"done": True, "problems": []}
    await api.worker.drain()
    return api.letterbox.last("email-changed").token


def codes(answer: Any) -> list[str]:
    """The problems of an answer, which must hold nothing else."""
    assert not any(value for name, value in answer.items() if name != "problems"), answer
    return [one["code"] for one in answer["problems"]]


async def address_of(who: Participant) -> str:
    """Where the account is now."""
    return (await Account.get(id=who.id)).email
