"""What the worker does for reminders."""

from uuid import UUID

from api.learning import actions as learning
from api.learning import releases
from api.mail import Mail
from api.reminders import actions
from api.tools import Tools


async def look(tools: Tools, event: str, enrolment_id: str | None = None) -> None:
    """Order what is due for the enrolments after this one."""
    await actions.look(UUID(event), UUID(enrolment_id) if enrolment_id else None, tools.clock())


async def mail(tools: Tools, reminder_id: str) -> None:
    """Send a reminder, unless it was overtaken: the class is done, or no reminders are wanted any more."""
    wanted = await actions.wanted_letter(UUID(reminder_id))
    if wanted is None:
        return
    reminder, enrolment, account = wanted
    course = await releases.pinned(enrolment)
    progress = await learning.progress_of(enrolment)
    site, token = tools.settings.public_url, actions.stop_token(account.id, tools.settings, reminder.ordered_at)
    facts: dict[str, object] = {
        "course": course.title,
        "done": progress.done,
        "total": progress.total,
        "complete": progress.is_complete,
        "last": reminder.number > 1,
        "link": f"{site}{'/en' if account.language == 'en' else ''}/kelas/{course.slug}/",
        "stop": f"{site}{'/en' if account.language == 'en' else ''}/berhenti-pengingat/#{token}",
    }
    key, stop = f"reminder.{reminder.id}", f"{site}/stop-reminders/{token}"
    await tools.send(Mail("reminder", account.email, key, facts, language=account.language, one_click_stop=stop))
