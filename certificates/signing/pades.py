"""PAdES by pyHanko, with a key of ours: B-B, or B-T with a time-stamp authority, B-LT with roots, B-LTA if asked."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from aiohttp import ClientSession, encode_basic_auth
from pkcs11.exceptions import PKCS11Error
from pyhanko.keys import load_certs_from_pemder  # pyright: ignore[reportUnknownVariableType] - asn1crypto has no types
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign import Signer as PyhankoSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    PdfTimeStamper,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from certificates.signing.faults import SigningFailed, SigningFault
from certificates.signing.keys import DIGEST, loaded
from certificates.signing.plan import KeyFile, SigningPlan, Token

FIELD_NAME = "TandaTanganElektronik"
ARCHIVE_FIELD_NAME = "StempelWaktuArsip"
OTHERS_SECONDS = 15
"""What a time-stamp authority or a source of revocation lists may take for one answer."""
ROOM_OF_A_SIGNATURE = 450
"""Bytes apart from the certificates in it, its issuer's name, its time stamp, and what the key itself writes."""
ROOM_OF_A_STAMP = 256
"""Bytes by which one time stamp may be longer than another of the same authority."""


class Appending(IncrementalPdfFileWriter):
    """Adds what it is told to and leaves the document's own description alone: what a file says of itself, and which
    kind of PDF/A it is, stands in what was printed.
    """

    def _update_meta(self) -> None:
        """Nothing: pyHanko would name itself and the clock."""


class PdfSignerAt(PdfSigner):
    """Signs at the time that it is given; pyHanko alone would ask the clock."""

    def __init__(
        self, when: datetime, metadata: PdfSignatureMetadata, signer: PyhankoSigner, timestamper: HTTPTimeStamper | None
    ) -> None:
        super().__init__(metadata, signer=signer, timestamper=timestamper)
        self._when = when

    async def signed(self, pdf: bytes, room: int) -> bytes:
        """Without the room said, pyHanko signs twice: the first time only to see how long a signature is."""
        document, signed = Appending(BytesIO(pdf)), BytesIO()
        await self.async_sign_pdf(document, bytes_reserved=room, output=signed)  # pyright: ignore[reportUnknownMemberType] - half typed
        return signed.getvalue()

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._when
        return session


