"""An API that the test answers for, and the answers that many tests share."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Route

ORIGIN = "https://belajar.example"
EMAIL = "bu.sri@contoh.example"
HOSTILE = '<img src=x onerror="document.title=1">"><b>&amp;'

Variables = dict[str, Any]
Answer = dict[str, Any] | Callable[[Variables], dict[str, Any]]

NEXT_STEP = {"kind": "FILL_PROFILE", "message": "Isi biodata Anda.", "link": "/biodata/"}
HEAD = {"viewer": {"id": "account-1", "email": EMAIL, "role": "PARTICIPANT", "nextStep": NEXT_STEP}}


def problem(code: str, message: str, field: str | None = None, wait: int | None = None) -> Variables:
    return {"code": code, "field": field, "message": message, "waitSeconds": wait}


def session(*, new: bool = False, return_to: str | None = None) -> Variables:
    return {"accessToken": "token", "isNew": new, "returnTo": return_to, "problems": []}


def refused(*problems: Variables) -> Variables:
    """A payload of any mutation that came to nothing."""
    nothing = dict.fromkeys(("accessToken", "returnTo", "challenge", "expiresAt", "options", "url"))
    return {**nothing, "isNew": False, "resendSeconds": 0, "problems": list(problems)}


def letter(number: int = 1, resend: int = 60) -> Variables:
    return {
        "challenge": f"challenge-{number}",
        "expiresAt": "2026-05-20T01:10:00Z",
        "resendSeconds": resend,
        "problems": [],
    }


def passkey_request() -> Variables:
    options = {"challenge": "AQID", "rpId": "belajar.example", "userVerification": "preferred"}
    return {"challenge": "passkey-challenge", "options": json.dumps(options), "problems": []}


DONE: Variables = {"problems": []}


def account(**changed: Any) -> Variables:
    """What "Akun saya" shows; `changed` replaces fields of the viewer."""
    viewer = {
        "email": EMAIL,
        "language": "ID",
        "hasPassword": True,
        "wantsReminders": True,
        "google": {"email": "bu.sri@gmail.example", "linkedAt": "2026-05-01T02:00:00Z"},
        "passkeys": [
            {"id": "passkey-1", "name": "Ponsel saya", "createdAt": "2026-05-02T02:00:00Z", "lastUsedAt": None},
        ],
        "devices": [
            device("device-2", "Firefox di Windows", "PASSWORD"),
            device("device-1", "Chrome di Android", "CODE"),
        ],
    }
    return {"signInWays": {"google": True, "passkey": True}, "viewer": viewer | changed}


def device(name: str, label: str, way: str) -> Variables:
    return {
        "id": name,
        "label": label,
        "way": way,
        "isCurrent": name == "device-1",
        "signedInAt": "2026-05-18T02:00:00Z",
        "lastUsedAt": "2026-05-19T02:00:00Z",
    }


def proof_ways(*, password: bool = True, passkeys: int = 0) -> Variables:
    keys = [{"id": f"passkey-{number}"} for number in range(passkeys)]
    return {"viewer": {"email": EMAIL, "hasPassword": password, "passkeys": keys}}


class Api:
    """Answers each operation by its name, and keeps what was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {
            "Head": HEAD,
            "WaysIn": {"signInWays": {"google": True, "passkey": True}},
            # Browsers that suggest passkeys in the address field ask for this as soon as the page is there.
            "StartPasskeySignIn": {"startPasskeySignIn": passkey_request()},
        }
        self.asked: list[tuple[str, Variables]] = []
        self.reachable = True

    def handle(self, route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        name, variables = asked["operationName"], asked["variables"]
        self.asked.append((name, variables))
        # What the test has no answer for does not arrive: the pages that come after are not its subject.
        if not self.reachable or name not in self.answers:
            route.abort()
            return
        answer = self.answers[name]
        route.fulfill(json={"data": answer(variables) if callable(answer) else answer})

    def variables_of(self, name: str) -> list[Variables]:
        return [variables for asked, variables in self.asked if asked == name]
