"""The colours of tokens.css, measured by WCAG's formula."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[3] / "site/styles/tokens.css").read_text()

GROUNDS = ("paper", "surface", "brand-soft", "accent-soft")
TEXT = [(text, ground) for ground in GROUNDS for text in ("ink", "muted", "brand")] + [
    ("good", "good-soft"), ("good", "surface"), ("bad", "bad-soft"), ("bad", "surface"), ("bad", "paper"),
    ("on-brand", "brand"), ("on-accent", "accent"),
    ("on-strong", "brand-strong"), ("on-strong-muted", "brand-strong"),
]  # fmt: skip


def colours(scheme: str) -> dict[str, str]:
    light, dark = TOKENS.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--color-([a-z-]+): (#[0-9a-f]{6})", light))
    return found if scheme == "light" else found | dict(re.findall(r"--color-([a-z-]+): (#[0-9a-f]{6})", dark))


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_in_the_sun(text: str, ground: str, scheme: str) -> None:
    """7:1, WCAG's level AAA: the phones are cheap and held outdoors."""
    values = colours(scheme)
    assert contrast(values[text], values[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_outline_of_a_field_can_be_seen(ground: str, scheme: str) -> None:
    """3:1, WCAG 1.4.11: an empty field is nothing but its outline."""
    values = colours(scheme)
    assert contrast(values["edge"], values[ground]) >= 3
