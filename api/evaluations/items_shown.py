"""GraphQL of the staff: what the figures say about the questions of an evaluation. It tells which choices are right."""

import strawberry

from api.evaluations import items
from api.evaluations.findings import ENOUGH, Finding, Option
from api.evaluations.item_rules import Reliability, ReliabilityGap
from courseware.plain import plain_text
from courseware.sealed import QuestionKind

strawberry.enum(Finding, name="ItemFinding", description="What is to be said about a question, the gravest first.")
strawberry.enum(ReliabilityGap)


@strawberry.type(description="Something that could be taken: a choice, a pair, an item at a place.")
class ItemOption:
    text: str = strawberry.field(description="Plain text.")
    is_right: bool
    share: float = strawberry.field(description="Of all who were asked, from 0 to 1.")
    upper: float | None = strawberry.field(description="The same of the upper 27 %.")
    lower: float | None = strawberry.field(description="The same of the lower 27 %.")
    finding: Finding | None


@strawberry.type(description="A wrong answer that at least three people typed, in one spelling.")
class WrongText:
    text: str
    people: int


@strawberry.type(description="Seconds that the question was on the screen.")
class ItemTime:
    attempts: int = strawberry.field(description="Of how many attempts this is known.")
    first_quartile: int
    median: int
    third_quartile: int


@strawberry.type(description="A question's figures, from first attempts with today's key and choices.")
class ItemFigures:
    question: strawberry.ID
    kind: QuestionKind
    pool: str
    prompt: str = strawberry.field(description="Plain text.")
    points: int
    is_current: bool = strawberry.field(description="Whether the release on offer asks it; otherwise an earlier one.")
    is_withdrawn: bool
    attempts: int = strawberry.field(description="How many were asked it.")
    set_aside: int = strawberry.field(description="Attempts with another key or other choices, which don't count here.")
    omitted: int = strawberry.field(description="How many left it open.")
    facility: float | None = strawberry.field(description="The mean share of its points, from 0 to 1.")
    discrimination: float | None = strawberry.field(
        description="The index D: the facility in the upper 27 % less that in the lower, from -1 to 1."
    )
    item_rest: float | None = strawberry.field(
        description="The correlation with the rest of the paper, from -1 to 1; null where either has no spread."
    )
    options: list[ItemOption] = strawberry.field(description="Empty for what is typed.")
    wrong_texts: list[WrongText] = strawberry.field(description="For what is typed, the most frequent first.")
    time: ItemTime | None
    findings: list[Finding]


@strawberry.type(description="How well the questions agree. Null with the reason where that can't be told.")
class PaperReliability:
    alpha: float | None = strawberry.field(
        description="Cronbach's; of right-or-wrong questions it is KR-20. At most 1."
    )
    attempts: int
    questions: int
    gap: ReliabilityGap | None


@strawberry.type(description="The figures of a class, from everybody's first finished attempt.")
class ItemStatistics:
    finished_attempts: int
    counted_attempts: int = strawberry.field(description="The latest of them; of small classes all.")
    enough_attempts: int = strawberry.field(description="With fewer the figures of a question are unsure.")
    reliability: PaperReliability
    items: list[ItemFigures]


@strawberry.type
class ItemsStaff:
    @strawberry.field(description="How the questions of a class do. NOT_FOUND for an unknown class.")
    async def item_statistics(self, course: str) -> ItemStatistics:
        found = await items.statistics(course)
        return ItemStatistics(
            finished_attempts=found.finished,
            counted_attempts=found.attempts,
            enough_attempts=ENOUGH,
            reliability=_reliability(found.reliability),
            items=[_item(one) for one in found.items],
        )


def _reliability(found: Reliability) -> PaperReliability:
    return PaperReliability(alpha=found.value, attempts=found.attempts, questions=found.questions, gap=found.gap)


def _item(one: items.AskedItem) -> ItemFigures:
    figures, question = one.figures, one.figures.question
    return ItemFigures(
        question=strawberry.ID(question.id),
        kind=question.kind,
        pool=one.pool,
        prompt=plain_text(question.prompt_html),
        points=question.points,
        is_current=one.is_current,
        is_withdrawn=one.is_withdrawn,
        attempts=figures.attempts,
        set_aside=figures.set_aside,
        omitted=figures.omitted,
        facility=figures.facility,
        discrimination=figures.discrimination,
        item_rest=figures.item_rest,
        options=[_option(option) for option in figures.options],
        wrong_texts=[WrongText(text=wrong.text, people=wrong.people) for wrong in figures.wrong_texts],
        time=figures.seconds
        and ItemTime(
            attempts=figures.timed,
            first_quartile=figures.seconds.first,
            median=figures.seconds.median,
            third_quartile=figures.seconds.third,
        ),
        findings=list(figures.findings),
    )


def _option(option: Option) -> ItemOption:
    return ItemOption(
        text=option.text,
        is_right=option.is_right,
        share=option.share,
        upper=option.upper,
        lower=option.lower,
        finding=option.finding,
    )
