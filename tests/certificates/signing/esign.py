"""A signing service on this machine, by the contract that `certificates/signing/service.py` states."""

import base64
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
from aiohttp import web
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, async_sign_pdf  # pyright: ignore[reportUnknownVariableType] - half typed
from pyhanko.sign.fields import SigSeedSubFilter

from certificates.signing import KeyFile, Service

USER, PASSWORD, NIK, PASSPHRASE = "si-jawara", "kata-sandi", "3578010101800001", "frasa rahasia"


@dataclass(slots=True)
class Esign:
    """Reached at `service.url`. `spoil` changes what it signed before it is sent; `status` answers in its place."""

    service: Service
    signer: SimpleSigner
    orders: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    spoil: Callable[[bytes], bytes] = bytes
    status: int = 200

    async def answer(self, request: web.Request) -> web.Response:
        order = await request.json()
        self.orders.append(order)
        if self.status != 200:
            return web.json_response({"error": "sedang dipelihara"}, status=self.status)
        if request.headers.get("authorization") != aiohttp.encode_basic_auth(USER, PASSWORD):
            return web.json_response({"error": "Unauthorized"}, status=401)
        if order["passphrase"] != PASSPHRASE:
            return web.json_response({"error": "Passphrase anda salah"}, status=400)
        signed = self.spoil(await self._signed(base64.b64decode(order["file"][0]), order))
        return web.json_response({"time": "12 ms", "file": [base64.b64encode(signed).decode()]})

    async def _signed(self, pdf: bytes, order: dict[str, Any]) -> bytes:
        (properties,) = order["signatureProperties"]
        metadata = PdfSignatureMetadata(
            field_name="Signature1",
            md_algorithm="sha256",
            reason=properties["reason"],
            location=properties["location"],
            subfilter=SigSeedSubFilter.PADES,
        )
        output = BytesIO()
        await async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, self.signer, output=output)
        return output.getvalue()


@asynccontextmanager
async def open_esign(key: KeyFile) -> AsyncGenerator[Esign]:
    """The service with that key, on a free port of this machine until the block ends."""
    signer = SimpleSigner.load_pkcs12_data(key.path.read_bytes(), [], key.passphrase.encode())
    held: list[Esign] = []

    async def answer(request: web.Request) -> web.Response:
        return await held[0].answer(request)

    app = web.Application()
    app.router.add_post("/api/v2/sign/pdf", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v2/sign/pdf"
    held.append(Esign(Service(url, USER, PASSWORD, NIK, PASSPHRASE), signer))
    try:
        yield held[0]
    finally:
        await runner.cleanup()
