"""Settings: whole at the start, safe in production, silent about secrets."""

from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings, SettingsError, load

SECRET = "rahasia-rahasia-rahasia-rahasia-rahasia"


def production(tmp_path: Path, **changes: Any) -> dict[str, Any]:
    """What a production system sets at least."""
    return {
        "home": tmp_path,
        "environment": "production",
        "token_key": SECRET,
        "signing_key": tmp_path / "signing.p12",
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
        ({"signing_key": None}, "SIGNING_KEY", "PKCS#12"),
        ({"public_url": "http://jawara.example"}, "PUBLIC_URL", "https://"),
        ({"public_url": ""}, "PUBLIC_URL", "https://"),
        ({"smtp_url": ""}, "SMTP_URL", "smtps://"),
        ({"google_issuer": "http://accounts.example"}, "GOOGLE_ISSUER", "https://"),
        ({"google_client_id": "123.apps.example"}, "GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_ID"),
        ({"signer_name": "(nama pejabat penanda tangan)"}, "SIGNER_NAME", "certificate"),
        ({"certificate_number": "SJ/{year}"}, "CERTIFICATE_NUMBER", "{sequence}"),
        ({"certificate_number": "SJ/{sequence}"}, "CERTIFICATE_NUMBER", "{year}"),
        ({"certificate_number": "SJ/{sequence}/{year}/{month}"}, "CERTIFICATE_NUMBER", "{sequence}"),
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


def test_no_secret_stands_in_a_message_or_a_repr(tmp_path: Path) -> None:
    """Both end in logs: the token key, the passphrase, the mail server's and the database's password."""
    secrets = {
        "signing_passphrase": "frasa-kunci",
        "database_url": "postgres://jawara:sandi-data@db.example:5432/x",
        "google_client_secret": "sandi-google",
    }
    settings = load(**production(tmp_path, **secrets))
    for secret in (SECRET, "frasa-kunci", "sandi-surat", "sandi-data", "sandi-google"):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_a_refusal_repeats_no_secret_either(tmp_path: Path) -> None:
    """Neither the message nor what it was raised from: a traceback prints both."""
    with pytest.raises(SettingsError) as refusal:
        load(**production(tmp_path, token_key="pendek-sekali", signer_name=""))
    told = f"{refusal.value} {refusal.value.__cause__}"
    assert "pendek-sekali" not in told
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


def test_the_development_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """A restart keeps everybody signed in; nobody else on the machine reads it; two systems never share it."""
    first, again = (load(home=tmp_path / "a").token_key for _ in range(2))
    assert first == again != load(home=tmp_path / "b").token_key
    assert (tmp_path / "a" / "keys" / "token.key").stat().st_mode & 0o077 == 0


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
