"""How somebody answers a question on the screen, whichever kind it is: in a lesson and in the evaluation."""

from playwright.sync_api import Locator, expect

from courseware.sealed import QuestionKind, SealedQuestion


def answer_rightly(form: Locator, asked: SealedQuestion) -> None:
    """By mouse and keyboard, as the screen offers it; `form` holds this question alone."""
    match asked.kind:
        case QuestionKind.SHORT:
            fill(form, asked.spellings[0])
        case QuestionKind.NUMBER if asked.number:
            fill(form, asked.number.value.replace(".", ","))
        case QuestionKind.MATCHING:
            for pair in asked.pairs:
                form.locator(f'select[name="{pair.id}"]').select_option(pair.choice)
        case QuestionKind.ORDERING:
            put_in_order(form, [choice.id for choice in asked.choices])
        case QuestionKind.MULTIPLE:
            for choice in asked.choices:
                form.locator(f'input[value="{choice.id}"]').set_checked(choice.correct)
        case _:
            right = next(choice for choice in asked.choices if choice.correct)
            form.locator(f'input[value="{right.id}"]').check()


def answer_wrongly(form: Locator, asked: SealedQuestion) -> None:
    """Something that is not right; it may be partly so."""
    match asked.kind:
        case QuestionKind.SHORT:
            fill(form, "entahlah")
        case QuestionKind.NUMBER:
            fill(form, "987654321")
        case QuestionKind.MATCHING:
            first, second, *_ = asked.pairs
            form.locator(f'select[name="{first.id}"]').select_option(second.choice)
        case QuestionKind.ORDERING:
            put_in_order(form, [choice.id for choice in reversed(asked.choices)])
        case _:
            wrong = next(choice for choice in asked.choices if not choice.correct)
            form.locator(f'input[value="{wrong.id}"]').check()


def fill(form: Locator, text: str) -> None:
    """Type it and leave the field."""
    field = form.locator("input[type=text]")
    field.fill(text)
    field.blur()


def put_in_order(form: Locator, wanted: list[str]) -> None:
    """By the buttons that move an item up; one move at least, for the first order may be the wanted one."""
    if order_in(form) == wanted:
        form.locator("[data-item]").last.get_by_role("button").first.click()
    for place, item in enumerate(wanted):
        while (at := order_in(form).index(item)) > place:
            form.locator(f'[data-item="{item}"]').get_by_role("button").first.click()
            expect(form.locator("[data-item]").nth(at - 1)).to_have_attribute("data-item", item)


def order_in(form: Locator) -> list[str]:
    """The items' ids from the top to the bottom."""
    found: list[str] = form.locator("[data-item]").evaluate_all("items => items.map(item => item.dataset.item)")
    return found
