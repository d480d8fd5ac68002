"""GIFT as teachers write it: the cases that Moodle's own tests and examples have, in other words."""

from courseware.moodle.placing import ClassBank
from tests.content.courseware.moodle.banking import added

CASES: dict[str, tuple[str, str, list[str]]] = {}


def case(name: str, gift: str, markdown: str, *findings: str) -> None:
    CASES[name] = (gift, markdown, list(findings))


case(
    "one choice, feedback, a comment, a name, wrapped lines",
    """// pilihan tunggal
::Warna beras:: Beras mana yang
berwarna merah?
{
    =Beras merah # Betul;
       kulit arinya tidak dibuang.
    ~Ketan # [html]Ketan <b>putih</b>
    ~[plain]Beras <1 kg> # Itu *tanda*.
    #### Warnanya dari kulit ari.
}
""",
    """## Beras mana yang berwarna merah? {#warna-beras}
- [x] Beras merah
  > Betul; kulit arinya tidak dibuang.
- [ ] Ketan
  > Ketan **putih**
- [ ] Beras <1 kg>
  > Itu \\*tanda\\*.
Penjelasan: Warnanya dari kulit ari.""",
)
case(
    "several choices with shares",
    "Dua pendiri koperasi? {~%-50%Pak Tono ~%50%Bu Ratmi ~%50%Bu Sri ~%-50%Pak Joko ####Keduanya di akta.}",
    """## Dua pendiri koperasi? {#dua-pendiri-koperasi nilai=sebagian}
- [ ] Pak Tono
- [x] Bu Ratmi
- [x] Bu Sri
- [ ] Pak Joko
Penjelasan: Keduanya di akta.""",
)
case(
    "several choices where a wrong one takes all",
    "Dua pendiri? {~%-100%Pak Tono ~%50%Bu Ratmi ~%50%Bu Sri ####Keduanya.}",
    """## Dua pendiri? {#dua-pendiri}
- [ ] Pak Tono
- [x] Bu Ratmi
- [x] Bu Sri
Penjelasan: Keduanya.""",
)
case(
    "a choice that counts in part, one that counts less than nothing",
    "Sulit. {~salah ~%50%setengah ~%-25%keliru =betul ####Begitu.}",
    """## Sulit. {#sulit}
- [ ] salah
- [ ] setengah
- [ ] keliru
- [x] betul
Penjelasan: Begitu.""",
    "1 partly-right",
    "1 negative",
)
case(
    "two choices that count in full",
    "Siapa? {=tidak ada =tak seorang pun ~Bu Sri}",
    "",
    "1 several-right",
)
case(
    "a word that is missing in the middle",
    "Hari pasar jatuh pada {~Senin =Legi ~Rabu ####Pasaran Jawa.} setiap lima hari.",
    """## Hari pasar jatuh pada … setiap lima hari. {#hari-pasar-jatuh-pada-setiap-lima-hari}
- [ ] Senin
- [x] Legi
- [ ] Rabu
Penjelasan: Pasaran Jawa.""",
)
case(
    "true or false, first what is said of the wrong answer",
    "::B1:: Laba sama dengan kas.{FALSE#Laba dapat berupa bon.#Betul.####Keduanya berbeda.}\n\n"
    "::B2:: Kas bertambah oleh setoran.{T}",
    """## Laba sama dengan kas. {#b1}
- [ ] Benar
  > Laba dapat berupa bon.
- [x] Salah
  > Betul.
Penjelasan: Keduanya berbeda.

## Kas bertambah oleh setoran. {#b2}
- [x] Benar
- [ ] Salah
Penjelasan: Jawaban yang benar: Benar""",
    "3 no-explanation",
)
case(
    "spellings, one of them in part, one that stands for all others",
    """::Hewan::Hewan penarik bajak?{
    =Kerbau#Bagus!
    =%50%Sapi#Boleh juga.
    =%0%*#Bukan.
    ####Kerbau kuat di lumpur.
}""",
    """## Hewan penarik bajak? {#hewan}
Jawaban: Kerbau
Penjelasan: Kerbau kuat di lumpur.""",
    "3 partly-right",
    "2 answer-feedback",
    "3 answer-feedback",
    "4 answer-feedback",
)
case(
    "spellings without marks, with a bar, like a number, with a pattern",
    "Dua tambah dua? {=empat =4 =dua|dua =em* =lima\\\\*}.",
    """## Dua tambah dua? {#dua-tambah-dua}
Jawaban: empat | "4" | dua\\|dua | lima*
Penjelasan: Jawaban yang benar: empat""",
    "1 wildcard",
    "1 no-explanation",
)
case(
    "numbers with a width, between two limits, alone",
    """Tahun berdiri? {#1947:3}

Nilai pi? {#3.141..3.142####Keliling dibagi garis tengah.}

Modal? {#
  =-1500.50#Betul.
}""",
    """## Tahun berdiri? {#tahun-berdiri}
Jawaban: 1947 ± 3
Penjelasan: Jawaban yang benar: 1947

## Nilai pi? {#nilai-pi}
Jawaban: 3,1415 ± 0,0005
Penjelasan: Keliling dibagi garis tengah.

## Modal? {#modal}
Jawaban: -1500,5
Penjelasan: Betul.""",
    "1 no-explanation",
)
case(
    "numbers that count in part, several that count in full, and no number",
    """::a::Tahun? {#=1947:0#Tepat. =%50%1947:2 ~#Bukan itu.}

::b::Berapa? {#=3 =4}

::c::Berapa? {#tiga}

::d::Berapa? {#}""",
    """## Tahun? {#a}
Jawaban: 1947
Penjelasan: Tepat.""",
    "1 partly-right",
    "1 answer-feedback",
    "3 several-numbers",
    "5 not-a-number",
    "7 no-right",
)
case(
    "pairs in formats of their own, and a decoy",
    """::Kegiatan::[html]Jodohkan <b>alat</b> dengan gunanya.{
    =[html]Mencatat <i>kas</i> -> Buku kas
    =[plain]Menimbang <1 kg> -> Timbangan
    =[markdown]Mengirim **kabar** -> WhatsApp
    = -> Palu
    ####Setiap alat satu guna.
}""",
    """## Jodohkan **alat** dengan gunanya. {#kegiatan nilai=sebagian}
- Mencatat *kas* => Buku kas
- Menimbang <1 kg> => Timbangan
- Mengirim **kabar** => WhatsApp
- => Palu
Penjelasan: Setiap alat satu guna.""",
)
case(
    "an order, whole and in part",
    """::Urut 1::Urutkan.{>3 ALL VERTICAL ALL_OR_NOTHING SHOW none
satu
dua
tiga
####Menurut besarnya.}

::Urut 2::Urutkan.{>2 RANDOM HORIZONTAL RELATIVE_NEXT_EXCLUDE_LAST HIDE 123
Pertama
Kedua
Ketiga
####Begitu.
}""",
    """## Urutkan. {#urut-1}
1. satu
2. dua
3. tiga
Penjelasan: Menurut besarnya.

## Urutkan. {#urut-2 nilai=sebagian}
1. Pertama
2. Kedua
3. Ketiga
Penjelasan: Begitu.""",
    "7 part-of-items",
)
case(
    "signs that are meant as they stand",
    """::Tanda\\: a::Mana sama dengan \\{5\\}? {
   ~ \\= 2 + 2 # bukan \\#
   = \\= 2 + 3
   ~ \\\\ \\~ \\: C\\:\\\\nama
   ####baris satu\\nbaris dua
}""",
    """## Mana sama dengan {5}? {#tanda-a}
- [ ] = 2 + 2
  > bukan #
- [x] = 2 + 3
- [ ] \\\\ ~ : C:\\\\nama
Penjelasan: baris satu\\
baris dua""",
)
case(
    "Markdown, HTML and code",
    """::m::[markdown]Siapa **ketua** `k_1`?{=Bu Sri#Bagus!}

::h::[html]<p>Apa isi?</p>
<pre>
    kas \\{
        1
    \\}
</pre>
{=kas ####<ul><li>a</li><li>b</li></ul>}""",
    """## Siapa **ketua** `k_1`? {#m}
Jawaban: Bu Sri
Penjelasan: Bagus!

## Apa isi? {#h}

```
    kas {
        1
    }
```
Jawaban: kas
Penjelasan: - a
- b""",
)
case(
    "labels and an id in comments",
    """// Soal [tag:  harga pokok] [id:hpp-1] dan [tag:kas]
// lagi [tag:HARGA-pokok] [tag:pelajaran=mengenal-pembeli] [tag:poin=3]
::HPP::Berapa?{=dua ####Begitu.}""",
    """## Berapa? {#hpp-1 poin=3 pelajaran=mengenal-pembeli label=harga-pokok,kas}
Jawaban: dua
Penjelasan: Begitu.""",
    "3 tag",
)
case(
    "words that our reader would take for a slip",
    "Tanda apa? {=[plain]tebal ~[plain]<b> ~a ####Begitu.}",
    "",
    "1 refused",
)
case(
    "what is no question of ours",
    """::E::Ceritakan usaha Anda. {}

Ini hanya pengantar.

::R::Rusak {=a

::R2::Dua {=a} kali {=b}

::P::Jodohkan {=a -> b =c}

::K::Satu pilihan {~a}""",
    "",
    "1 no-counterpart",
    "3 description",
    "5 braces",
    "7 braces",
    "9 no-arrow",
    "11 few-choices",
)


