"""site.toml is written by hand: what is wrong in it is said, not guessed."""

from pathlib import Path

import pytest

from sitegen import SiteError
from sitegen.settings import read_settings

OFFICE = '[kantor]\nsurel = "a@b.example"\ntelepon = ""\nalamat = ""\njam = ""\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[kantor", "site.toml: "),
        ('[kantor]\nsurel = "kosong"\ntelepon = ""\nalamat = ""\njam = ""\n', "kantor.surel"),
        (OFFICE + 'fax = "1"\n', "kantor.fax"),
        (OFFICE + '[[android]]\npackage = "id.contoh"\nsha256 = ["AB"]\n', "android.0.sha256.0"),
        (OFFICE + '[[android]]\npackage = "id.contoh"\nsha256 = []\n', "android.0.sha256"),
    ],
)
def test_a_wrong_setting_is_named(text: str, complaint: str, tmp_path: Path) -> None:
    """A mistyped fingerprint would silently break the app in the Play Store."""
    (tmp_path / "site.toml").write_text(text)
    with pytest.raises(SiteError) as refusal:
        read_settings(tmp_path / "site.toml")
    assert complaint in str(refusal.value)


def test_settings_without_an_app_are_whole(tmp_path: Path) -> None:
    """The office has no app in the Play Store yet."""
    (tmp_path / "site.toml").write_text(OFFICE)
    settings = read_settings(tmp_path / "site.toml")
    assert (settings.kantor.surel, settings.android) == ("a@b.example", ())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('backend = "bitbucket"\nrepo = "a/b"', "admin.backend"),
        ('backend = "github"\nrepo = "https://github.com/a/b"', "admin.repo"),
        ('backend = "github"\nrepo = "a/b"\nhelper = "http://masuk.example"', "admin.helper"),
        (
            'backend = "github"\nrepo = "a/b"\nserver = "https://git.example"',
            "application_id and server are for gitlab",
        ),
        ('backend = "gitlab"\nrepo = "a/b"\nhelper = "https://masuk.example"', "helper is for github"),
        ('backend = "gitlab"\nrepo = "a/b"\ntoken = "rahasia"', "admin.token"),
    ],
)
def test_a_wrong_repository_is_named(text: str, complaint: str, tmp_path: Path) -> None:
    """Found when the site is built, not by an editor who can't sign in; a secret has no place in this file."""
    (tmp_path / "site.toml").write_text(f"{OFFICE}[admin]\n{text}\n")
    with pytest.raises(SiteError) as refusal:
        read_settings(tmp_path / "site.toml")
    assert complaint in str(refusal.value)
