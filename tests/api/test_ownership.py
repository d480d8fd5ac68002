"""Threat 7, someone else's object: each argument that names one is tried with another account's, in vain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLObjectType

from api.accounts.models import Passkey
from api.certification.models import Certificate
from api.evaluations.models import Accommodation
from api.evaluations.sealing import reasons
from api.outbox import OutboxRow
from api.schema import core
from tests.api import account_documents as asks
from tests.api import documents
from tests.api import rights_documents as rights
from tests.api.courses import SLUG
from tests.api.harness import PASSWORD, Api, Participant
from tests.api.ways_in import by_password, mailed_code, new_passkey, prove

CARRIES = {"token", "challenge", "code", "state", "response", "id"}
"""What an argument is called that carries an id inside a text."""


@dataclass(frozen=True, slots=True)
class Owned:
    """What somebody has, as an attacker came by it."""

    attempt: str
    question: str
    choice: str
    device: str
    passkey: str
    registering: str
    to_sign_in: str
    response: str
    proof: tuple[str, str]
    change: tuple[str, str]
    confirmation: str
    job: str
    request: str
    accommodation: str
    receipt: str
    certificate: str


Variables = Callable[[Owned], dict[str, Any]]

ATTACKS: dict[str, tuple[str, Variables, str]] = {
    "Viewer.attempt(id)": (documents.MY_ATTEMPT, lambda one: {"id": one.attempt}, ""),
    "Mutation.saveAnswer(attempt, question)": (
        documents.SAVE,
        lambda one: {
            "attempt": one.attempt,
            "question": one.question,
            "answer": {"choices": [one.choice]},
            "sequence": 9,
        },
        "NOT_FOUND",
    ),
    "Mutation.submitAttempt(attempt)": (documents.SUBMIT, lambda one: {"attempt": one.attempt}, "NOT_FOUND"),
    "Mutation.retryJob(job)": (documents.RETRY, lambda one: {"job": one.job}, "FORBIDDEN"),
    "Mutation.answerDataRequest(request)": (
        rights.ANSWER,
        lambda one: {"request": one.request, "answer": "Sudah kami perbaiki."},
        "FORBIDDEN",
    ),
    "Mutation.withdrawQuestion(question)": (
        documents.WITHDRAW_QUESTION,
        lambda one: {"course": SLUG, "question": one.question, "reason": "Kuncinya keliru."},
        "FORBIDDEN",
    ),
    "Mutation.endAccommodation(accommodation)": (
        documents.END_ACCOMMODATION,
        lambda one: {"accommodation": one.accommodation},
        "FORBIDDEN",
    ),
    "Mutation.replaceCertificate(certificate)": (
        documents.REPLACE,
        lambda one: {"certificate": one.certificate, "fullName": "Si Penyerang", "reason": "Namanya keliru."},
        "FORBIDDEN",
    ),
    "Mutation.revokeCertificate(certificate)": (
        documents.REVOKE,
        lambda one: {"certificate": one.certificate, "reason": "Tidak kami sukai."},
        "FORBIDDEN",
    ),
    "Mutation.resendCertificate(certificate)": (
        documents.RESEND,
        lambda one: {"certificate": one.certificate},
        "FORBIDDEN",
    ),
    "Mutation.lookUpSubmission(code)": (documents.LOOK_UP, lambda one: {"code": one.receipt}, "FORBIDDEN"),
    "Mutation.signOutDevice(device)": (asks.SIGN_OUT_DEVICE, lambda one: {"device": one.device}, "NOT_FOUND"),
    "Mutation.removePasskey(passkey)": (asks.REMOVE_PASSKEY, lambda one: {"passkey": one.passkey}, "NOT_FOUND"),
    "Mutation.finishPasskeyRegistration(challenge, response)": (
        asks.FINISH_PASSKEY,
        lambda one: {"challenge": one.registering, "response": one.response, "name": "Ponsel"},
        "PASSKEY_REFUSED",
    ),
    "Mutation.proveByPasskey(challenge, response)": (
        asks.PROVE_BY_PASSKEY,
        lambda one: {"challenge": one.to_sign_in, "response": one.response},
        "PASSKEY_REFUSED",
    ),
    "Mutation.proveByCode(challenge, code)": (
        asks.PROVE_BY_CODE,
        lambda one: {"challenge": one.proof[0], "code": one.proof[1]},
        "TOKEN_EXPIRED",
    ),
    "Mutation.confirmEmailChange(challenge, code)": (
        asks.CONFIRM_CHANGE,
        lambda one: {"challenge": one.change[0], "code": one.change[1]},
        "TOKEN_EXPIRED",
    ),
    "Mutation.signInWithCode(challenge, code)": (
        asks.SIGN_IN_BY_CODE,
        lambda one: {"challenge": one.proof[0], "code": one.proof[1]},
        "TOKEN_EXPIRED",
    ),
    "Mutation.confirmAddress(token)": (
        documents.CONFIRM,
        lambda one: {"token": one.confirmation, "password": "kata sandi si penyerang"},
        "WRONG_CREDENTIALS",
    ),
}
"""By the arguments that it tries: the operation, what is sent, and the code of the refusal; none where null answers."""

OPEN: dict[str, str] = {
    "Query.verifyCertificate(code)": "the code on the certificate is there to be checked by anybody",
    "Staff.withdrawalPreview(question)": "nobody but staff comes here; see test_withdrawing.py",
    "Mutation.completeLesson(lesson)": "a lesson of the course, looked up in one's own enrolment",
    "Mutation.moveToNewestRelease(release)": "the release on offer, everybody's; the enrolment is one's own",
    "Mutation.answerCheck(lesson, check)": "practice, open to visitors; noted in one's own enrolment",
    "Mutation.noteWatched(lesson, video)": "a video of the course, looked up in one's own enrolment",
    "Mutation.rememberPlace(lesson)": "a lesson of the course, looked up in one's own enrolment",
    "Mutation.resetPassword(token)": "whoever reads the mailbox: the link is the right itself",
    "Mutation.undoEmailChange(token)": "whoever reads the mailbox: the link is the right itself",
    "Mutation.setRemindersByLink(token)": "whoever reads the mailbox: the link is the right itself",
    "Mutation.finishPasskeySignIn(challenge, response)": "the signature says whose it is; see test_passkeys.py",
    "Mutation.finishGoogleSignIn(code, state)": "bound to the browser by its cookie; see test_google_attacks.py",
}
"""Arguments that name nobody's object, or whose holder is its owner, and why."""


