"""A signing service by HTTP. The contract is that of the client of BSrE, the national authority (its version 2):

    POST <url>, for example https://esign.example.go.id/api/v2/sign/pdf, with HTTP Basic
    {"nik": ..., "passphrase": ..., "signatureProperties": [{"tampilan": "INVISIBLE", "reason": ..., "location": ...}],
     "file": ["<PDF in base64>"]}
    200: {"time": ..., "file": ["<signed PDF in base64>"]}; otherwise {"error": "<why>"}

The service has the key, and decides on time stamps and validation data. What it sends is looked at before it is kept.
"""

import base64
import binascii
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

import aiohttp

from certificates.signing.faults import SigningFailed, SigningFault
from certificates.signing.plan import Service, SigningPlan
from certificates.validation import check_signature

SECONDS = 30
_LONGEST_REASON = 200


class RemoteService:
    """Asks a service to sign. The time is the service's own."""

    def __init__(self, plan: SigningPlan, service: Service, session: aiohttp.ClientSession) -> None:
        self._plan = plan
        self._service = service
        self._session = session

    async def signed(self, pdf: bytes, when: datetime) -> bytes:
        order = {
            "nik": self._service.signatory,
            "passphrase": self._service.passphrase,
            "signatureProperties": [
                {"tampilan": "INVISIBLE", "reason": self._plan.reason, "location": self._plan.location}
            ],
            "file": [base64.b64encode(pdf).decode()],
        }
        try:
            async with self._session.post(
                self._service.url,
                json=order,
                headers={"authorization": aiohttp.encode_basic_auth(self._service.user, self._service.password)},
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                allow_redirects=False,
            ) as response:
                status, answer = response.status, await _answer(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SigningFailed(SigningFault.SERVICE_DOWN, f"no answer ({type(error).__name__}).") from error
        _refuse(status, answer)
        return await self._looked_at(pdf, answer)

    async def _looked_at(self, pdf: bytes, answer: dict[str, Any]) -> bytes:
        """The signed PDF, when it is ours with one good signature. Services append, since several people may sign one
        file there; so what was printed stays as it was, byte for byte.
        """
        fault = SigningFault.SERVICE_ANSWER
        try:
            (written,) = answer["file"]
            signed = base64.b64decode(written, validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise SigningFailed(fault, "the answer holds no file.") from error
        if not signed.startswith(pdf) or len(signed) == len(pdf):
            raise SigningFailed(fault, "the file that came back is not the one that was sent, with a signature behind.")
        roots = self._plan.roots.read_bytes() if self._plan.roots else None
        findings = await check_signature(signed, roots)
        is_good = findings is not None and (findings.is_good if roots else findings.is_whole)
        if not is_good:
            raise SigningFailed(fault, "the signature that came back is not good.")
        return signed


async def _answer(response: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        content: Any = await response.json(content_type=None)
    except ValueError:
        return {}
    return cast("dict[str, Any]", content) if isinstance(content, dict) else {}


def _refuse(status: int, answer: dict[str, Any]) -> None:
    if status == HTTPStatus.OK:
        return
    why = f"status {status}, {str(answer.get('error', 'no reason given'))[:_LONGEST_REASON]}"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.NOT_FOUND}:
        raise SigningFailed(SigningFault.SERVICE_DOWN, why)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} or "passphrase" in why.lower():
        raise SigningFailed(SigningFault.SERVICE_CREDENTIALS, why)
    raise SigningFailed(SigningFault.SERVICE_REFUSED, why)
