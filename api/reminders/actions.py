"""Deeds of reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import audit, outbox
from api.accounts import tokens
from api.accounts.models import Account
from api.accounts.rules import LinkExpired, is_erased
from api.certification import actions as certification
from api.certification.rules import RequirementKind
from api.evaluations import actions as evaluations
from api.evaluations import rules as evaluation_rules
from api.evaluations.models import Attempt
from api.learning import places, releases
from api.learning.models import Enrolment
from api.profiles import consents
from api.profiles.rules import Purpose
from api.reminders import rules
from api.reminders.models import Reminder, ReminderStop, ReminderSwitch
from api.settings import Settings

THE_SWITCH = 1
PAGE = 100
"""Enrolments that one job looks at."""
STOP = "stop-reminders"


@dataclass(frozen=True, slots=True)
class SwitchState:
    """Whether the office sends reminders, since when, and how many letters there were and how many people want none."""

    is_on: bool
    changed_at: datetime | None
    reminders: int
    stopped: int


async def switch_state() -> SwitchState:
    """For the staff's desk."""
    switch = await ReminderSwitch.get(id=THE_SWITCH)
    return SwitchState(switch.is_on, switch.changed_at, await Reminder.all().count(), await ReminderStop.all().count())


async def switch_reminders(*, on: bool, by: audit.Actor, at: datetime) -> SwitchState:
    """Have reminders sent from now on, or none any more. Nobody is written to for the time before; what is so already
    changes nothing.
    """
    async with in_transaction():
        switch = await ReminderSwitch.select_for_update().get(id=THE_SWITCH)
        if switch.is_on != on:
            switch.is_on, switch.changed_at, switch.look = on, at, uuid7() if on else None
            await switch.save()
            if switch.look:
                await outbox.later("reminders.look", at=at, due=rules.next_look(at), event=switch.look)
            deed = audit.Deed.REMINDERS_SWITCHED
            await audit.note(deed, "reminders", by=by, at=at, facts={"on": on})
    return await switch_state()


async def look(event: UUID, after: UUID | None, at: datetime) -> None:
    """Order the letters that are due for the next enrolments after this one, then plan the next look: at once while
    enrolments follow, tomorrow when all were seen. A look that was overtaken by turning reminders off does nothing.
    """
    switch = await ReminderSwitch.get(id=THE_SWITCH)
    if switch.look != event or not switch.is_on or switch.changed_at is None:
        return
    candidates = await _unfinished(after, at)
    for enrolment in candidates:
        await _remind(enrolment.id, switch.changed_at, at)
    is_last = len(candidates) < PAGE
    async with in_transaction():
        following = uuid7()
        # The same look, done twice, plans one next look.
        if not await ReminderSwitch.filter(id=THE_SWITCH, look=event).update(look=following):
            return
        if is_last:
            await outbox.later("reminders.look", at=at, due=rules.next_look(at), event=following)
        else:
            await outbox.later("reminders.look", at=at, event=following, enrolment_id=candidates[-1].id)


async def _unfinished(after: UUID | None, at: datetime) -> list[Enrolment]:
    """The next enrolments that may be idle, by id: begun long enough ago, without a certificate, letters left."""
    found = Enrolment.filter(
        started_at__lte=at - rules.FIRST_AFTER, certificates__id__isnull=True, account__reminder_stop__id__isnull=True
    )
    if after:
        found = found.filter(id__gt=after)
    return await found.order_by("id").limit(PAGE)


async def _remind(enrolment_id: UUID, on_since: datetime, at: datetime) -> None:
    """Order the letter that is due now, if one is, and if there is something that its reader can do."""
    try:
        async with in_transaction():
            enrolment = await Enrolment.select_for_update().get_or_none(id=enrolment_id)
            if enrolment is None or not await _may_be_written_to(enrolment.account_id):
                return
            absence = await _absence(enrolment)
            number = rules.due_reminder(absence, on_since, at)
            if number is None or not await _has_something_to_do(enrolment):
                return
            reminder = await Reminder.create(enrolment_id=enrolment.id, number=number, ordered_at=at)
            await outbox.later("reminders.mail", at=at, reminder_id=reminder.id)
    except IntegrityError:
        # Another worker, looking at the same time, ordered this letter.
        if not await Reminder.exists(enrolment_id=enrolment_id):
            raise


async def _may_be_written_to(account_id: UUID) -> bool:
    account = await Account.get(id=account_id)
    return not (
        is_erased(account.email)
        or await ReminderStop.exists(account_id=account_id)
        or await consents.was_withdrawn(account_id, Purpose.TRAINING)
    )


async def _absence(enrolment: Enrolment) -> rules.Absence:
    attempts = Attempt.filter(enrolment_id=enrolment.id).order_by("-number")
    attempt = await attempts.only("id", "started_at", "closed_at").first()
    done = (await places.last_learned_at(enrolment), attempt and (attempt.closed_at or attempt.started_at))
    reminded = await Reminder.filter(enrolment_id=enrolment.id).values_list("ordered_at", flat=True)
    return rules.Absence(max(_moments(done)), tuple(_moments(reminded)))


def _moments(values: Iterable[object]) -> list[datetime]:
    return [one for one in values if isinstance(one, datetime)]


async def _has_something_to_do(enrolment: Enrolment) -> bool:
    """Whether anything is missing that the participant can still mend."""
    missing = await certification.missing(enrolment)
    if missing != (RequirementKind.EVALUATION,):
        return bool(missing)
    evaluation = (await releases.pinned(enrolment)).evaluation
    return evaluation_rules.attempts_left(evaluation, await evaluations.history_of(enrolment.id)) != 0


async def wanted_letter(reminder_id: UUID) -> tuple[Reminder, Enrolment, Account] | None:
    """The letter that was ordered, to whom it goes, about which class; None where nobody wants it any more."""
    reminder = await Reminder.get_or_none(id=reminder_id)
    if reminder is None or not (await ReminderSwitch.get(id=THE_SWITCH)).is_on:
        return None
    enrolment = await Enrolment.get(id=reminder.enrolment_id)
    if not await _may_be_written_to(enrolment.account_id) or not await certification.missing(enrolment):
        return None
    return reminder, enrolment, await Account.get(id=enrolment.account_id)


def stop_token(account_id: UUID, settings: Settings, at: datetime) -> str:
    """For the link in a letter: whoever reads the letter may stop the next, without signing in."""
    return tokens.sealed_id(STOP, account_id, at + rules.STOP_LINK_LIFE, settings)


async def set_by_link(token: str, settings: Settings, at: datetime, *, wanted: bool) -> None:
    """Stop reminders, or have them again, by the link in a letter.

    Raises:
        LinkExpired
    """
    account_id = tokens.unsealed_id(token)
    if account_id is None or not tokens.is_sealed(STOP, token, settings, at):
        raise LinkExpired
    if not await Account.exists(id=account_id):
        raise LinkExpired
    await set_wanted(account_id, at, wanted=wanted)


async def set_wanted(account_id: UUID, at: datetime, *, wanted: bool) -> None:
    """Whether this person gets reminders, if the office sends any. Again, it changes nothing."""
    if wanted:
        await ReminderStop.filter(account_id=account_id).delete()
        return
    try:
        await ReminderStop.create(account_id=account_id, stopped_at=at)
    except IntegrityError:
        # Stopped before, or by the same tap that arrived twice.
        if await is_wanted(account_id):
            raise


async def is_wanted(account_id: UUID) -> bool:
    """Whether this person hasn't stopped reminders."""
    return not await ReminderStop.exists(account_id=account_id)
