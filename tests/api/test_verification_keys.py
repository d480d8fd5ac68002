"""The keys by which anyone checks what the office has stated."""

from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from api.opening import verification_keys
from api.settings import load
from api.verification_keys import Jwk, VerificationKeys, VerificationKeysUnusable, make_verification_key, verified


def public_key(jwk: Jwk) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(urlsafe_b64decode(part + "=")) for part in (jwk["x"], jwk["y"]))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def retire(file: Path) -> None:
    """The private half goes, the public one stays."""
    key = load_pem_private_key(file.read_bytes(), None)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    file.with_name(file.name.replace(".pem", ".pub.pem")).write_bytes(public)
    file.unlink()


def test_the_newest_key_signs_and_the_older_one_is_still_trusted(tmp_path: Path) -> None:
    first = make_verification_key(tmp_path, "2026-1")
    old = VerificationKeys.load(tmp_path).sign(b"terbit")
    make_verification_key(tmp_path, "2027-1")
    retire(first)
    keys = VerificationKeys.load(tmp_path)
    new = keys.sign(b"terbit")
    assert (old.key_id, new.key_id) == ("2026-1", "2027-1")
    published = {jwk["kid"]: public_key(jwk) for jwk in keys.jwks()["keys"]}
    assert list(published) == ["2026-1", "2027-1"]
    assert verified(b"terbit", old.raw, published["2026-1"])
    assert verified(b"terbit", new.raw, published["2027-1"])


def test_one_byte_is_noticed(tmp_path: Path) -> None:
    make_verification_key(tmp_path, "2026-1")
    keys = VerificationKeys.load(tmp_path)
    key, raw = public_key(keys.jwks()["keys"][0]), keys.sign(b"terbit").raw
    assert not verified(b"terbis", raw, key)
    assert not verified(b"terbit", bytes([raw[0] ^ 1]) + raw[1:], key)
    assert not verified(b"terbit", raw[:-1], key)


def test_nothing_private_is_published(tmp_path: Path) -> None:
    make_verification_key(tmp_path, "2026-1")
    (published,) = VerificationKeys.load(tmp_path).jwks()["keys"]
    assert set(published) == {"kty", "crv", "kid", "use", "alg", "x", "y"}


def test_a_key_is_never_written_over_and_read_by_nobody_else(tmp_path: Path) -> None:
    file = make_verification_key(tmp_path, "2026-1")
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_verification_key(tmp_path, "2026-1")
    retire(file)
    with pytest.raises(FileExistsError):
        make_verification_key(tmp_path, "2026-1")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("2026-1.pem", b"no key", "can't be read"),
        ("2026 1.pem", b"no key", "name"),
        ("2026-1.pub.pem", ec.generate_private_key(ec.SECP384R1()).public_key(), "P-256"),
    ],
)
def test_a_folder_that_cannot_serve_says_why(
    tmp_path: Path, name: str, content: bytes | ec.EllipticCurvePublicKey, told: str
) -> None:
    is_key = isinstance(content, ec.EllipticCurvePublicKey)
    written = content.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) if is_key else content
    (tmp_path / name).write_bytes(written)
    with pytest.raises(VerificationKeysUnusable, match=told):
        VerificationKeys.load(tmp_path)


def test_a_folder_with_public_keys_alone_cannot_sign(tmp_path: Path) -> None:
    retire(make_verification_key(tmp_path, "2026-1"))
    with pytest.raises(VerificationKeysUnusable, match="jawara keys verification"):
        VerificationKeys.load(tmp_path)


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    """The second one must neither find half a file nor sign with a key that is about to be replaced."""
    settings = [load(home=tmp_path)] * 8
    with ThreadPoolExecutor(len(settings)) as starting:
        found = [one.jwks() for one in starting.map(verification_keys, settings)]
    assert all(one == found[0] for one in found)
    assert [path.name for path in (tmp_path / "keys" / "verification").iterdir()] == ["development.pem"]