class OwnKey:
    """Signs with a key in a file or on a token, which is loaded once."""

    def __init__(self, plan: SigningPlan, key: KeyFile | Token, session: ClientSession) -> None:
        self._plan = plan
        self._key = key
        self._session = session
        self._signer: PyhankoSigner | None = None
        self._loading = asyncio.Lock()
        self._timestamper = timestamper(plan.timestamp_url, session) if plan.timestamp_url else None

    async def signed(self, pdf: bytes, when: datetime) -> bytes:
        async with self._loading:
            signer = self._signer = self._signer or await loaded(self._key)
        claimed = claimed_time(*_span(signer), when, datetime.now(UTC))
        room = await self._room(signer)
        try:
            work = PdfSignerAt(claimed, self._metadata(), signer, self._timestamper)
            signed = await work.signed(pdf, room)
            return await self._archived(signed) if self._plan.is_archived else signed
        except PKCS11Error as error:
            why = f"the token failed while it signed ({type(error).__name__})."
            raise SigningFailed(SigningFault.TOKEN_KEY, why) from error
        except RevokedError as error:
            raise SigningFailed(SigningFault.REVOKED, f"{error}") from error
        except (TimestampRequestError, TimeoutError) as error:
            raise _no_stamp(error) from error
        except (SigningError, ValidationError, PathError) as error:
            if isinstance(error.__cause__, RevokedError):
                raise SigningFailed(SigningFault.REVOKED, f"{error.__cause__}") from error
            raise SigningFailed(SigningFault.UNPROVEN, f"{error} {error.__cause__ or ''}".strip()) from error

    def _metadata(self) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD_NAME,
            md_algorithm=DIGEST,
            reason=self._plan.reason,
            location=self._plan.location,
            subfilter=SigSeedSubFilter.PADES,
            # A certification: readers report anything added later, a note or a form field, as a breach.
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            embed_validation_info=self._plan.roots is not None,
            validation_context=self._proving(),
            # In the signed revision itself: readers then report one signature over the whole file.
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )

    async def _archived(self, signed: bytes) -> bytes:
        """With a time stamp over the signature and all that proves it, the authority's own proof included."""
        if self._timestamper is None:
            return signed
        stamper, archived = PdfTimeStamper(self._timestamper, field_name=ARCHIVE_FIELD_NAME), BytesIO()
        await stamper.async_timestamp_pdf(  # pyright: ignore[reportUnknownMemberType] - half typed
            Appending(BytesIO(signed)),
            DIGEST,
            self._proving(),
            output=archived,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )
        return archived.getvalue()

    def _proving(self) -> ValidationContext | None:
        """Fetches anew what proves that nothing was revoked; each signature has its own, so that none is stale."""
        if self._plan.roots is None:
            return None
        try:
            # `Any`: asn1crypto, by which pyHanko has certificates, has no types.
            roots: list[Any] = list(load_certs_from_pemder([str(self._plan.roots)]))  # pyright: ignore[reportUnknownArgumentType]
        except (OSError, ValueError) as error:
            raise SigningFailed(SigningFault.UNPROVEN, f"{self._plan.roots} can't be read as roots: {error}") from error
        return ValidationContext(
            trust_roots=roots,
            allow_fetching=True,
            revocation_mode="hard-fail",
            fetcher_backend=AIOHttpFetcherBackend(self._session, OTHERS_SECONDS),
        )

    async def _room(self, signer: PyhankoSigner) -> int:
        """Hex digits to keep free in the PDF for the signature, its chain and its time stamp."""
        stamp = 0
        if self._timestamper is not None:
            try:
                # Asks the authority once; from then on its length is known.
                answer: Any = await self._timestamper.async_dummy_response(DIGEST)  # pyright: ignore[reportUnknownMemberType] - as above
                stamp = len(answer.dump()) + ROOM_OF_A_STAMP
            except (TimestampRequestError, TimeoutError) as error:
                raise _no_stamp(error) from error
        chain: set[Any] = {*signer.cert_registry, signer.signing_cert}
        written = sum(len(certificate.dump()) for certificate in chain)
        own = cast(Any, signer.signing_cert)
        # As many bytes as an RSA key has; of an elliptic curve two numbers, each with its own head.
        raw = 2 * own.public_key.byte_size + 16
        # Once beside the certificate's number, once in the attribute that binds the certificate (RFC 5035).
        issuer = 2 * len(own.issuer.dump())
        return 2 * (written + ROOM_OF_A_SIGNATURE + issuer + raw + stamp)


def timestamper(url: str, session: ClientSession) -> HTTPTimeStamper:
    """The authority at that address, perhaps with user:password in it."""
    parts = urlsplit(url)
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    headers = {}
    if parts.username:
        headers["authorization"] = encode_basic_auth(unquote(parts.username), unquote(parts.password or ""))
    return HTTPTimeStamper(plain, timeout=OTHERS_SECONDS, headers=headers, session=session)


def claimed_time(valid_from: datetime, valid_until: datetime, when: datetime, now: datetime) -> datetime:
    """The time that a signature states: when the certificate was issued, unless the key is newer than that, as after a
    renewal while something waited to be signed; then now. Raises SigningFailed when the key isn't valid.
    """
    span = f"the key's certificate is valid from {valid_from:%Y-%m-%d} to {valid_until:%Y-%m-%d}"
    if now < valid_from:
        raise SigningFailed(SigningFault.NOT_YET_VALID, f"{span}, and today is {now:%Y-%m-%d}.")
    claimed = when if when >= valid_from else now
    if max(claimed, now) > valid_until:
        # A signature by an expired certificate looks forged to every reader, for ever.
        raise SigningFailed(SigningFault.EXPIRED, f"{span}, not on {max(claimed, now):%Y-%m-%d}.")
    return claimed


def _span(signer: PyhankoSigner) -> tuple[datetime, datetime]:
    certificate: Any = signer.signing_cert
    return certificate.not_valid_before, certificate.not_valid_after


def _no_stamp(error: Exception) -> SigningFailed:
    cause = error.__cause__ or error
    return SigningFailed(SigningFault.TIMESTAMP, f"the time-stamp authority gave no stamp ({type(cause).__name__}).")