def test_every_case_comes_down_to_its_markdown(bank: ClassBank) -> None:
    """What can't be kept is told at its line, and nothing else is told."""
    wrong = {
        name: (markdown, findings)
        for name, (gift, expected, told) in CASES.items()
        for markdown, findings in [added(bank, gift)]
        if (markdown, findings) != (f"# Impor {{#impor}}\n\n{expected}\n" if expected else "", told)
    }
    assert wrong == {}


def test_categories_are_topics(bank: ClassBank) -> None:
    """The id of a topic that Moodle can't hold stands in a comment; a doubled slash is one in the name."""
    gift = """$CATEGORY: $course$/top/Kas // bank/Saldo
Pertama? {=a####x}

// [id:harga]
$CATEGORY: $course$/Harga

Kedua? {=b####x}

$CATEGORY: $course$/top

Ketiga? {=c####x}
"""
    markdown, findings = added(bank, gift)
    assert findings == []
    assert [line for line in markdown.split("\n") if line.startswith("#")] == [
        "# Kas / bank / Saldo {#kas-bank-saldo}",
        "## Pertama? {#pertama}",
        "# Harga {#harga}",
        "## Kedua? {#kedua}",
        "# Impor {#impor}",
        "## Ketiga? {#ketiga}",
    ]


def test_ids_are_never_given_twice_and_always_the_same(bank: ClassBank) -> None:
    """A class keeps what participants did under them."""
    gift = """::cek pembeli::Siapa? {=a####x}

::Cek Pembeli::Kapan? {=b####x}

// [id:beda-ciri-manfaat]
::x::Di mana? {=c####x}

::ピ::ラ? {=d####x}
"""
    markdown, findings = added(bank, gift)
    assert [line.rpartition("{")[2] for line in markdown.split("\n") if line.startswith("## ")] == [
        "#cek-pembeli-2}",
        "#cek-pembeli-3}",
        "#x}",
        "#soal}",
    ]
    assert findings == []
    assert added(bank, gift)[0] == markdown
