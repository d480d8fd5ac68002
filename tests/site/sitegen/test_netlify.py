"""netlify.toml is the one place of rewrites, headers and caching; a bad rule there is dropped with a mere warning."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from courseware.hosts import media_hosts

ROOT = Path(__file__).parents[3]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": " ".join(["'self'", *(f"https://{host}" for host in sorted(media_hosts()))]),
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "jawara",
}

# What the editors' page needs more than the rest; docs/decisions says why.
EDITORS_POLICY = POLICY | {
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self' blob: data: https://api.github.com https://gitlab.com",
    "form-action": "'none'",
    "trusted-types": "default dompurify jawara svelte-trusted-html",
}
del EDITORS_POLICY["manifest-src"], EDITORS_POLICY["media-src"], EDITORS_POLICY["worker-src"]


@pytest.fixture(scope="module")
def rules() -> dict[str, Any]:
    return tomllib.loads((ROOT / "netlify.toml").read_text())


def headers_for(rules: dict[str, Any], path: str) -> list[tuple[str, str]]:
    return [pair for rule in rules["headers"] if fnmatchcase(path, rule["for"]) for pair in rule["values"].items()]


@pytest.mark.parametrize("path", ["/", "/kelas/x/y/", "/assets/app.1.js", "/sw.js", "/404.html"])
def test_every_answer_carries_the_strict_policy(path: str, rules: dict[str, Any]) -> None:
    """One relaxed directive, or one path without it, undoes the defence against injected scripts."""
    headers = dict(headers_for(rules, path))
    directives = (directive.strip().partition(" ") for directive in headers["Content-Security-Policy"].split(";"))
    assert {name: value for name, _, value in directives} == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_editors_page_has_a_policy_of_its_own_under_every_other_header(rules: dict[str, Any]) -> None:
    """Scripts still come from the site alone, and text becomes markup only through a policy that is named."""
    headers = dict(headers_for(rules, "/admin/sveltia/index.js"))
    directives = (directive.strip().partition(" ") for directive in headers["Content-Security-Policy"].split(";"))
    assert {name: value for name, _, value in directives} == EDITORS_POLICY
    assert headers["X-Robots-Tag"] == "noindex"
    # The window in which GitLab or the office's helper signs somebody in must be able to answer.
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/assets/a.svg", "/data/v1/a.json", "/sw.js", "/manifest.webmanifest", "/kelas/"]
)
def test_no_header_comes_from_two_rules(path: str, rules: dict[str, Any]) -> None:
    """How two values would combine is not promised by the host."""
    names = [name for name, _ in headers_for(rules, path)]
    assert sorted(names) == sorted(set(names))


def test_only_fingerprinted_files_are_kept_for_ever(rules: dict[str, Any]) -> None:
    """A page or a worker kept for a year could not be mended."""
    caching = {
        rule["for"]: rule["values"]["Cache-Control"] for rule in rules["headers"] if "Cache-Control" in rule["values"]
    }
    forever = "public, max-age=31536000, immutable"
    assert caching == {"/assets/*": forever, "/media/*": forever, "/sw.js": "no-cache"}


def test_the_api_and_the_codes_of_certificates_are_reached_under_the_sites_address(rules: dict[str, Any]) -> None:
    """The session's cookie is SameSite=Strict, and printed QR codes live for years."""
    ways = {rule["from"]: (rule["to"], rule["status"]) for rule in rules["redirects"]}
    assert ways == {
        "/graphql": ("https://api.si-jawara.example/graphql", 200),
        "/files/*": ("https://api.si-jawara.example/files/:splat", 200),
        "/.well-known/did.json": ("https://api.si-jawara.example/.well-known/did.json", 200),
        "/checks/*": ("https://api.si-jawara.example/checks/:splat", 200),
        "/stop-reminders/*": ("https://api.si-jawara.example/stop-reminders/:splat", 200),
        "/certificates/*": ("https://api.si-jawara.example/certificates/:splat", 200),
        "/v/*": ("/verifikasi/", 200),
    }


def test_the_host_builds_with_the_locked_site_extra_alone(rules: dict[str, Any]) -> None:
    """The API's dependencies have no business on the static host."""
    production = rules["context"]["production"]["command"]
    for command in (rules["build"]["command"], production):
        assert "uv sync --locked --no-dev --extra site" in command
    # Publishing comes after a build that succeeded, and only where the context is production.
    assert production.endswith("jawara build && uv run --no-sync jawara publish --if-production")
    assert rules["build"]["publish"] == "var/site"


def test_nothing_but_production_can_publish(rules: dict[str, Any]) -> None:
    """A variable that was set for all contexts by mistake must not send a proposal to participants."""
    assert "publish" not in rules["build"]["command"]
    assert list(rules["context"]) == ["production"]
