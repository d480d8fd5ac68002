"""What a business does and the numbers that businesses and cooperatives have."""

from dataclasses import dataclass

from api.profiles.digits import bare, is_digits
from api.refusal import ProblemCode, Refusal

NIB_LENGTH = 13
"""Thirteen random digits (PP 24/2018): they hold no meaning that could be checked."""
COOPERATIVE_NIK_LENGTH = range(1, 21)
"""A unique combination of digits (Permen KUKM 10/2016, article 1). Sources at hand give no length: room, no rule."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A category of the Indonesian classification of business fields (KBLI)."""

    code: str
    title: str


SECTORS = {
    "A": "Pertanian, Kehutanan dan Perikanan",
    "B": "Pertambangan dan Penggalian",
    "C": "Industri Pengolahan",
    "D": "Pengadaan Listrik, Gas, Uap/Air Panas dan Udara Dingin",
    "E": "Treatment Air, Treatment Air Limbah, Treatment dan Pemulihan Material Sampah, dan Aktivitas Remediasi",
    "F": "Konstruksi",
    "G": "Perdagangan Besar dan Eceran; Reparasi dan Perawatan Mobil dan Sepeda Motor",
    "H": "Pengangkutan dan Pergudangan",
    "I": "Penyediaan Akomodasi dan Penyediaan Makan Minum",
    "J": "Informasi dan Komunikasi",
    "K": "Aktivitas Keuangan dan Asuransi",
    "L": "Real Estat",
    "M": "Aktivitas Profesional, Ilmiah dan Teknis",
    "N": "Aktivitas Penyewaan dan Sewa Guna Usaha Tanpa Hak Opsi, Ketenagakerjaan, Agen Perjalanan dan Penunjang Usaha"
    " Lainnya",
    "O": "Administrasi Pemerintahan, Pertahanan dan Jaminan Sosial Wajib",
    "P": "Pendidikan",
    "Q": "Aktivitas Kesehatan Manusia dan Aktivitas Sosial",
    "R": "Kesenian, Hiburan dan Rekreasi",
    "S": "Aktivitas Jasa Lainnya",
    "T": "Aktivitas Rumah Tangga sebagai Pemberi Kerja; Aktivitas yang Menghasilkan Barang dan Jasa oleh Rumah Tangga"
    " yang Digunakan untuk Memenuhi Kebutuhan Sendiri",
    "U": "Aktivitas Badan Internasional dan Badan Ekstra Internasional Lainnya",
}
"""KBLI 2020, its 21 categories (Peraturan BPS 2/2020)."""


class NibInvalid(Refusal):
    """The business identification number (NIB) has another form."""

    code = ProblemCode.INVALID_INPUT


class CooperativeNikInvalid(Refusal):
    """The cooperative's number (NIK koperasi) is not made of digits."""

    code = ProblemCode.INVALID_INPUT


def sectors() -> tuple[Sector, ...]:
    """All of them, A to U."""
    return tuple(Sector(code, title) for code, title in SECTORS.items())


def sector(code: str) -> Sector | None:
    """The category with this letter."""
    return Sector(code, SECTORS[code]) if code in SECTORS else None


def normalized_nib(text: str) -> str:
    """The 13 digits of a business identification number.

    Raises:
        NibInvalid
    """
    nib = bare(text)
    if len(nib) != NIB_LENGTH or not is_digits(nib):
        raise NibInvalid("business.nib")
    return nib


def normalized_cooperative_nik(text: str) -> str:
    """The digits of a cooperative's number.

    Raises:
        CooperativeNikInvalid: something that is no digit, or more than 20.
    """
    number = bare(text)
    if len(number) not in COOPERATIVE_NIK_LENGTH or not is_digits(number):
        raise CooperativeNikInvalid("cooperative.nik")
    return number
