"""What readers that aren't ours say of a signed PDF: poppler's pdfsig, and pyHanko's own long-term check."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder  # pyright: ignore[reportUnknownVariableType] - as below
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, async_validate_pdf_signature
from pyhanko.sign.validation.errors import NoDSSFoundError

from certificates.validation import check_signature


def pdfsig(pdf: bytes, folder: Path) -> dict[str, list[str]]:
    """What it prints, each heading with all that was said under it."""
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    # Status 2: valid, by a certificate that this machine doesn't know.
    printed = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    found: dict[str, list[str]] = {}
    for line in printed.splitlines():
        heading, _, said = line.strip().removeprefix("- ").partition(": ")
        found.setdefault(heading, []).append(said)
    return found


async def by_its_own_proof(pdf: bytes, roots: Path) -> bool:
    """Whether the signature stands, as of the stamped time, by nothing but the roots and what is in the file."""
    # `Any`: asn1crypto, by which pyHanko has certificates, has no types.
    anchors: list[Any] = list(load_certs_from_pemder([str(roots)]))  # pyright: ignore[reportUnknownArgumentType]
    findings = await check_signature(pdf, anchors[0].dump())
    assert findings is not None
    reader = PdfFileReader(BytesIO(pdf))
    signature = reader.embedded_regular_signatures[0]
    terms: dict[str, Any] = {
        "trust_roots": anchors,
        "allow_fetching": False,
        "revocation_mode": "hard-fail",
        "retroactive_revinfo": True,
        "moment": findings.stamped_at,
    }
    try:
        proof = DocumentSecurityStore.read_dss(reader).as_validation_context(terms)  # pyright: ignore[reportUnknownMemberType] - half typed
    except NoDSSFoundError:
        return False
    status = await async_validate_pdf_signature(signature, proof, ts_validation_context=proof)
    return status.bottom_line
