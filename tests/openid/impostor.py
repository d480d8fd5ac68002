"""A server that answers as a provider would, but with whatever a test puts into its mouth."""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DISCOVERY = "/.well-known/openid-configuration"
HOST = "127.0.0.1"


@dataclass(slots=True)
class Impostor:
    """What is answered by path: status, body, further headers. `asked` lists the paths in order."""

    issuer: str = ""
    answers: dict[str, tuple[int, bytes, str]] = field(default_factory=dict[str, tuple[int, bytes, str]])
    asked: list[str] = field(default_factory=list[str])
    drip_seconds: float = 0.0
    """The pause before each byte of a body."""
    conversations: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def says(self, path: str, body: object, status: int = 200, headers: str = "") -> None:
        """Answer `path` so from now on; what isn't bytes becomes JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = (status, raw, headers)

    def discovery(self, **changes: object) -> dict[str, object]:
        """A document as it should be, with changes."""
        addresses = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in addresses.items()}, **changes}

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        self.conversations.add(asyncio.create_task(self._answer(reader, writer)))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).decode().split(" ")[1]
            self.asked.append(path)
            status, body, headers = self.answers.get(path, (404, b"", ""))
            head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
            writer.write(head.encode())
            for part in (body[at : at + 1] for at in range(len(body))) if self.drip_seconds else (body,):
                await asyncio.sleep(self.drip_seconds)
                writer.write(part)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def impostor(tls: ssl.SSLContext | None = None) -> AsyncGenerator[Impostor]:
    """A listening impostor with a discovery document that is in order."""
    made = Impostor()
    server = await asyncio.start_server(made.take, HOST, 0, ssl=tls)
    async with server:
        made.issuer = f"{'https' if tls else 'http'}://{HOST}:{server.sockets[0].getsockname()[1]}"
        made.says(DISCOVERY, made.discovery())
        yield made
        for task in made.conversations:
            task.cancel()
        await asyncio.gather(*made.conversations, return_exceptions=True)


def self_signed(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS, and the file of its certificate, which nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "impostor")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context, folder / "certificate.pem"


Spoken = Callable[[Impostor], None]
