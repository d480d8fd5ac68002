"""The Open Badges 3.0 credential of a certificate: a JWT that other programs read and check without knowing us.

Its members stand at the top of the payload beside the registered claims, as section 8.2 of the specification has it.
The issuer is the site itself, as did:web, where the public keys are; `id` is the address that tells how the certificate
stands today. It says who is meant as the paper does, by name, and nothing about them that isn't printed.
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from api.certification import claim
from api.verification_keys import VerificationKeys, base64url
from certificates.archival import attach
from certificates.fields import CertificateFields
from courseware import messages

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
DID_CONTEXT = "https://www.w3.org/ns/did/v1"
FILE_NAME = "lencana.jwt"
MEDIA_TYPE = "application/vc+jwt"
ALGORITHM = "ES256"
_SCORE = {"resultType": "RawScore", "valueMin": "0", "valueMax": "100"}
# Without `allowedValue`: the words of the levels may change, the one that a certificate prints doesn't.
_LEVEL = {"resultType": "PerformanceLevel"}


def issuer_id(public_url: str) -> str:
    """The site as a decentralized identifier, by the method `web`."""
    return f"did:web:{quote(urlsplit(public_url).netloc, safe='')}"


def did_document(public_url: str, keys: VerificationKeys) -> dict[str, Any]:
    """Every key that is trusted, as whoever checks a credential finds it under `/.well-known/did.json`."""
    did = issuer_id(public_url)
    methods = [
        {"id": f"{did}#{key['kid']}", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": key}
        for key in keys.jwks()["keys"]
    ]
    return {
        "@context": [DID_CONTEXT, "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def credential(
    fields: CertificateFields, course: str, issued_at: datetime, public_url: str, keys: VerificationKeys
) -> str:
    """The signed credential; `course` is the class's id. The same certificate gives the same payload."""
    did = issuer_id(public_url)
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": f"{did}#{keys.signing_id}"}
    signed = f"{_part(header)}.{_part(_payload(fields, course, issued_at, public_url))}"
    return f"{signed}.{base64url(keys.sign(signed.encode()).raw)}"


def attached(pdf: bytes, token: str) -> bytes:
    """The unsigned PDF with the credential as an associated file (ISO 32000-2, 14.13)."""
    return attach(pdf, FILE_NAME, token.encode(), MEDIA_TYPE, "Supplement")


def _payload(fields: CertificateFields, course: str, issued_at: datetime, public_url: str) -> dict[str, Any]:
    did, at = issuer_id(public_url), issued_at.astimezone(UTC).replace(microsecond=0)
    address = claim.address(fields)
    return {
        "@context": CONTEXTS,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": fields.course_title,
        "issuer": {"id": did, "type": ["Profile"], "name": fields.office, "url": public_url},
        "validFrom": at.isoformat().replace("+00:00", "Z"),
        "credentialSubject": _subject(fields, f"{public_url}/kelas/{course}/"),
        "iss": did,
        "jti": address,
        "nbf": int(at.timestamp()),
    }


def _subject(fields: CertificateFields, address: str) -> dict[str, Any]:
    words = messages.catalogue(messages.Language.INDONESIAN).subject("badge")
    achievement: dict[str, Any] = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": fields.course_title,
        "description": words["description"].format(hours=fields.hours, office=fields.office),
        "criteria": {"narrative": words["criteria"]},
        "inLanguage": "id",
        "humanCode": fields.number,
    }
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": fields.name, "identityType": "name"}
        ],
        "activityEndDate": f"{fields.completed_on.isoformat()}T00:00:00+07:00",
        "achievement": achievement,
    }
    if fields.score is not None:
        described = {"id": f"{address}#nilai", "name": words["score"], **_SCORE}
        _add_result(subject, described, str(fields.score))
    elif fields.level is not None:
        _add_result(subject, {"id": f"{address}#tingkat", "name": words["level"], **_LEVEL}, fields.level)
    return subject


def _add_result(subject: dict[str, Any], described: dict[str, Any], value: str) -> None:
    subject["achievement"]["resultDescription"] = [{"type": ["ResultDescription"], **described}]
    subject["result"] = [{"type": ["Result"], "resultDescription": described["id"], "value": value}]


def _part(content: dict[str, Any]) -> str:
    return base64url(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
