"""GraphQL of how people liked a class: what each of them says, and for the staff what all of them say together."""

from datetime import datetime

import strawberry

from api.edge import Info, Payload, refusable, signed_in
from api.evaluations import satisfaction, sealing
from api.evaluations.models import Satisfaction as Row
from api.evaluations.satisfaction_rules import FEWEST, Statement, Tally, changeable_until, why_not_answer
from api.learning.models import Enrolment as EnrolmentRow

strawberry.enum(Statement, name="SatisfactionStatement")
_ON_SCALE = "From 1, not at all, to 5, fully."


@strawberry.type(description="What a participant says about a class. Each statement is agreed to from 1 to 5, or null.")
class Satisfaction:
    open: bool = strawberry.field(
        description="Whether it may be answered or changed now: 14 days from the first answer."
    )
    declined: bool = strawberry.field(description="They would rather not say: don't ask again by yourself.")
    relevance: int | None
    clarity: int | None
    length: int | None
    access: int | None
    recommendation: int | None
    comment: str | None
    given_at: datetime | None
    changeable_until: datetime | None


@strawberry.input(description="What is left out stays as it is; null takes it back.")
class SatisfactionInput:
    relevance: int | None = strawberry.field(default=strawberry.UNSET, description=_ON_SCALE)
    clarity: int | None = strawberry.field(default=strawberry.UNSET, description=_ON_SCALE)
    length: int | None = strawberry.field(default=strawberry.UNSET, description=_ON_SCALE)
    access: int | None = strawberry.field(default=strawberry.UNSET, description=_ON_SCALE)
    recommendation: int | None = strawberry.field(default=strawberry.UNSET, description=_ON_SCALE)
    comment: str | None = strawberry.field(default=strawberry.UNSET, description="At most 1,000 characters.")


@strawberry.type
class SatisfactionPayload(Payload):
    satisfaction: Satisfaction | None = None


@strawberry.type
class SatisfactionEnrolment:
    row: strawberry.Private[EnrolmentRow]

    @strawberry.field(description="How they liked the class; null before there is a result to ask after.")
    async def satisfaction(self, info: Info) -> Satisfaction | None:
        if not await satisfaction.has_result(self.row.id):
            return None
        return _shown(await satisfaction.of_enrolment(self.row.id), info)


@strawberry.type
class SatisfactionMutation:
    @strawberry.mutation(
        description="Say how one liked a class, field by field or in one go. No condition of anything; repeating it is "
        "harmless."
    )
    @refusable(SatisfactionPayload)
    async def save_satisfaction(self, info: Info, course: str, input: SatisfactionInput) -> SatisfactionPayload:  # noqa: A002 - GraphQL's usual name
        tools = info.context.tools
        row = await satisfaction.save(signed_in(info).account_id, course, _sent(input), tools.vault, tools.clock())
        return SatisfactionPayload(satisfaction=_shown(row, info))

    @strawberry.mutation(description="Pass over the form. What was said already stays; saving opens it again.")
    @refusable(SatisfactionPayload)
    async def decline_satisfaction(self, info: Info, course: str) -> SatisfactionPayload:
        row = await satisfaction.decline(signed_in(info).account_id, course, info.context.tools.clock())
        return SatisfactionPayload(satisfaction=_shown(row, info))


@strawberry.type(description="What was answered to one statement.")
class StatementTally:
    statement: Statement
    answers: int
    mean: float
    distribution: list[int] = strawberry.field(description="How many gave 1, 2, 3, 4 and 5.")


@strawberry.type(description="How people liked a class. Nothing of it tells who they are.")
class ClassSatisfaction:
    answers: int = strawberry.field(description="People who answered at least one statement.")
    declined: int
    fewest: int = strawberry.field(description="With fewer answers than this nothing is told but their number.")
    told: bool
    statements: list[StatementTally] = strawberry.field(description="Those that enough people answered.")
    comments: list[str] = strawberry.field(description="The latest 200, in the order of the alphabet, without names.")


@strawberry.type
class SatisfactionStaff:
    @strawberry.field(description="How people liked a class; zeros for an unknown one.")
    async def satisfaction(self, info: Info, course: str) -> ClassSatisfaction:
        found = await satisfaction.opinions(course, info.context.tools.vault)
        return ClassSatisfaction(
            answers=found.answers,
            declined=found.declined,
            fewest=FEWEST,
            told=found.is_told,
            statements=[_tally(one, tally) for one, tally in found.tallies.items() if tally],
            comments=list(found.comments),
        )


def _sent(sent: SatisfactionInput) -> satisfaction.Changes:
    values = {one: getattr(sent, one.value) for one in Statement}
    given = {one: value for one, value in values.items() if value is not strawberry.UNSET}
    comment = sent.comment
    if comment is strawberry.UNSET:
        return satisfaction.Changes(given)
    return satisfaction.Changes(given, comment)


def _shown(row: Row | None, info: Info) -> Satisfaction:
    tools = info.context.tools
    given_at = row.given_at if row else None
    return Satisfaction(
        open=why_not_answer(has_result=True, given_at=given_at, at=tools.clock()) is None,
        declined=row is not None and row.declined_at is not None,
        **{one.value: getattr(row, one.value) if row else None for one in Statement},
        comment=sealing.comments.opened(row, "comment", tools.vault) if row else None,
        given_at=given_at,
        changeable_until=changeable_until(given_at) if given_at else None,
    )


def _tally(statement: Statement, tally: Tally) -> StatementTally:
    return StatementTally(
        statement=statement,
        answers=tally.answers,
        mean=float(tally.mean or 0),
        distribution=list(tally.distribution),
    )
