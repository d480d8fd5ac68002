"""GraphQL of what a certificate still depends on: each requirement, how it stands, and the one link that mends it."""

from datetime import datetime, timedelta

import strawberry

from api.certification import actions, rules
from api.certification.rules import Blocker, RequirementKind, RequirementState
from api.learning.models import Enrolment
from api.learning.rules import LessonStanding, Standing
from api.learning.shown import LessonLack, lesson_shown
from api.refusal import Language, sentence, waiting_time

strawberry.enum(RequirementKind)
strawberry.enum(RequirementState, description="Where a requirement of the certificate stands.")
strawberry.enum(
    Blocker,
    name="RequirementBlocker",
    description="What must happen first. OFFICE: the participant can do nothing but ask the office.",
)

BIODATA = "/biodata/"
CONFIRM_NAME = "/biodata/#nama"
HELP = "/bantuan/"


@strawberry.type(description="A lesson as the certificate sees it.")
class LessonRequirement:
    id: strawberry.ID
    title: str
    state: RequirementState
    message: str | None = strawberry.field(description="Why it isn't completed; null where it is.")
    lacks: list[LessonLack]
    link: str = strawberry.field(description="The lesson; where it is blocked, the lesson that comes first.")


@strawberry.type(description="Something that the certificate depends on.")
class Requirement:
    kind: RequirementKind
    state: RequirementState
    message: str
    link: str = strawberry.field(description="The one place that mends it; where it is done, where it can be seen.")
    waits_until: datetime | None = strawberry.field(description="Set where it is WAITING.")
    blocked_by: Blocker | None = strawberry.field(description="Set where it is BLOCKED.")
    attempts_left: int | None = strawberry.field(
        description="For EVALUATION: how many attempts the class still allows; null without a limit, and otherwise."
    )
    lessons: list[LessonRequirement] = strawberry.field(description="For LESSONS: each of them, in order.")


async def requirements_shown(row: Enrolment, standing: Standing, at: datetime, language: Language) -> list[Requirement]:
    """Every requirement of this enrolment's certificate, in the order to do it."""
    stands = await actions.standing_of(row, standing.progress, at)
    teller = _Teller(row.course_id, standing, stands.evaluation, at, language)
    return [teller.requirement(one) for one in stands.requirements]


class _Teller:
    """Puts the requirements of one enrolment into words."""

    def __init__(
        self, slug: str, standing: Standing, evaluation: rules.EvaluationFacts, at: datetime, language: Language
    ) -> None:
        self.home = f"/kelas/{slug}/"
        self.standing = standing
        self.evaluation = evaluation
        self.at = at
        self.language: Language = language

    def requirement(self, one: rules.Requirement) -> Requirement:
        is_evaluation = one.kind is RequirementKind.EVALUATION
        return Requirement(
            kind=one.kind,
            state=one.state,
            message=self._message(one),
            link=self._link(one),
            waits_until=one.until,
            blocked_by=one.blocked_by,
            attempts_left=self.evaluation.attempts_left if is_evaluation else None,
            lessons=[self._lesson(lesson) for lesson in self.standing.lessons]
            if one.kind is RequirementKind.LESSONS
            else [],
        )

    def _message(self, one: rules.Requirement) -> str:
        progress, facts = self.standing.progress, self.evaluation
        key = f"{one.state.name.title()}_{one.kind.name}"
        match one.kind, one.state:
            case _, RequirementState.OPEN:
                key = f"Missing_{one.kind.name}"
                if one.kind is RequirementKind.EVALUATION:
                    key += "_OPEN" if facts.is_open else "" if facts.attempts_left is None else "_LIMITED"
            case RequirementKind.EVALUATION, RequirementState.BLOCKED if one.blocked_by is Blocker.OFFICE:
                key += "_USED_UP" if facts.attempts_left == 0 else "_EMPTY"
            case _:
                pass
        wait = waiting_time(_seconds(one.until - self.at), self.language) if one.until else ""
        counts = {"left": progress.total - progress.done, "done": progress.done, "total": progress.total}
        return sentence(key, self.language, wait=wait, attempts=facts.attempts_left, **counts)

    def _link(self, one: rules.Requirement) -> str:
        if one.blocked_by is Blocker.OFFICE:
            return HELP
        if one.blocked_by is Blocker.PROFILE or one.kind is RequirementKind.PROFILE:
            return BIODATA
        if one.blocked_by is Blocker.LESSONS or one.kind is RequirementKind.LESSONS:
            upcoming = self.standing.next
            return self._page(upcoming) if upcoming else self.home
        return CONFIRM_NAME if one.kind is RequirementKind.NAME else f"{self.home}evaluasi/"

    def _lesson(self, one: LessonStanding) -> LessonRequirement:
        shown = lesson_shown(one, self.language)
        first = next((each for each in self.standing.lessons if each.lesson == one.first), None)
        state = RequirementState.DONE if one.completed_at else RequirementState.OPEN
        message = None if one.completed_at else one.lacks.in_words(self.language)
        if one.first:
            state = RequirementState.BLOCKED
            message = sentence("Blocked_LESSON", self.language, first=one.first.title)
        return LessonRequirement(
            id=shown.id,
            title=shown.title,
            state=state,
            message=message,
            lacks=shown.lacks,
            link=self._page(first or one),
        )

    def _page(self, one: LessonStanding) -> str:
        return f"{self.home}{one.lesson.slug}/"


def _seconds(wait: timedelta) -> int:
    return -(-wait // timedelta(seconds=1))
