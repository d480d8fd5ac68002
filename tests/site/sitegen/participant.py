"""The API's end of the biodata and of the rights, as a phone sees it: answers /graphql in the browser's own tests.

The rules here are only as deep as the screens need them; tests/api holds the real ones.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, cast

from playwright.sync_api import BrowserContext, Route

VERSION = "2026-11-2"
NOW = "2026-11-02T02:00:00Z"
REPORTING = {
    "nik", "birthDate", "gender", "education", "cooperative.nik", "cooperative.position", "business.nib",
    "business.sector", "business.since", "business.turnover", "business.workers",
}  # fmt: skip
PROVINCES = {"35": "Jawa Timur", "33": "Jawa Tengah"}
REGENCIES = {
    "35": {"35.15": "Kabupaten Sidoarjo", "35.78": "Kota Surabaya"},
    "33": {"33.74": "Kota Semarang"},
}
DISTRICTS = {"35.15": {"35.15.01": "Tarik", "35.15.02": "Prambon"}, "35.78": {"35.78.01": "Karang Pilang"}}
VILLAGES = {"35.15.01": {"35.15.01.2001": "Kedungbocok"}, "35.15.02": {"35.15.02.2002": "Temu"}}
SECTORS = {"C": "Industri pengolahan", "G": "Perdagangan"}
PREVIEW = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 842 595"><path fill="#cde" d="M0 0h842v595H0z"/></svg>'

Answer = dict[str, Any]
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def problem(code: str, message: str, at: str | None = None) -> Answer:
    return {"code": code, "field": at, "message": message, "waitSeconds": None}


@dataclass
class Participant:
    """One account at the API: what it has, and every operation that it was asked."""

    id: str = "0190-siti"
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    consents: set[str] = field(default_factory=set[str])
    confirmed: str | None = None
    warnings: list[Answer] = field(default_factory=list[Answer])
    requests: list[Answer] = field(default_factory=list[Answer])
    erases_at: str | None = None
    proven: bool = True
    refusals: dict[str, str] = field(default_factory=dict[str, str])
    """Fields that the server refuses, and its sentence."""
    is_down: bool = False
    has_preview: bool = True
    staff: Answer | None = None
    offers: list[Answer] = field(default_factory=list[Answer])
    asked: list[tuple[str, Answer]] = field(default_factory=list[tuple[str, Answer]])

    def serve(self, context: BrowserContext) -> None:
        """Stand behind /graphql and /files of this phone, which was signed in before."""
        context.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
        context.route("**/graphql", self._answer)
        context.route("**/files/**", self._file)

    def saved(self) -> list[Answer]:
        """What each saveProfile brought, in order."""
        return [variables["input"] for name, variables in self.asked if name == "SaveProfile"]

    def fill(self) -> Self:
        """Everything that is required."""
        self.consents = {"TRAINING", "REPORTING", "ACCOMMODATION"}
        self.values |= {"fullName": "Siti Aminah, S.E.", "regency": "35.15", "groups": ["BUSINESS"]}
        self.confirmed = self.values["fullName"]
        return self

    def _file(self, route: Route) -> None:
        if self.has_preview:
            route.fulfill(body=PREVIEW, content_type="image/svg+xml")
        else:
            route.abort()

    def _answer(self, route: Route) -> None:
        request = json.loads(route.request.post_data or "{}")
        name, variables = request["operationName"], request["variables"]
        if self.is_down:
            route.abort()
            return
        self.asked.append((name, variables))
        deed: Callable[[Answer], Answer] = getattr(self, f"_{_CAPITALS.sub('_', name).lower()}")
        route.fulfill(json={"data": deed(variables)})

    def profile(self) -> Answer | None:
        """As the contract shows it."""
        if not self.consents:
            return None
        has = self.values.get
        name = has("fullName")
        done = {
            "CONSENT": "TRAINING" in self.consents,
            "PERSON": bool(name),
            "ADDRESS": bool(has("regency")),
            "GROUP": bool(has("groups")),
            "NAME": bool(name) and self.confirmed == name,
        }
        plain = ("birthDate", "gender", "education", "hasDisability", "needs")
        return {
            "fullName": name,
            "nameConfirmed": done["NAME"],
            "namePreviewUrl": f"/files/preview-{len(name)}.svg" if name else None,
            "nik": _masked(has("nik"), 2),
            "phone": _masked(has("phone"), 4),
            **{field_: has(field_) for field_ in plain},
            **self._regions(),
            "groups": has("groups") or [],
            "cooperative": {part: has(f"cooperative.{part}") for part in ("name", "nik", "position")},
            "business": self._business(),
            "steps": [{"kind": kind, "isComplete": is_done, "isRequired": True} for kind, is_done in done.items()],
            "isComplete": all(done.values()),
            "warnings": self.warnings,
        }

    def _regions(self) -> Answer:
        known = PROVINCES | {code: name for part in REGENCIES.values() for code, name in part.items()}
        for part in (*DISTRICTS.values(), *VILLAGES.values()):
            known |= part
        regency = self.values.get("regency")
        codes = {"province": regency and regency.split(".")[0]} | {
            level: self.values.get(level) for level in ("regency", "district", "village")
        }
        return {level: code and {"code": code, "name": known[code]} for level, code in codes.items()}

    def _business(self) -> Answer:
        parts = ("name", "nib", "sector", "since", "turnover", "workers")
        business = {part: self.values.get(f"business.{part}") for part in parts}
        code = business["sector"]
        return business | {"sector": code and {"code": code, "title": SECTORS[code]}}

    def _payload(self, *problems: Answer) -> Answer:
        return {"profile": None if problems else self.profile(), "problems": list(problems)}

    def _consents(self) -> list[Answer]:
        return [
            {"purpose": purpose, "version": VERSION, "givenAt": NOW, "withdrawnAt": None}
            for purpose in sorted(self.consents)
        ]

    # The operations, called after the site's documents

    def _refresh_session(self, _: Answer) -> Answer:
        return {"refreshSession": {"accessToken": "t", "problems": []}}

    def _head(self, _: Answer) -> Answer:
        step = {"kind": "FILL_PROFILE", "message": "Isi biodata.", "link": "/biodata/"}
        return {"viewer": {"id": self.id, "email": "siti@contoh.test", "role": "PARTICIPANT", "nextStep": step}}

    def _my_profile(self, _: Answer) -> Answer:
        viewer = {"id": self.id, "consentVersion": VERSION, "consents": self._consents(), "profile": self.profile()}
        return {"viewer": viewer}

    def _give_consent(self, variables: Answer) -> Answer:
        assert variables["version"] == VERSION
        self.consents |= set(variables["purposes"])
        return {"giveConsent": self._payload()}

    def _withdraw_consent(self, variables: Answer) -> Answer:
        self.consents.discard(variables["purpose"])
        return {"withdrawConsent": {"problems": []}}

    def _save_profile(self, variables: Answer) -> Answer:
        for name, value in _flat(variables["input"]).items():
            if sentence := self.refusals.get(name):
                return {"saveProfile": self._payload(problem("INVALID_INPUT", sentence, name))}
            if name in REPORTING and "REPORTING" not in self.consents:
                return {"saveProfile": self._payload(problem("CONSENT_REQUIRED", "Perlu persetujuan.", name))}
            self.values[name] = value
            for finer in {"regency": ("district", "village"), "district": ("village",)}.get(name, ()):
                self.values[finer] = None
        return {"saveProfile": self._payload()}

    def _confirm_name(self, variables: Answer) -> Answer:
        self.confirmed = variables["name"]
        return {"confirmName": self._payload()}

    def _regencies(self, variables: Answer) -> Answer:
        return {"provinces": _listed(PROVINCES), "regencies": _listed(REGENCIES[variables["province"]])}

    def _districts(self, variables: Answer) -> Answer:
        return {"districts": _listed(DISTRICTS[variables["regency"]])}

    def _villages(self, variables: Answer) -> Answer:
        return {"villages": _listed(VILLAGES.get(variables["district"], {}))}

    def _sectors(self, _: Answer) -> Answer:
        return {"sectors": [{"code": code, "title": title} for code, title in SECTORS.items()]}

    def _my_classes(self, _: Answer) -> Answer:
        return {"viewer": {"offers": self.offers, "enrolments": []}}

    def _my_data(self, _: Answer) -> Answer:
        viewer = {
            "id": self.id,
            "email": "siti@contoh.test",
            "consentVersion": VERSION,
            "consents": self._consents(),
            "erasesAt": self.erases_at,
            "dataRequests": self.requests,
        }
        return {"viewer": viewer}

    def _proof(self) -> list[Answer]:
        return [] if self.proven else [problem("PROOF_REQUIRED", "Buktikan bahwa ini memang Anda.")]

    def _proof_ways(self, _: Answer) -> Answer:
        return {"viewer": {"email": "siti@contoh.example", "hasPassword": True, "passkeys": []}}

    def _prove_by_password(self, _: Answer) -> Answer:
        self.proven = True
        return {"proveByPassword": {"problems": []}}

    def _request_my_data(self, _: Answer) -> Answer:
        url = "/files/data-saya.zip" if self.proven else None
        return {"requestMyData": {"url": url, "expiresAt": url and NOW, "problems": self._proof()}}

    def _request_correction(self, variables: Answer) -> Answer:
        self.requests.insert(0, data_request("CORRECTION", text=variables["text"]))
        return {"requestCorrection": {"problems": []}}

    def _request_erasure(self, _: Answer) -> Answer:
        if self.proven:
            self.erases_at = "2026-11-04T02:00:00Z"
            self.requests.insert(0, data_request("ERASURE"))
        return {"requestErasure": {"problems": self._proof()}}

    def _cancel_erasure(self, _: Answer) -> Answer:
        self.erases_at = None
        return {"cancelErasure": {"done": True, "problems": []}}

    def _staff_desk(self, _: Answer) -> Answer:
        people: Answer = {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "edges": []}
        desk = self.staff and {"waitingJobs": 0, "failedJobsCount": 0, "participants": people}
        return {"viewer": {"role": "STAFF" if desk else "PARTICIPANT"}, "staff": desk}

    def _open_data_requests(self, _: Answer) -> Answer:
        return {"viewer": {"id": self.id}, "staff": self.staff}

    def _evaluated_classes(self, _: Answer) -> Answer:
        courses = self.staff and {"evaluatedCourses": self.staff.get("evaluatedCourses", [])}
        return {"viewer": {"id": self.id}, "staff": courses}

    def _accommodations(self, _: Answer) -> Answer:
        courses = self.staff and {
            "evaluatedCourses": self.staff.get("evaluatedCourses", []),
            "accommodations": self.staff.get("accommodations", []),
        }
        return {"viewer": {"id": self.id}, "staff": courses}

    def _who_looks(self, _: Answer) -> Answer:
        return {"viewer": {"id": self.id, "role": "STAFF" if self.staff else "PARTICIPANT"}}

    def _reminder_switch(self, _: Answer) -> Answer:
        state: Answer = {"on": False, "changedAt": None, "reminders": 0, "stopped": 0}
        return {"staff": self.staff and {"reminderSwitch": state}}

    def _answer_data_request(self, variables: Answer) -> Answer:
        assert self.staff
        self.staff["dataRequests"] = [one for one in self.staff["dataRequests"] if one["id"] != variables["request"]]
        return {"answerDataRequest": {"done": True, "problems": []}}


def data_request(kind: str, **more: Any) -> Answer:
    """A request as its owner sees it."""
    empty = {"id": f"id-{kind}", "kind": kind, "doneAt": None, "text": None, "answer": None}
    return empty | {"askedAt": NOW, "dueAt": "2026-11-05T02:00:00Z"} | more


def open_request(seconds: int, **more: Any) -> Answer:
    """A request as the office sees it."""
    facts = {"id": f"id-{seconds}", "email": "siti@contoh.test", "kind": "CORRECTION", "text": "Nama saya keliru."}
    return facts | {"askedAt": NOW, "dueAt": "2026-11-05T02:00:00Z", "secondsLeft": seconds} | more


def _flat(given: Answer) -> Answer:
    flat: Answer = {}
    for name, value in given.items():
        parts = cast("Answer", value) if isinstance(value, dict) else None
        flat |= {name: value} if parts is None else {f"{name}.{part}": one for part, one in parts.items()}
    return flat


def _masked(number: str | None, shown: int) -> str | None:
    return number and number[:shown] + "•" * (len(number) - shown - 4) + number[-4:]


def _listed(regions: dict[str, str]) -> list[Answer]:
    return [{"code": code, "name": name} for code, name in regions.items()]
