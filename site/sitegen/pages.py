"""Which pages the site has, and what each is about. How they look is the templates' business."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from courseware.public import PublicCourse, PublicLesson, lesson_url
from courseware.release import Release

_GOAL_BEGINNING = "Setelah kelas ini Anda dapat "

NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """`path` is the address, `section` its entry in the navigation, `width` narrow, text or all there is.

    `script` names the one script of the page, in site/scripts.
    """

    path: str
    template: str
    title: str
    summary: str
    section: str = ""
    name: str = ""
    width: str = ""
    indexed: bool = True
    facts: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    script: str = "app"

    @property
    def file(self) -> str:
        """Where the page lies in the output."""
        return self.path[1:] + "index.html" if self.path.endswith("/") else self.path[1:]


def pages_of(release: Release) -> Iterator[Page]:
    courses = [course.public for course in release.courses]
    yield Page(
        "/",
        "beranda.html",
        "Si-Jawara+ – pelatihan daring untuk koperasi dan UMKM Jawa Timur",
        "Kelas dari UPT Pelatihan Koperasi UKM: belajar dari ponsel, ikuti evaluasi, terima e-sertifikat.",
        facts={"courses": courses},
    )
    yield Page(
        "/kelas/",
        "katalog.html",
        "Kelas pelatihan",
        "Semua kelas Si-Jawara+ untuk anggota koperasi, pelaku usaha, dan calon wirausaha di Jawa Timur.",
        section="/kelas/",
        facts={"courses": courses},
    )
    for course in courses:
        yield from _course_pages(course)
    yield from _TEXTS
    yield from _INTERACTIVE
    yield Page(
        "/luring/",
        "luring.html",
        "Tidak ada sambungan",
        "Halaman saat tidak ada internet.",
        width="text",
        indexed=False,
    )
    yield Page(
        "/404.html", "tiada.html", "Halaman tidak ditemukan", "Halaman ini tidak ada.", width="text", indexed=False
    )


def _course_pages(course: PublicCourse) -> Iterator[Page]:
    home = f"/kelas/{course.slug}/"
    facts = {"course": course, "goal_endings": _endings(course.goals)}
    yield Page(home, "kelas.html", course.title, course.summary, section="/kelas/", facts=facts)
    lessons = course.lessons
    for position, lesson in enumerate(lessons):
        yield Page(
            lesson_url(course.slug, lesson.slug),
            "pelajaran.html",
            lesson.title,
            lesson.summary,
            section="/kelas/",
            facts={
                "course": course,
                "lesson": lesson,
                "position": position + 1,
                "before": _at(lessons, position - 1),
                "after": _at(lessons, position + 1),
            },
        )
    yield _interactive(
        "evaluasi",
        f"Evaluasi: {course.title}",
        f"Evaluasi kelas {course.title}.",
        path=f"{home}evaluasi/",
        section="/kelas/",
        width="text",
        facts={"course": course},
        script="evaluation",
    )


def _endings(goals: tuple[str, ...]) -> tuple[str, ...]:
    """The goals without the beginning they share, which then is read once instead of seven times; else nothing."""
    if not all(goal.startswith(_GOAL_BEGINNING) for goal in goals):
        return ()
    return tuple(goal.removeprefix(_GOAL_BEGINNING) for goal in goals)


def _at(lessons: tuple[PublicLesson, ...], position: int) -> PublicLesson | None:
    return lessons[position] if 0 <= position < len(lessons) else None


def _interactive(
    name: str,
    title: str,
    summary: str,
    *,
    path: str = "",
    section: str = "",
    width: str = "",
    indexed: bool = False,
    facts: Mapping[str, object] = NOTHING,
    script: str = "app",
) -> Page:
    return Page(path or f"/{name}/", "interactive.html", title, summary, section, name, width, indexed, facts, script)


def _account(
    name: str, title: str, summary: str, *, path: str = "", indexed: bool = False, script: str = "account"
) -> Page:
    """A way into an account, or what its owner may change: narrow, by scripts that lessons needn't carry."""
    return _interactive(name, title, summary, path=path, width="narrow", indexed=indexed, script=script)


_TEXTS = (
    Page(
        "/bantuan/",
        "teks.html",
        "Bantuan",
        "Jawaban untuk pertanyaan tentang akun, kelas, evaluasi, dan e-sertifikat Si-Jawara+.",
        section="/bantuan/",
        name="bantuan",
        width="text",
    ),
    Page(
        "/privasi/",
        "teks.html",
        "Privasi",
        "Data pribadi apa yang diproses Si-Jawara+, untuk apa, berapa lama, dan apa hak Anda.",
        name="privasi",
        width="text",
    ),
)

_INTERACTIVE = (
    _account("daftar", "Daftar akun", "Buat akun Si-Jawara+ dengan alamat surel Anda.", indexed=True),
    _account("konfirmasi", "Konfirmasi alamat surel", "Konfirmasi alamat surel akun Anda."),
    _account("masuk", "Masuk", "Masuk ke akun Si-Jawara+ Anda.", indexed=True),
    _account("masuk-google", "Masuk dengan Google", "Kembali dari Google.", path="/masuk/google/"),
    _account("pemulihan", "Pemulihan kata sandi", "Buat kata sandi baru untuk akun Anda."),
    _account("akun", "Akun saya", "Cara masuk, perangkat, dan alamat surel akun Anda.", script="my-account"),
    _account("batal-ganti-surel", "Batalkan ganti alamat surel", "Kembalikan alamat surel lama akun Anda."),
    _interactive("biodata", "Biodata", "Isi biodata peserta.", width="narrow", script="profile"),
    _interactive(
        "data",
        "Data saya",
        "Unduh, perbaiki, atau hapus data pribadi Anda.",
        path="/akun/data/",
        width="text",
        script="rights",
    ),
    _interactive("kelas-saya", "Kelas saya", "Kelas yang Anda ikuti dan langkah berikutnya.", section="/kelas-saya/"),
    _interactive(
        "hasil",
        "Hasil evaluasi",
        "Nilai evaluasi Anda.",
        section="/kelas-saya/",
        width="text",
        script="evaluation",
    ),
    _interactive("sertifikat", "Sertifikat saya", "Unduh e-sertifikat Anda.", section="/sertifikat/", width="text"),
    _interactive(
        "verifikasi",
        "Periksa sertifikat",
        "Periksa keaslian e-sertifikat Si-Jawara+ dengan kode verifikasinya.",
        width="text",
        indexed=True,
    ),
    _interactive("petugas", "Halaman petugas", "Halaman kerja petugas kantor.", script="staff"),
)
