"""The development server answers by the rules of netlify.toml, as the host of the site does."""

import tomllib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from jawara.devserver import REVALIDATE, DevServer
from jawara.netlify import NetlifyError, Rules, read
from jawara.places import NETLIFY

RULES = """
[[redirects]]
from = "/graphql"
to = "https://api.example/graphql"
status = 200
force = true

[[redirects]]
from = "/files/*"
to = "https://api.example/files/:splat"
status = 200

[[redirects]]
from = "/v/*"
to = "/verifikasi/"
status = 200

[[redirects]]
from = "/kursus/:slug"
to = "/kelas/:slug/"
status = 301

[[headers]]
for = "/*"
[headers.values]
Content-Security-Policy = "default-src 'none'"
Strict-Transport-Security = "max-age=63072000"
X-Frame-Options = "DENY"

[[headers]]
for = "/assets/*"
[headers.values]
Cache-Control = "public, max-age=31536000, immutable"
X-Frame-Options = "SAMEORIGIN"
"""


async def echo(request: Request) -> JSONResponse:
    return JSONResponse({"path": request.url.path, "query": request.url.query, "body": (await request.body()).decode()})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name, text in {
        "index.html": "Beranda",
        "404.html": "Tidak ada",
        "kelas/index.html": "Kelas " * 200,
        "verifikasi/index.html": "Verifikasi",
        "v/contoh/index.html": "Contoh",
        "assets/app.css": "a{}",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (tmp_path / "secret.txt").write_text("rahasia")
    return folder


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    file = tmp_path / "netlify.toml"
    file.write_text(RULES)
    return read(file)


def client_of(site: Path, rules: Rules, scheme: str = "http") -> TestClient:
    api = Starlette(routes=[Route("/graphql", echo, methods=["POST"]), Route("/files/{rest:path}", echo)])
    server = DevServer(site, rules, api, {"/kotak-surat": PlainTextResponse("surat")})
    return TestClient(server, base_url=f"{scheme}://localhost:8000", follow_redirects=False)


@pytest.fixture
def client(site: Path, rules: Rules) -> TestClient:
    return client_of(site, rules)


def test_a_folder_is_answered_with_its_index(client: TestClient) -> None:
    """Addresses of the site end in a slash; without it the reader is led there."""
    assert client.get("/").text == "Beranda"
    assert client.get("/kelas/").text.startswith("Kelas")
    assert client.get("/kelas").headers["location"] == "http://localhost:8000/kelas/"


def test_what_is_not_there_is_a_404_with_the_sites_own_page(client: TestClient) -> None:
    """A status of 200 would let the service worker and search engines keep the page."""
    answer = client.get("/tidak/ada/")
    assert (answer.status_code, answer.text) == (404, "Tidak ada")
    assert answer.headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/v/%00"])
def test_no_path_leaves_the_site(client: TestClient, path: str) -> None:
    """The state of the system lies in the folder above the site."""
    assert "rahasia" not in client.get(path).text


def test_the_api_is_reached_through_the_rewrites(client: TestClient) -> None:
    """As in production it is another server under the site's address; path, query and body arrive unchanged."""
    assert client.post("/graphql", content="{me}").json() == {"path": "/graphql", "query": "", "body": "{me}"}
    found = client.get("/files/certificates/a-b/1.pdf?x=1").json()
    assert found == {"path": "/files/certificates/a-b/1.pdf", "query": "x=1", "body": ""}


def test_the_sites_headers_are_not_put_on_the_apis_answers(client: TestClient) -> None:
    """The host doesn't add them to what it passes on; if this server did, the API could forget its own."""
    assert "content-security-policy" not in client.post("/graphql").headers


def test_a_rewrite_shows_another_page_under_the_same_address(client: TestClient) -> None:
    """The code of a certificate stands in the path, for the page's script to read."""
    answer = client.get("/v/K7QF2-AAAAA")
    assert (answer.status_code, answer.text) == (200, "Verifikasi")


def test_an_existing_file_comes_before_a_rewrite(client: TestClient) -> None:
    """A rule without `force` fills gaps only."""
    assert client.get("/v/contoh/").text == "Contoh"


def test_a_redirect_keeps_the_query(client: TestClient) -> None:
    """Links from the office's letters carry parameters."""
    answer = client.get("/kursus/k3?asal=surat")
    assert (answer.status_code, answer.headers["location"]) == (301, "/kelas/k3/?asal=surat")


def test_the_later_of_two_rules_for_a_header_holds(client: TestClient) -> None:
    """Assets get their own rule after the one for everything."""
    assert client.get("/").headers["cache-control"] == REVALIDATE
    assets = client.get("/assets/app.css").headers
    assert assets["cache-control"] == "public, max-age=31536000, immutable"
    assert assets["x-frame-options"] == "SAMEORIGIN"


def test_an_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    """Every page is asked for anew at each visit; on a slow line the answer must be a line, not a page."""
    etag = client.get("/kelas/").headers["etag"]
    again = client.get("/kelas/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_are_compressed(client: TestClient) -> None:
    """Sizes seen in development are then those of production."""
    assert client.get("/kelas/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_localhost_is_never_told_to_use_https_for_ever(site: Path, rules: Rules) -> None:
    """A browser would keep that for every project on localhost."""
    assert "strict-transport-security" not in client_of(site, rules).get("/").headers
    assert client_of(site, rules, "https").get("/").headers["strict-transport-security"] == "max-age=63072000"


def test_only_reading_is_answered_by_the_site(client: TestClient) -> None:
    """A form without script must fail plainly."""
    answer = client.post("/kelas/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_mailbox_has_its_own_corner(client: TestClient) -> None:
    """It is no part of the site, so the site's rules don't reach it."""
    assert client.get("/kotak-surat/").text == "surat"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[redirects]]\nfrom = "/a"\nto = "/b"\nconditions = {Country = ["id"]}', "redirects.0.conditions"),
        ('[[redirects]]\nfrom = "/a/*/b"\nto = "/b"', "only a last *"),
        ('[[headers]]\nfor = "/*"\nvalues = 3', "headers.0.values"),
        ("[[headers", "netlify.toml"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """A rule passed over in silence would be noticed in production only."""
    file = tmp_path / "netlify.toml"
    file.write_text(text)
    with pytest.raises(NetlifyError) as refused:
        read(file)
    assert said in str(refused.value)


@pytest.mark.parametrize("path", ["/", "/kelas/", "/assets/app.css", "/sw.js", "/manifest.webmanifest", "/tidak-ada/"])
def test_this_sites_headers_are_exactly_those_asked_for(site: Path, path: str) -> None:
    """What is seen in development, in tests and in audits is what participants get."""
    (site / "sw.js").write_text("1")
    (site / "manifest.webmanifest").write_text("{}")
    expected: dict[str, str] = {}
    for rule in tomllib.loads(NETLIFY.read_text(encoding="utf-8"))["headers"]:
        if path == rule["for"] or (rule["for"].endswith("*") and path.startswith(rule["for"][:-1])):
            expected |= {name.lower(): value for name, value in rule["values"].items()}

    # Those that describe the file and the transfer, unless a rule asks for them.
    plain = {"content-type", "content-length", "content-encoding", "accept-ranges", "last-modified", "etag", "vary"}
    answer = client_of(site, read(NETLIFY), "https").get(path)
    sent = {name: value for name, value in answer.headers.items() if name in expected or name not in plain}
    assert sent == {"cache-control": REVALIDATE} | expected


def test_the_classes_as_data_may_be_read_from_any_site_and_are_asked_for_again(site: Path) -> None:
    """A frontend elsewhere reads them, and must not show last week's lessons for want of asking."""
    (site / "data" / "v1").mkdir(parents=True)
    (site / "data" / "v1" / "catalogue.json").write_text("{}")
    client = client_of(site, read(NETLIFY))
    first = client.get("/data/v1/catalogue.json", headers={"Origin": "https://lain.example"})
    assert (first.status_code, first.headers["content-type"]) == (200, "application/json")
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["cache-control"] == REVALIDATE
    again = client.get("/data/v1/catalogue.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")
    assert client.get("/assets/app.css").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/kelas/").headers
