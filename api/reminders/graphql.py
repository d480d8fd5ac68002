"""GraphQL of reminders."""

from datetime import datetime
from uuid import UUID

import strawberry

from api.edge import DonePayload, Info, Payload, acting, refusable, signed_in
from api.reminders import actions


@strawberry.type(description="Whether the office reminds people who stopped in the middle of a class.")
class ReminderSwitch:
    on: bool
    changed_at: datetime | None
    reminders: int = strawberry.field(description="Letters ordered so far.")
    stopped: int = strawberry.field(description="People who want none.")


@strawberry.type
class ReminderSwitchPayload(Payload):
    switch: ReminderSwitch | None = None


@strawberry.type
class RemindersViewer:
    id: UUID

    @strawberry.field(description="Whether this person gets reminders, if the office sends any.")
    async def wants_reminders(self) -> bool:
        return await actions.is_wanted(self.id)


@strawberry.type
class RemindersStaff:
    @strawberry.field
    async def reminder_switch(self) -> ReminderSwitch:
        return _shown(await actions.switch_state())


@strawberry.type
class RemindersMutation:
    @strawberry.mutation(description="Stop reminders, or have them again, by the link in a letter. Needs no account.")
    @refusable(DonePayload)
    async def set_reminders_by_link(self, info: Info, token: str, wanted: bool) -> DonePayload:
        tools = info.context.tools
        await actions.set_by_link(token, tools.settings, tools.clock(), wanted=wanted)
        return DonePayload(done=True)

    @strawberry.mutation(description="Whether the account that is signed in gets reminders, if the office sends any.")
    @refusable(DonePayload)
    async def set_reminders(self, info: Info, wanted: bool) -> DonePayload:
        await actions.set_wanted(signed_in(info).account_id, info.context.tools.clock(), wanted=wanted)
        return DonePayload(done=True)

    @strawberry.mutation(
        description="For staff accounts only: remind people who have done nothing in a class for a week, twice at "
        "most; or no longer. The time before it was turned on doesn't count."
    )
    @refusable(ReminderSwitchPayload)
    async def switch_reminders(self, info: Info, on: bool) -> ReminderSwitchPayload:
        state = await actions.switch_reminders(on=on, by=acting(info), at=info.context.tools.clock())
        return ReminderSwitchPayload(switch=_shown(state))


def _shown(state: actions.SwitchState) -> ReminderSwitch:
    return ReminderSwitch(on=state.is_on, changed_at=state.changed_at, reminders=state.reminders, stopped=state.stopped)
