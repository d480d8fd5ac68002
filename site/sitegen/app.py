"""What makes the site an app: manifest, service worker, asset links; and what crawlers ask for."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from sitegen.pages import Page
from sitegen.settings import AndroidApp

SHELL_PAGES = ("/luring/", "/", "/kelas/", "/kelas-saya/", "/bantuan/", "/verifikasi/")
SHELL_ASSETS = (
    *(
        "base.css",
        "interactive.css",
        "later.css",
        "app.js",
        "reading.js",
        "evaluation.js",
        "outbox.js",
        "verification.js",
    ),
    *("fonts/plus-jakarta-sans-700.woff2", "icons/icon.svg"),
)

_PAPER = "#faf7f0"
_HEADER = "#073c40"


def manifest(assets: Mapping[str, str]) -> str:
    def icon(name: str, sizes: str, kind: str, purpose: str = "any") -> dict[str, str]:
        return {"src": assets[f"icons/{name}"], "sizes": sizes, "type": kind, "purpose": purpose}

    def shortcut(name: str, url: str) -> dict[str, object]:
        return {"name": name, "url": url, "icons": [icon("icon-192.png", "192x192", "image/png")]}

    return _json(
        {
            "id": "/",
            "name": "Si-Jawara+",
            "short_name": "Si-Jawara+",
            "description": "Kelas pelatihan untuk koperasi dan UMKM Jawa Timur, dari pendaftaran sampai e-sertifikat.",
            "lang": "id",
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": _PAPER,
            "theme_color": _HEADER,
            "categories": ["education", "business"],
            "icons": [
                icon("icon.svg", "any", "image/svg+xml"),
                icon("icon-192.png", "192x192", "image/png"),
                icon("icon-512.png", "512x512", "image/png"),
                icon("icon-maskable-512.png", "512x512", "image/png", "maskable"),
            ],
            "shortcuts": [
                shortcut("Kelas saya", "/kelas-saya/"),
                shortcut("Sertifikat saya", "/sertifikat/"),
                shortcut("Periksa sertifikat", "/verifikasi/"),
            ],
        }
    )


def asset_links(apps: Iterable[AndroidApp]) -> str:
    return _json(
        [
            {
                "relation": ["delegate_permission/common.handle_all_urls"],
                "target": {
                    "namespace": "android_app",
                    "package_name": app.package,
                    "sha256_cert_fingerprints": list(app.sha256),
                },
            }
            for app in apps
        ]
    )


def service_worker(
    script: bytes, read: Callable[[str], bytes], pages: Sequence[Page], assets: Mapping[str, str]
) -> bytes:
    """The bundled worker behind one line that tells it what to keep; its version changes when any of that does.

    `read` gives the content of a file of the site.
    """
    files = {page.path: page.file for page in pages}
    shell = [*SHELL_PAGES, *(assets[name] for name in SHELL_ASSETS)]
    content = sha256(script)
    for address in shell:
        content.update(read(files.get(address, address[1:])))
    facts = {"version": content.hexdigest()[:12], "shell": shell, "offline": SHELL_PAGES[0]}
    return f"const RELEASE={json.dumps(facts, separators=(',', ':'))};\n".encode() + script


def sitemap(pages: Iterable[Page], base_url: str) -> str:
    addresses = "".join(f"<url><loc>{base_url}{page.path}</loc></url>\n" for page in pages if page.indexed)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{addresses}</urlset>\n'
    )


def robots(base_url: str) -> str:
    refused = "".join(f"Disallow: {path}\n" for path in ("/graphql", "/files/", "/checks/", "/v/"))
    return f"User-agent: *\n{refused}\nSitemap: {base_url}/sitemap.xml\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
