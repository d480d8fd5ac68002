"""What the QR code of a certificate states by itself: every printed word, signed, to be checked without a network.

The code holds the certificate's address and, behind its `#`, which browsers send to no server, one number in decimal:
a QR code packs digits into hardly more room than bytes, where base64 would take a third more. As bytes it is

    1 | length of the key's id | the key's id | r and s of ES256, 64 bytes | the words, raw DEFLATE (RFC 1951)

The signature is over `SIGNED_AS`, the code in the address, a line feed, and the packed words. These are lines: the
fields in the order of `lines`, then one line for each of the syllabus, minutes first. A syllabus that no scannable code
has room for is named instead by one line: how many, how many minutes together, and the first 16 bytes of its SHA-256.
"""

import zlib
from dataclasses import replace
from hashlib import sha256

from api.verification_keys import VerificationKeys, base64url
from certificates.fields import CertificateFields
from certificates.qr import is_scannable
from certificates.words import composed

FORMAT = 1
SIGNED_AS = b"si-jawara-certificate-1\n"
"""The same keys sign other statements too: what signs one must never pass for another."""
DIGEST_BYTES = 16
# Words that certificates have in common, so that the packed ones can point to them. Changing a letter changes the
# format. site/scripts/verification/claim.ts has the same.
COMMON_WORDS = (
    "usaha pembeli penjualan penawaran keterangan katalog keluhan ulasan biaya laba rugi modal utang dagang "
    "stok kas neraca pajak cadangan kebiasaan bulanan harian anggaran pinjam simpan hak kewajiban pengurus "
    "pengawas kepentingan mendirikan arti tanda bahaya rencana 30 hari memahami melayani mengatur menetapkan "
    "mengukur hasil menjaga pelanggan menjual menulis membaca membuat menghitung menyiapkan menyusun memilih "
    "mengelola Mengenal Menghitung Menyiapkan Menyusun Memilih Membuat Membaca Rapat anggota tahunan koperasi "
    "laporan keuangan Keuangan Usaha Kecil Mengelola Koperasi yang Pemasaran Digital untuk UMKM produk harga "
    "dan dengan dari pada dalam bagi di ke Muhammad Ahmad Siti Nur Sri Dewi Hj. H. Dr. Drs. Dra. Ir. S.Sos., "
    "M.Si., S.Pd., S.T., S.H., S.E., M.M.\n"
    "Kepala UPT Pelatihan Koperasi UKM\n"
    "Kepala UPT Pelatihan Koperasi dan UKM\n"
    "19700101 199503 2 001\n"
    "Dinas Koperasi dan UKM Provinsi Jawa Timur\n"
    "UPT Pelatihan Koperasi UKM, Dinas Koperasi dan UKM Provinsi Jawa Timur\n"
    "Surabaya\n"
    "2026-\n"
    "503.5/0/SJ/2026\n"
    "1\n"
)


def sealed(fields: CertificateFields, keys: VerificationKeys) -> CertificateFields:
    """The same certificate, its `verify_url` with the signed statement behind the `#`, in place of one that was there.

    The last thing before the words are frozen: whatever is changed afterwards makes the statement untrue.
    """
    plain = replace(fields, verify_url=address(fields))
    whole = _sealed(plain, [*lines(plain), *syllabus_lines(plain)], keys)
    if is_scannable(whole.verify_url):
        return whole
    return _sealed(plain, [*lines(plain), _named(syllabus_lines(plain))], keys)


def address(fields: CertificateFields) -> str:
    """Where anybody checks this certificate, for links: without the statement, which is for cameras."""
    return fields.verify_url.partition("#")[0]


def lines(fields: CertificateFields) -> list[str]:
    """The printed fields but the syllabus, a line each; that of the result is empty where none is printed."""
    return [
        _line(fields.number),
        str(fields.version),
        _line(fields.name),
        _line(fields.course_title),
        str(fields.hours),
        _result(fields),
        fields.completed_on.isoformat(),
        fields.issued_on.isoformat(),
        _line(fields.place),
        _line(fields.signer_name),
        _line(fields.signer_title),
        _line(fields.signer_nip),
        _line(fields.office),
    ]


def syllabus_lines(fields: CertificateFields) -> list[str]:
    """The printed syllabus, a line each: `7 Mengenal pembeli`."""
    return [f"{line.minutes} {_line(line.title)}" for line in fields.syllabus]


def _sealed(fields: CertificateFields, words: list[str], keys: VerificationKeys) -> CertificateFields:
    packed = _packed("\n".join(words))
    signature = keys.sign(SIGNED_AS + fields.code.encode() + b"\n" + packed)
    key_id = signature.key_id.encode()
    statement = bytes([FORMAT, len(key_id)]) + key_id + signature.raw + packed
    return replace(fields, verify_url=f"{fields.verify_url}#{int.from_bytes(statement)}")


def _packed(words: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, COMMON_WORDS.encode())
    return packer.compress(words.encode()) + packer.flush()


def _named(syllabus: list[str]) -> str:
    minutes = sum(int(line.partition(" ")[0]) for line in syllabus)
    digest = base64url(sha256("\n".join(syllabus).encode()).digest()[:DIGEST_BYTES])
    return f"-{len(syllabus)} {minutes} {digest}"


def _result(fields: CertificateFields) -> str:
    """Digits are a score, other words a level: there was a line for scores before there were levels."""
    return _line(fields.level or "") if fields.score is None else str(fields.score)


def _line(words: str) -> str:
    # The page prints any run of spaces and line ends as one space.
    return " ".join(composed(words).split())