def named(key: str) -> set[str]:
    """The arguments that an entry is about."""
    field, _, listed = key.rstrip(")").partition("(")
    return {f"{field}.{name}" for name in listed.split(", ")}


def test_every_argument_that_names_an_object_is_attacked_or_open_for_a_reason() -> None:
    """A new one fails here until somebody has thought of it."""
    found: set[str] = set()
    for owner, kind in core().type_map.items():
        for name, field in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            for argument, known in field.args.items():
                if argument in CARRIES or str(known.type).strip("[]!") in {"ID", "UUID"}:
                    found.add(f"{owner}.{name}.{argument}")
    assert found == set().union(*map(named, (*ATTACKS, *OPEN)))


async def owner_of_everything(api: Api) -> Owned:
    """Somebody in the middle of everything that has an id."""
    made = await api.learned("korban@contoh.id")
    receipt = (await api.submitted(made, right=False))["receipt"]["code"]
    attempt = await api.started(made)
    more = Accommodation(account_id=made.id, minutes=10, set_at=api.clock())
    more.reason = reasons.sealed("reason", "Membaca dengan pembaca layar", more.id, api.tools.vault)
    await more.save()
    await prove(api, made)
    key = await new_passkey(api, made)
    registering = await api.ask(asks.START_PASSKEY, by=made)
    to_sign_in = await api.ask(asks.START_PASSKEY_SIGN_IN)
    proof = (await api.ask(asks.ASK_PROOF, by=made))["challenge"]
    proof_code = await mailed_code(api, "proof-code")
    change = (await api.ask(asks.ASK_CHANGE, by=made, email="korban.baru@contoh.id"))["challenge"]
    change_code = await mailed_code(api, "email-change-code")
    await api.ask(documents.REGISTER, email="calon@contoh.id", password=PASSWORD)
    await api.worker.drain()
    correction = await api.ask(rights.ASK_CORRECTION, by=made, text="Nama ibu saya keliru.")
    job = await OutboxRow.create(job="x", args={}, created_at=api.clock(), due_at=api.clock(), dead_at=api.clock())
    question = attempt["questions"][0]
    await api.certified("lulus@contoh.id")
    certificate = await Certificate.get()
    return Owned(
        attempt=attempt["id"],
        question=question["id"],
        choice=question["choices"][0]["id"],
        device=str(made.session),
        passkey=str((await Passkey.get()).id),
        registering=registering["challenge"],
        to_sign_in=to_sign_in["challenge"],
        response=key.answered(to_sign_in["options"]),
        proof=(proof, proof_code),
        change=(change, change_code),
        confirmation=api.letterbox.last("confirm").token,
        job=str(job.id),
        request=correction["request"]["id"],
        accommodation=str(more.id),
        receipt=receipt,
        certificate=str(certificate.id),
    )


