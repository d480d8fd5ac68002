"""What the worker does for accounts: their mails, and forgetting what was never confirmed.

Which letter goes to an address is decided here and not where it was asked for: so asking takes the same time whether or
not the address is known. `event` tells one cause of a mail from the next, so that a mail that is tried again keeps its
Message-ID.
"""

from uuid import UUID

from api.accounts import addresses, recovery, registration, rules, tokens
from api.accounts.models import Account, AddressChange, Challenge, ExternalIdentity, Passkey, Registration, Session
from api.mail import Mail
from api.refusal import Language
from api.tools import Tools

SIGN_IN_PAGE = "/masuk/"
ACCOUNT_PAGE = "/akun/"
RECOVERY_PAGE = "/pemulihan/"


async def mail_confirmation(tools: Tools, registration_id: str) -> None:
    """The link that proves the address, or, where the address has an account, word of that to its owner. Nothing is
    sent once the link was opened or has expired."""
    found = await Registration.get_or_none(id=UUID(registration_id))
    if found is None or found.confirmed_at:
        return
    account = await Account.get_or_none(email=found.email)
    if account:
        await _mail(tools, account, f"known-address.{found.id}", "known-address", link=_page(tools, SIGN_IN_PAGE))
        await found.delete()
        return
    token = tokens.sealed_id(registration.CONFIRM, found.id, found.expires_at, tools.settings)
    facts: dict[str, object] = {"link": f"{_page(tools, '/konfirmasi/')}#{token}"}
    await tools.send(Mail("confirm", found.email, f"confirm.{found.id}", facts, language=found.language))


async def mail_welcome(tools: Tools, account_id: str, event: str) -> None:
    """The registration succeeded."""
    await _mail_account(tools, account_id, event, "welcome", link=_page(tools, "/biodata/"))


async def mail_code(tools: Tools, challenge_id: str) -> None:
    """Six digits to sign in by."""
    challenge = await _waiting(tools, challenge_id)
    if challenge and challenge.email:
        account = await Account.get_or_none(email=challenge.email)
        language = account.language if account else challenge.language
        await _mail_digits(tools, challenge, "code", challenge.email, language)


async def mail_proof_code(tools: Tools, challenge_id: str) -> None:
    """Six digits to the account's own address, before a sensitive deed."""
    challenge = await _waiting(tools, challenge_id)
    account = await Account.get_or_none(id=challenge.account_id) if challenge else None
    if challenge and account:
        await _mail_digits(tools, challenge, "proof-code", account.email, account.language)


async def mail_new_address(tools: Tools, challenge_id: str) -> None:
    """Six digits to the address that an account wants to move to, or word to its owner where it has one already."""
    challenge = await _waiting(tools, challenge_id)
    account = await Account.get_or_none(id=challenge.account_id) if challenge else None
    if challenge is None or account is None or challenge.email is None:
        return
    holder = await Account.get_or_none(email=challenge.email)
    if holder and holder.id != account.id:
        key = f"email-taken.{challenge.id}"
        await _mail(tools, holder, key, "email-taken", link=_page(tools, SIGN_IN_PAGE))
        return
    await _mail_digits(tools, challenge, "email-change-code", challenge.email, account.language)


async def mail_change_asked(tools: Tools, challenge_id: str) -> None:
    """Word to the old address that a change was asked for."""
    challenge = await Challenge.get_or_none(id=UUID(challenge_id))
    account = await Account.get_or_none(id=challenge.account_id) if challenge else None
    if challenge is None or account is None or challenge.email is None:
        return
    facts: dict[str, object] = {
        "new_masked": rules.masked_email(challenge.email),
        "link": _page(tools, ACCOUNT_PAGE),
    }
    await _mail(tools, account, f"email-change-asked.{challenge.id}", "email-change-asked", **facts)


async def mail_address_left(tools: Tools, change_id: str) -> None:
    """Word to the old address that the account has left it, with the link that takes it back."""
    change = await AddressChange.get_or_none(id=UUID(change_id))
    account = await Account.get_or_none(id=change.account_id) if change else None
    if change is None or account is None or change.undone_at:
        return
    token = tokens.sealed_id(addresses.UNDO, change.id, change.expires_at, tools.settings)
    facts: dict[str, object] = {
        "old_masked": rules.masked_email(change.old_email),
        "new_masked": rules.masked_email(change.new_email),
        "link": f"{_page(tools, '/batal-ganti-surel/')}#{token}",
        "days": rules.UNDO_LIFE.days,
    }
    key = f"email-changed.{change.id}"
    await tools.send(Mail("email-changed", change.old_email, key, facts, language=account.language))


async def mail_address_taken_up(tools: Tools, change_id: str) -> None:
    """Word to the new address that the account lives there now."""
    change = await AddressChange.get_or_none(id=UUID(change_id))
    account = await Account.get_or_none(id=change.account_id) if change else None
    if change and account:
        key = f"email-changed-new.{change.id}"
        await tools.send(Mail("email-changed-new", change.new_email, key, {}, language=account.language))


