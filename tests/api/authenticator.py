"""A passkey in software: what a phone's secure element does, for attacks that no real device would play."""

import hashlib
import json
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass(slots=True)
class Authenticator:
    """One credential. Whatever it says of itself can be set by the test."""

    origin: str
    site: str
    counter: int = 0
    verified: bool = True
    credential_id: bytes = field(default_factory=lambda: token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    owner: str = ""

    def made(self, options: str) -> str:
        """The answer to creation options, as the browser's toJSON() gives it."""
        asked = json.loads(options)
        self.owner = asked["user"]["id"]
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + self._public_key()
        data = self._data(ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": bytes_to_base64url(self._client_data("webauthn.create", asked["challenge"])),
            "attestationObject": bytes_to_base64url(attestation),
            "transports": ["internal"],
        }
        return self._credential(response)

    def answered(self, options: str) -> str:
        """The answer to request options."""
        self.counter += 1
        client_data = self._client_data("webauthn.get", json.loads(options)["challenge"])
        data = self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": bytes_to_base64url(client_data),
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
            "userHandle": self.owner,
        }
        return self._credential(response)

    def _credential(self, response: dict[str, Any]) -> str:
        raw = bytes_to_base64url(self.credential_id)
        return json.dumps(
            {"id": raw, "rawId": raw, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": bytes_to_base64url(base64url_to_bytes(challenge)), "origin": self.origin}
        ).encode()

    def _data(self, more: int) -> bytes:
        flags = USER_PRESENT | (USER_VERIFIED if self.verified else 0) | more
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4)

    def _public_key(self) -> bytes:
        """COSE: an elliptic key on P-256 for ES256."""
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