@pytest.fixture
async def owned(api: Api) -> Owned:
    return await owner_of_everything(api)


async def attacker(api: Api) -> Participant:
    """Somebody with every right of their own: a class, an open attempt, a fresh proof, a passkey."""
    made = await api.learned("penyerang@contoh.id")
    await api.started(made)
    await prove(api, made)
    await new_passkey(api, made)
    return made


async def test_another_accounts_object_is_as_good_as_none(api: Api, owned: Owned) -> None:
    """Threat 7: refused without a word of whether it exists, and after each the database is as it was."""
    by = await attacker(api)
    await api.worker.drain()
    before = api.stored()
    for name, (document, variables, code) in ATTACKS.items():
        answer = await api.ask(document, by=by, **variables(owned))
        if code:
            assert [one["code"] for one in answer["problems"]] == [code], name
        values = [value for field, value in answer.items() if field not in {"problems", "resendSeconds"}]
        assert not any(values), name
        assert api.stored() == before, name


async def test_what_is_anothers_is_answered_like_what_is_nobodys(api: Api, owned: Owned) -> None:
    """The two answers are the same, letter by letter: an id can't be probed for."""
    by = await attacker(api)
    nobody = str(uuid4())
    for name in ("saveAnswer", "submitAttempt", "retryJob", "signOutDevice", "removePasskey", "attempt"):
        (key,) = [key for key in ATTACKS if f".{name}(" in key]
        document, variables, _ = ATTACKS[key]
        sent = variables(owned)
        absent = sent | {field: nobody for field in ("attempt", "job", "device", "passkey", "id") if field in sent}
        answers = [(await api.post(document, one, by=by)).json() for one in (sent, absent)]
        assert answers[0] == answers[1], name


async def test_the_same_is_allowed_to_its_owner(api: Api) -> None:
    """Otherwise the refusals above would prove nothing."""
    owned = await owner_of_everything(api)
    token = await by_password(api, "korban@contoh.id")
    for name in ("saveAnswer", "submitAttempt", "proveByCode", "confirmEmailChange", "removePasskey", "signOutDevice"):
        (key,) = [key for key in ATTACKS if f".{name}(" in key]
        document, variables, _ = ATTACKS[key]
        assert (await api.ask(document, by=token, **variables(owned)))["problems"] == [], name
