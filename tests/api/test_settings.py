"""Settings: whole at the start, safe in production, silent about secrets."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings, SettingsError, load
from certificates.images import image_name

SECRET = "rahasia-rahasia-rahasia-rahasia-rahasia"
DATA_KEY, OLDER_KEY, INDEX_KEY = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
SHORT_KEY, LONG_KEY = (base64.urlsafe_b64encode(b"k" * n).decode() for n in (31, 33))


def production(tmp_path: Path, **changes: Any) -> dict[str, Any]:
    """What a production system sets at least."""
    return {
        "home": tmp_path,
        "environment": "production",
        "token_key": SECRET,
        "data_keys": f"baru:{DATA_KEY},lama:{OLDER_KEY}",
        "index_key": INDEX_KEY,
        "signing_key": tmp_path / "signing.p12",
        "verification_keys": tmp_path / "verification",
        "public_url": "https://jawara.example",
        "smtp_url": "smtps://surat:sandi-surat@mail.example:465",
        "signer_name": "Dra. Sri Wahyuni, M.Si.",
    } | changes


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """None of our variables, and those that every machine has: they are none of ours."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "somebodys-home"))
    monkeypatch.setenv("ENVIRONMENT", "production")


def test_a_complete_production_system_starts(tmp_path: Path) -> None:
    """Otherwise the refusals below would prove nothing."""
    assert load(**production(tmp_path)).environment == "production"


