"""What the worker does for accounts: their mails, and forgetting what was never confirmed.

`event` tells one cause of a mail from the next, so that a mail that is tried again keeps its Message-ID.
"""

from uuid import UUID

from api.accounts import actions, rules, tokens
from api.accounts.models import Account, Registration
from api.mail import Mail
from api.tools import Tools


async def mail_confirmation(tools: Tools, registration_id: str) -> None:
    """The link that proves the address. Nothing is sent once it was opened or has expired."""
    registration = await Registration.get_or_none(id=UUID(registration_id))
    if registration is None or registration.confirmed_at:
        return
    token = tokens.sealed_id(actions.CONFIRM, registration.id, registration.expires_at, tools.settings)
    link = f"{tools.settings.public_url}/konfirmasi/#{token}"
    await tools.send(Mail("confirm", registration.email, f"confirm.{registration.id}", {"link": link}))


async def mail_known_address(tools: Tools, account_id: str, event: str) -> None:
    """Somebody registered an address that has an account: its owner learns it, nobody else does."""
    await _mail(tools, account_id, event, "known-address", f"{tools.settings.public_url}/masuk/")


async def mail_welcome(tools: Tools, account_id: str, event: str) -> None:
    """The registration succeeded."""
    await _mail(tools, account_id, event, "welcome", f"{tools.settings.public_url}/biodata/")


async def mail_recovery(tools: Tools, account_id: str, event: str) -> None:
    """The link for a new password, good for an hour from now."""
    account = await Account.get_or_none(id=UUID(account_id))
    if account is None:
        return
    expires_at = tools.clock() + rules.RECOVERY_LIFE
    bound_to = actions.bound_to(account)
    token = tokens.sealed_id(actions.RECOVER, account.id, expires_at, tools.settings, bound_to=bound_to)
    link = f"{tools.settings.public_url}/pemulihan/#{token}"
    await tools.send(Mail("recover", account.email, f"recover.{event}", {"link": link}))


async def mail_password_changed(tools: Tools, account_id: str, event: str) -> None:
    """The password was changed; what to do when it wasn't you."""
    await _mail(tools, account_id, event, "password-changed", f"{tools.settings.public_url}/pemulihan/")


async def mail_session_ended(tools: Tools, account_id: str, event: str) -> None:
    """A copied sign-in was presented and the session ended; what to do."""
    await _mail(tools, account_id, event, "session-ended", f"{tools.settings.public_url}/pemulihan/")


async def forget_registration(tools: Tools, registration_id: str) -> None:
    """Remove a registration whose time is over: an address that was never proven is nobody's to keep."""
    del tools
    await Registration.filter(id=UUID(registration_id)).delete()


async def _mail(tools: Tools, account_id: str, event: str, template: str, link: str) -> None:
    account = await Account.get_or_none(id=UUID(account_id))
    if account:
        await tools.send(Mail(template, account.email, f"{template}.{event}", {"link": link}))