async def mail_recovery(tools: Tools, challenge_id: str) -> None:
    """The link for a new password, good for an hour from when it was asked for; or how to register."""
    challenge = await _waiting(tools, challenge_id)
    if challenge is None or challenge.email is None:
        return
    account = await Account.get_or_none(email=challenge.email)
    if account is None:
        facts: dict[str, object] = {"link": _page(tools, "/daftar/")}
        key = f"recover-unknown.{challenge.id}"
        await tools.send(Mail("recover-unknown", challenge.email, key, facts, language=challenge.language))
        return
    bound_to = recovery.bound_to(account)
    token = tokens.sealed_id(recovery.RECOVER, account.id, challenge.expires_at, tools.settings, bound_to=bound_to)
    link = f"{_page(tools, RECOVERY_PAGE)}#{token}"
    await _mail(tools, account, f"recover.{challenge.id}", "recover", link=link)


async def mail_password_changed(tools: Tools, account_id: str, event: str) -> None:
    """The password was changed; what to do when it wasn't you."""
    await _mail_account(tools, account_id, event, "password-changed", link=_page(tools, RECOVERY_PAGE))


async def mail_session_ended(tools: Tools, account_id: str, event: str) -> None:
    """A copied sign-in was presented and the session ended; what to do."""
    await _mail_account(tools, account_id, event, "session-ended", link=_page(tools, RECOVERY_PAGE))


async def mail_new_device(tools: Tools, session_id: str) -> None:
    """Somebody signed in from a browser that the account has not been seen in; what to do when it wasn't you."""
    session = await Session.get_or_none(id=UUID(session_id)).select_related("account")
    if session:
        facts: dict[str, object] = {
            "device": session.device,
            "when": session.created_at,
            "link": _page(tools, ACCOUNT_PAGE),
        }
        await _mail(tools, session.account, f"new-device.{session.id}", "new-device", **facts)


async def mail_google_linked(tools: Tools, identity_id: str) -> None:
    """A provider's account opens this one from now on."""
    identity = await ExternalIdentity.get_or_none(id=UUID(identity_id)).select_related("account")
    if identity:
        facts: dict[str, object] = {
            "google_email_masked": rules.masked_email(identity.email),
            "link": _page(tools, ACCOUNT_PAGE),
        }
        await _mail(tools, identity.account, f"google-linked.{identity.id}", "google-linked", **facts)


async def mail_google_unlinked(tools: Tools, account_id: str, event: str) -> None:
    """And now it does no longer."""
    await _mail_account(tools, account_id, event, "google-unlinked", link=_page(tools, ACCOUNT_PAGE))


async def mail_passkey_added(tools: Tools, passkey_id: str) -> None:
    """A passkey opens this account from now on."""
    passkey = await Passkey.get_or_none(id=UUID(passkey_id)).select_related("account")
    if passkey:
        facts: dict[str, object] = {"name": passkey.name, "link": _page(tools, ACCOUNT_PAGE)}
        await _mail(tools, passkey.account, f"passkey-added.{passkey.id}", "passkey-added", **facts)


async def mail_passkey_removed(tools: Tools, account_id: str, event: str) -> None:
    """And now it does no longer."""
    await _mail_account(tools, account_id, event, "passkey-removed", link=_page(tools, ACCOUNT_PAGE))


async def forget_registration(tools: Tools, registration_id: str) -> None:
    """Remove a registration whose time is over: an address that was never proven is nobody's to keep."""
    del tools
    await Registration.filter(id=UUID(registration_id)).delete()


async def forget_challenge(tools: Tools, challenge_id: str) -> None:
    """Remove a challenge whose time is over, and the address in it."""
    del tools
    await Challenge.filter(id=UUID(challenge_id)).delete()


async def forget_address_change(tools: Tools, change_id: str) -> None:
    """Remove an address that was left and can be taken back no longer."""
    del tools
    await AddressChange.filter(id=UUID(change_id)).delete()


async def _waiting(tools: Tools, challenge_id: str) -> Challenge | None:
    """The challenge while an answer to it can still come."""
    return await Challenge.get_or_none(id=UUID(challenge_id), used_at__isnull=True, expires_at__gt=tools.clock())


async def _mail_digits(tools: Tools, challenge: Challenge, template: str, to: str, language: Language) -> None:
    facts: dict[str, object] = {
        "code": tokens.code_of(challenge.id, tools.settings),
        "minutes": int(rules.CODE_LIFE.total_seconds() // 60),
    }
    await tools.send(Mail(template, to, f"{template}.{challenge.id}", facts, language=language))


async def _mail_account(tools: Tools, account_id: str, event: str, template: str, **facts: object) -> None:
    account = await Account.get_or_none(id=UUID(account_id))
    if account:
        await _mail(tools, account, f"{template}.{event}", template, **facts)


async def _mail(tools: Tools, account: Account, key: str, template: str, **facts: object) -> None:
    await tools.send(Mail(template, account.email, key, facts, language=account.language))


def _page(tools: Tools, path: str) -> str:
    return f"{tools.settings.public_url}{path}"
