"""The vault: what was sealed opens only whole, in its place, with a key of the ring; an index tells nothing alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.vault import Unopenable, Vault

OLD, NEW, INDEX = (bytes([n]) * 32 for n in (1, 2, 3))
PLACE = "profile.nik:0190"
NIK = "3578014107850001"
ALPHABET = string.ascii_letters + string.digits + "-_"


def vault(*names: str, index_key: bytes = INDEX) -> Vault:
    keys = {"lama": OLD, "baru": NEW}
    return Vault({name: keys[name] for name in names or ("baru", "lama")}, index_key)


@given(st.text(), st.text())
def test_what_was_sealed_opens_to_the_same_text(text: str, place: str) -> None:
    """Any text at any place, empty ones too."""
    assert vault().opened(vault().seal(text, place), place) == text


@given(st.text(min_size=8))
def test_the_sealed_form_does_not_hold_the_text(text: str) -> None:
    """Nor does it hold it in the clear with a signature beside it."""
    assert text not in vault().seal(text, PLACE)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    """Equal values would otherwise be seen to be equal, and a nonce used twice breaks the cipher."""
    assert len({vault().seal(NIK, PLACE) for _ in range(100)}) == 100


def test_no_byte_of_a_sealed_value_can_be_altered() -> None:
    """Version, key id, nonce, ciphertext and tag: each sign replaced, left out and doubled."""
    sealed = vault().seal(NIK, PLACE)
    for at, sign in enumerate(sealed):
        others = [sealed[:at] + other + sealed[at + 1 :] for other in ALPHABET if other != sign]
        for altered in (*others, sealed[:at] + sealed[at + 1 :], sealed[: at + 1] + sealed[at:]):
            with pytest.raises(Unopenable):
                vault().opened(altered, PLACE)


@pytest.mark.parametrize("text", ["", "v1", "v1.baru", "v1.baru.", "v1.baru.AAAA", "v2.baru.AAAA", NIK, "v1.baru.é=="])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    """A plain value in a sealed column is a fault, not a value."""
    with pytest.raises(Unopenable):
        vault().opened(text, PLACE)


def test_values_of_two_rows_can_not_be_swapped() -> None:
    """Whoever can write the database could otherwise give their own NIK's place to somebody else's."""
    sealed = vault().seal(NIK, "profile.nik:1")
    for place in ("profile.nik:2", "profile.phone:1", "", "profile.nik:1 "):
        with pytest.raises(Unopenable):
            vault().opened(sealed, place)


def test_the_first_key_seals_and_every_key_opens() -> None:
    """Rotation: the new key is put before the old one, and what the old one sealed still opens."""
    before = vault("lama").seal(NIK, PLACE)
    rotated = vault("baru", "lama")
    assert rotated.opened(before, PLACE) == NIK
    after = rotated.seal(NIK, PLACE)
    assert (before.split(".")[1], after.split(".")[1]) == ("lama", "baru")
    assert (rotated.is_current(before), rotated.is_current(after)) == (False, True)
    assert vault("baru").opened(after, PLACE) == NIK


def test_a_key_that_left_the_ring_opens_nothing() -> None:
    """The message names the place and the setting, never the value."""
    sealed = vault("lama").seal(NIK, PLACE)
    with pytest.raises(Unopenable, match="DATA_KEYS") as refusal:
        vault("baru").opened(sealed, PLACE)
    assert sealed not in str(refusal.value)
    assert PLACE in str(refusal.value)


def test_another_key_under_the_same_id_opens_nothing() -> None:
    """An id is a name, not the key."""
    sealed = Vault({"baru": OLD}, INDEX).seal(NIK, PLACE)
    with pytest.raises(Unopenable):
        vault().opened(sealed, PLACE)


def test_an_index_is_the_same_for_the_same_text_and_tells_purposes_and_keys_apart() -> None:
    """Uniqueness and search need the first; a stolen database must not be compared across columns or systems."""
    index = vault().index(NIK, "nik")
    assert index == vault("lama").index(NIK, "nik")
    assert len(index) == 64
    assert set(index) <= set("0123456789abcdef")
    others = [
        vault().index(NIK, "phone"),
        vault().index(NIK[:-1] + "2", "nik"),
        vault(index_key=OLD).index(NIK, "nik"),
        vault().index("nik" + NIK, ""),
    ]
    assert len({index, *others}) == 5