@pytest.mark.parametrize(
    ("changes", "setting", "cure"),
    [
        ({"token_key": ""}, "TOKEN_KEY", "jawara keys new"),
        ({"token_key": "k" * 31}, "TOKEN_KEY", "jawara keys new"),
        ({"data_keys": ""}, "DATA_KEYS", "jawara keys new"),
        ({"data_keys": DATA_KEY}, "DATA_KEYS", "id:key"),
        ({"data_keys": f"baru:{SHORT_KEY}"}, "DATA_KEYS", "32 bytes"),
        ({"data_keys": f"baru:{LONG_KEY}"}, "DATA_KEYS", "32 bytes"),
        ({"data_keys": f"baru:{DATA_KEY},lama:{SHORT_KEY}"}, "DATA_KEYS, key 2", "32 bytes"),
        ({"data_keys": f"satu:{DATA_KEY},satu:{OLDER_KEY}"}, "DATA_KEYS, key 2", "the id once"),
        ({"data_keys": f"a.b:{DATA_KEY}"}, "DATA_KEYS", "small letters"),
        ({"data_keys": f":{DATA_KEY}"}, "DATA_KEYS", "small letters"),
        ({"data_keys": f"baru:{DATA_KEY},"}, "DATA_KEYS, key 2", "id:key"),
        ({"data_keys": f"baru:{DATA_KEY[:20]}*{DATA_KEY[20:]}"}, "DATA_KEYS", "base64"),
        ({"index_key": ""}, "INDEX_KEY", "jawara keys new"),
        ({"index_key": SHORT_KEY}, "INDEX_KEY", "32 bytes"),
        ({"index_key": "kunci"}, "INDEX_KEY", "32 bytes"),
        ({"signing_key": None}, "SIGNING_KEY", "PKCS#12"),
        ({"verification_keys": None}, "VERIFICATION_KEYS", "jawara keys verification"),
        ({"public_url": "http://jawara.example"}, "PUBLIC_URL", "https://"),
        ({"public_url": ""}, "PUBLIC_URL", "https://"),
        ({"smtp_url": ""}, "SMTP_URL", "smtps://"),
        ({"google_issuer": "http://accounts.example"}, "GOOGLE_ISSUER", "https://"),
        ({"google_client_id": "123.apps.example"}, "GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_ID"),
        ({"signer_name": "(nama pejabat penanda tangan)"}, "SIGNER_NAME", "certificate"),
        ({"certificate_number": "SJ/{year}"}, "CERTIFICATE_NUMBER", "{sequence}"),
        ({"certificate_number": "SJ/{sequence}"}, "CERTIFICATE_NUMBER", "{year}"),
        ({"certificate_number": "SJ/{sequence}/{year}/{month}"}, "CERTIFICATE_NUMBER", "{sequence}"),
        ({"certificate_number": "SJ/{sequence:053}/{year}"}, "CERTIFICATE_NUMBER", "60 characters"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_production_refuses_what_is_missing_or_weak_and_says_the_cure(
    tmp_path: Path, changes: dict[str, Any], setting: str, cure: str
) -> None:
    """Before anybody is served; a bad number pattern would only be found with the first certificate."""
    with pytest.raises(SettingsError) as refusal:
        load(**production(tmp_path, **changes))
    assert setting in str(refusal.value)
    assert cure in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"port": 0}, "PORT"), ({"port": 99_999}, "PORT"), ({"environment": "staging"}, "JAWARA_ENV")],
)
def test_a_wrong_value_is_told_with_the_settings_name(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    """The name under which somebody set it."""
    with pytest.raises(SettingsError, match=rf"(?i){named}|{next(iter(changes))}"):
        load(home=tmp_path, **changes)


def test_the_ring_keeps_the_order_in_which_it_was_given(tmp_path: Path) -> None:
    """The first key seals: sorting them would seal with an old one after a rotation."""
    ring = load(**production(tmp_path)).data_key_ring
    assert list(ring.items()) == [("baru", bytes([1]) * 32), ("lama", bytes([2]) * 32)]


def test_a_key_in_either_alphabet_of_base64_is_the_same_key(tmp_path: Path) -> None:
    """`openssl rand -base64 32` writes + and /, which the other tool writes as - and _."""
    key = b"\xfb\xff" * 16
    written = (base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode())
    assert [load(**production(tmp_path, index_key=one)).index_key_bytes for one in written] == [key, key]


def test_no_secret_stands_in_a_message_or_a_repr(tmp_path: Path) -> None:
    """Both end in logs: the token key, the passphrase, the mail server's and the database's password."""
    secrets = {
        "signing_passphrase": "frasa-kunci",
        "database_url": "postgres://jawara:sandi-data@db.example:5432/x",
        "google_client_secret": "sandi-google",
    }
    settings = load(**production(tmp_path, **secrets))
    mine = ("frasa-kunci", "sandi-surat", "sandi-data", "sandi-google")
    for secret in (SECRET, DATA_KEY, OLDER_KEY, INDEX_KEY, *mine):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_a_refusal_repeats_no_secret_either(tmp_path: Path) -> None:
    """Neither the message nor what it was raised from: a traceback prints both."""
    with pytest.raises(SettingsError) as refusal:
        load(**production(tmp_path, token_key="pendek-sekali", signer_name=""))
    told = f"{refusal.value} {refusal.value.__cause__}"
    assert "pendek-sekali" not in told
    with pytest.raises(SettingsError) as refusal:
        load(**production(tmp_path, data_keys=f"baru:{DATA_KEY},lama:{SHORT_KEY}"))
    told += f"{refusal.value} {refusal.value.__cause__}"
    assert DATA_KEY not in told
    assert SHORT_KEY not in told
    assert "sandi-surat" not in told


def test_without_any_variable_it_is_a_development_system_under_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One command and it runs; everything lies in one place and goes with it."""
    monkeypatch.chdir(tmp_path)
    settings = load()
    assert settings.environment == "development"
    assert settings.home == tmp_path / "var"
    assert settings.database_url == f"sqlite://{tmp_path}/var/jawara.sqlite3"
    assert settings.storage_url == f"file://{tmp_path}/var/storage"
    assert settings.public_url == "http://localhost:8000"
    assert len(settings.token_key.get_secret_value()) >= 32


@pytest.mark.parametrize(
    ("setting", "file"), [("token_key", "token.key"), ("data_keys", "data.key"), ("index_key", "index.key")]
)
def test_each_development_key_is_made_once_and_for_its_owner_only(tmp_path: Path, setting: str, file: str) -> None:
    """A restart keeps everybody signed in and opens what was sealed; nobody else on the machine reads it; two systems
    never share it."""
    first, again = (getattr(load(home=tmp_path / "a"), setting) for _ in range(2))
    assert first == again != getattr(load(home=tmp_path / "b"), setting)
    assert (tmp_path / "a" / "keys" / file).stat().st_mode & 0o077 == 0


def test_a_development_key_that_is_given_is_not_made(tmp_path: Path) -> None:
    """The others still are."""
    settings = load(home=tmp_path, data_keys=f"sendiri:{DATA_KEY}")
    assert list(settings.data_key_ring) == ["sendiri"]
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["index.key", "token.key"]


def test_absent_and_empty_mean_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shells and hosts can't always unset a variable."""
    for name in ("DATABASE_URL", "STORAGE_URL", "PUBLIC_URL", "TOKEN_KEY", "SIGNING_KEY", "CHROMIUM_PATH", "PORT"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("JAWARA_HOME", str(tmp_path))
    settings = load()
    assert settings.database_url == f"sqlite://{tmp_path}/jawara.sqlite3"
    assert (settings.port, settings.signing_key, settings.browser_path) == (8000, None, None)


def test_the_environment_is_read_and_overrides_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command's option beats the environment."""
    monkeypatch.setenv("JAWARA_HOME", str(tmp_path))
    monkeypatch.setenv("PORT", "8100")
    assert load().port == 8100
    assert load().public_url == "http://localhost:8100"
    assert load(port=8200).port == 8200


def test_the_public_address_has_one_spelling(tmp_path: Path) -> None:
    """A slash at its end would be doubled in every link and on every certificate."""
    assert load(**production(tmp_path, public_url="https://jawara.example/")).public_url == "https://jawara.example"


def test_settings_do_not_change_while_the_system_runs(settings: Settings) -> None:
    """Read once, whole, at the start."""
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # pyright: ignore[reportAttributeAccessIssue] - the attack


def test_an_offices_pictures_are_named_by_their_content(make_settings: Callable[..., Settings], tmp_path: Path) -> None:
    """A certificate keeps the name: another picture under the same path must be another name."""
    drawing, text = tmp_path / "lambang.svg", tmp_path / "lambang.txt"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    text.write_text("bukan gambar")
    emblem, signature = make_settings(emblem_image=drawing).office_images
    assert (emblem and emblem.name, signature) == (image_name(drawing.read_bytes()), None)
    for wrong, why in ((text, "no PNG, JPEG or SVG"), (tmp_path / "none.png", "can't be read")):
        with pytest.raises(SettingsError, match=f"SIGNATURE_IMAGE: .*{why}"):
            _ = make_settings(signature_image=wrong).office_images


def test_a_design_that_is_not_shipped_is_refused(make_settings: Callable[..., Settings]) -> None:
    """Every certificate would wait for it as a dead letter."""
    with pytest.raises(SettingsError, match="CERTIFICATE_TEMPLATE is none of jatim-1, lugas-1"):
        make_settings(certificate_template="jatim-9")
