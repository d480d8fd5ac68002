"""A certificate authority on this machine: it certifies keys, answers OCSP, publishes revocation lists, stamps time."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from certomancer.integrations.aiohttp_animator import build_animator_app
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_der_x509_certificate

from certificates.signing import KeyFile

NAMES = {
    "root": "Akar Uji",
    "issuing": "Penerbit Uji",
    "responder": "Penjawab OCSP Uji",
    "stamper": "Stempel Waktu Uji",
    "officer": "Kepala Dinas Uji",
}
Config = dict[str, Any]


def usage(*uses: str) -> Config:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(uses)}}


def lists_of(repository: str) -> Config:
    params = {"crl-repo-names": [repository]}
    return {"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url", "params": params}}


def answers_of(responder: str) -> Config:
    params = {"ocsp-responder-names": [responder]}
    return {"id": "authority_information_access", "smart-value": {"schema": "aia-urls", "params": params}}


IS_AUTHORITY: Config = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}


def certificates(now: datetime) -> Config:
    """A root, an issuer below it, three certificates of the officer, and what answers for them."""

    def valid(start: timedelta, end: timedelta) -> Config:
        return {"valid-from": (now + start).isoformat(), "valid-to": (now + end).isoformat()}

    year = timedelta(days=365)
    long, expired = valid(-10 * year, 10 * year), valid(-2 * year, -timedelta(days=1))
    signing = [usage("digital_signature", "non_repudiation"), lists_of("issuing"), answers_of("issuing")]
    officer = {"subject": "officer", "subject-key": "officer", "issuer": "issuing", "extensions": signing}
    authority = [IS_AUTHORITY, usage("digital_signature", "key_cert_sign", "crl_sign")]
    return {
        "root": {"subject": "root", "issuer": "root", "validity": long, "extensions": authority},
        "issuing": {"issuer": "root", "validity": long, "extensions": [*authority, lists_of("root")]},
        "responder": {
            "issuer": "issuing",
            "validity": long,
            "extensions": [
                usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["ocsp_signing"]},
                {"id": "ocsp_no_check"},
            ],
        },
        "stamper": {
            "issuer": "root",
            "validity": long,
            "extensions": [
                usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
                lists_of("root"),
            ],
        },
        "officer": officer | {"validity": valid(-year, year)},
        "expired": officer | {"validity": expired},
        "revoked": officer
        | {
            "validity": valid(-year, year),
            "revocation": {"revoked-since": (now - timedelta(days=2)).isoformat(), "reason": "key_compromise"},
        },
    }


SERVICES: Config = {
    "ocsp": {"issuing": {"for-issuer": "issuing", "responder-cert": "responder", "signing-key": "responder"}},
    "crl-repo": {
        name: {"for-issuer": name, "signing-key": name, "simulated-update-schedule": "P1D"}
        for name in ("root", "issuing")
    },
    "time-stamping": {"stamper": {"signing-key": "stamper", "signing-cert": "stamper", "certs-to-embed": ["root"]}},
}


@dataclass(slots=True)
class Authority:
    """Reached at `url`. Whatever `away` names answers 503; `asked` counts what was asked of each part."""

    url: str
    folder: Path
    architecture: PKIArchitecture
    away: set[str] = field(default_factory=set[str])
    asked: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def timestamp_url(self) -> str:
        return f"{self.url}/uji/tsa/stamper"

    @property
    def roots(self) -> Path:
        """PEM, as SIGNING_ROOTS names it."""
        path = self.folder / "roots.pem"
        # `Any`: asn1crypto has no types.
        certificate: Any = self.architecture.get_cert(CertLabel("root"))
        path.write_bytes(pem(certificate.dump()))
        return path

    def key_file(self, label: str = "officer") -> KeyFile:
        """The officer's key with that certificate and its chain, as PKCS#12."""
        path = self.folder / f"{label}.p12"
        path.write_bytes(self.architecture.package_pkcs12(CertLabel(label), password=b"rahasia"))
        return KeyFile(path, "rahasia")

    def chain(self) -> list[bytes]:
        """DER: the officer's certificate, then its issuer's."""
        return [self.architecture.get_cert(CertLabel(label)).dump() for label in ("officer", "issuing")]

    @property
    def officer_key(self) -> Path:
        """PEM, PKCS#8."""
        return self.folder / "officer.pem"


def pem(der: bytes) -> bytes:
    return load_der_x509_certificate(der).public_bytes(Encoding.PEM)


@asynccontextmanager
async def open_authority(folder: Path) -> AsyncGenerator[Authority]:
    """The authority, on a free port of this machine until the block ends."""
    for name in NAMES:
        key = ec.generate_private_key(ec.SECP256R1())
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(content)
    # Found out by the routes only when asked: the address stands in the certificates, and the port is known once open.
    architectures: dict[ArchLabel, PKIArchitecture] = {}
    held: list[Authority] = []

    @web.middleware
    async def counted(request: web.Request, handler: Any) -> web.StreamResponse:
        part = request.path.split("/")[2]
        held[0].asked[part] = held[0].asked.get(part, 0) + 1
        if part in held[0].away:
            raise web.HTTPServiceUnavailable
        return await handler(request)

    app = build_animator_app(architectures, with_web_ui=False, allow_time_override=False)
    app.middlewares.insert(0, counted)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    now = datetime.now(UTC).replace(microsecond=0)
    config = {
        "external-url-prefix": url,
        "keysets": {"uji": {"keys": {name: {"path": f"{name}.pem"} for name in NAMES}}},
        "pki-architectures": {
            "uji": {
                "keyset": "uji",
                "entity-defaults": {"country-name": "ID", "organization-name": "Otoritas Uji"},
                "entities": {name: {"common-name": common} for name, common in NAMES.items()},
                "certs": certificates(now),
                "services": SERVICES,
            }
        },
    }
    architectures |= CertomancerConfig(config, key_search_dir=os.fspath(folder)).pki_archs
    held.append(Authority(url, folder, architectures[ArchLabel("uji")]))
    try:
        yield held[0]
    finally:
        await runner.cleanup()
