"""Who may try a password now: strangers are counted narrowly, an owner's own device apart from all of them.

A password has 12 characters and is no common one: at least a million guesses. The numbers leave a guesser with a whole
year far below that, and an owner who mistypes with one short wait.
"""

from api.accounts.devices import KnownDevice
from api.refusal import TooManyRequests
from api.throttle import Limit, Throttle

PER_NETWORK = Limit("sign-ins-network", "300/15 minutes", "1000/3 hours", "3000/day")
"""A hall of participants, or a mobile provider that hides a whole town behind one address, signs in at once. A guesser
with one network gets 3,000 tries a day at all accounts together.
"""
PER_ADDRESS_AND_NETWORK = Limit("sign-ins-address-network", "10/15 minutes", "20/3 hours", "40/day")
"""Somebody who has forgotten the password tries all of theirs, twice."""
PER_ADDRESS = Limit("sign-ins-address", "20/15 minutes", "60/3 hours", "200/day")
"""All strangers together: a guesser with a million networks gets 73,000 tries a year at one account."""
PER_DEVICE = Limit("sign-ins-device", "10/15 minutes", "30/3 hours", "60/day")
"""The owner's own phone, or a thief's who can't unlock the mailbox."""
PER_DEVICE_IN_ALL = Limit("sign-ins-device-all", "120/day")
"""Not forgotten after success: whoever knows a password must not make the server compute without end."""


class TooManySignIns(TooManyRequests):
    """A limit on passwords was reached; the code by e-mail is the other way in and has limits of its own."""


class SignInBusy(TooManyRequests):
    """More passwords wait to be checked than can be in a second."""


async def admit(throttle: Throttle, *, address: str, network: str, device: KnownDevice | None) -> None:
    """Count one try to sign in with this address; strangers' tries never use up a known device's.

    Raises:
        TooManySignIns: refused before the password is looked at, and counted nowhere.
    """
    if device:
        counted = (PER_DEVICE, (device.id, address)), (PER_DEVICE_IN_ALL, (device.id, address))
    else:
        counted = (
            (PER_NETWORK, (network,)),
            (PER_ADDRESS_AND_NETWORK, (address, network)),
            (PER_ADDRESS, (address,)),
        )
    try:
        await throttle.count_all(*counted)
    except TooManyRequests as refusal:
        raise TooManySignIns(seconds=refusal.seconds) from refusal


async def succeeded(throttle: Throttle, *, address: str, network: str, device: KnownDevice | None) -> None:
    """The tries before this one were the owner's. What strangers tried elsewhere stays counted."""
    if device:
        await throttle.forget(PER_DEVICE, device.id, address)
    else:
        await throttle.forget(PER_ADDRESS_AND_NETWORK, address, network)
