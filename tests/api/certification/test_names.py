"""The name on a certificate is the one that its participant confirmed."""

from typing import Any

from api.certification import actions
from api.certification.models import Certificate, NumberSequence
from api.learning.models import Enrolment
from tests.api import documents
from tests.api.courses import SLUG
from tests.api.harness import Api, Participant


async def save_name(api: Api, of: Participant, name: str) -> None:
    answer = await api.ask(documents.SAVE_PROFILE, by=of, input={"fullName": name})
    assert answer["problems"] == []


async def confirm(api: Api, of: Participant, name: str) -> None:
    answer = await api.ask(documents.CONFIRM_NAME, by=of, name=name)
    assert answer["problems"] == []
    await api.worker.drain()


async def standing(api: Api, of: Participant) -> tuple[list[str], str]:
    """What is missing for the certificate, and the next step."""
    enrolment: Any = (await api.ask(documents.MY_ENROLMENT, by=of, course=SLUG))["enrolment"]
    step = (await api.ask(documents.NEXT_STEP, by=of))["nextStep"]
    return [one["kind"] for one in enrolment["missing"]], step["kind"]


async def names_on_certificates() -> list[str]:
    return [actions.printed(row).name for row in await Certificate.all().order_by("id")]


async def test_a_certificate_waits_for_the_name_and_is_then_issued_once(api: Api) -> None:
    """A wrong name is found on the preview, while it can still be mended, and not on paper."""
    someone = await api.learned()
    await save_name(api, someone, "Siti Aminah, S.E.")
    await api.submitted(someone)
    await api.worker.drain()
    enrolment = await Enrolment.get(account_id=someone.id)
    for _ in range(3):
        await actions.consider(enrolment.id, api.tools.settings, api.clock(), api.tools.keys)
    assert await standing(api, someone) == (["NAME"], "CONFIRM_NAME")
    assert await names_on_certificates() == []
    assert await NumberSequence.all().count() == 0
    for _ in range(3):
        await confirm(api, someone, "Siti Aminah, S.E.")
    assert await names_on_certificates() == ["Siti Aminah, S.E."]
    assert await standing(api, someone) == ([], "DOWNLOAD_CERTIFICATE")
    assert api.letterbox.kinds(someone.email) == ["result", "certificate"]


async def test_an_unconfirmed_name_keeps_nobody_from_learning(api: Api) -> None:
    """It is the certificate that needs the name, not the lessons."""
    someone = await api.enrolled()
    await save_name(api, someone, "Siti Aminah, S.E.")
    assert await standing(api, someone) == (["NAME", "LESSONS", "EVALUATION"], "CONTINUE_LESSON")
    await api.complete_lessons(someone)
    assert await standing(api, someone) == (["NAME", "EVALUATION"], "TAKE_EVALUATION")
    assert (await api.submitted(someone))["result"]["passed"]


async def test_a_name_that_changed_before_the_certificate_is_asked_for_again(api: Api) -> None:
    """What was confirmed was another name; and a preview that was left open confirms nothing any more."""
    someone = await api.learned()
    await save_name(api, someone, "Siti Amina")
    await confirm(api, someone, "Siti Amina")
    await save_name(api, someone, "Siti Aminah")
    await api.submitted(someone)
    await api.worker.drain()
    assert await standing(api, someone) == (["NAME"], "CONFIRM_NAME")
    assert await api.refused(documents.CONFIRM_NAME, by=someone, name="Siti Amina")
    await api.worker.drain()
    assert await names_on_certificates() == []
    await confirm(api, someone, "Siti Aminah")
    assert await names_on_certificates() == ["Siti Aminah"]


async def test_a_name_that_changes_later_changes_no_certificate(api: Api) -> None:
    """Confirmed or not: what was printed stays printed, and nothing is asked of a participant who has it."""
    someone = await api.certified()
    before = api.stored()["certificate"]
    await save_name(api, someone, "Siti Aminah, S.E.")
    await api.worker.drain()
    assert api.stored()["certificate"] == before
    assert (await standing(api, someone))[1] == "DOWNLOAD_CERTIFICATE"
    await confirm(api, someone, "Siti Aminah, S.E.")
    assert api.stored()["certificate"] == before
    assert api.letterbox.kinds(someone.email).count("certificate") == 1
