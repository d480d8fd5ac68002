"""Makes of Chromium's PDF one for archives: PDF/A-3 metadata, a colour profile, no needless part of a font, packed.

What a machine confirms of it, and what it doesn't, stands in docs/certificates.md. Same PDF in, same bytes out.
"""

import re
import struct
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from certificates.ground import lay_under
from certificates.streams import FINER_THAN_INK, packed, with_own_names

SRGB = Path(__file__).parent / "srgb.icc"
"""Little CMS's sRGB profile as Pillow makes it (`ImageCms.createProfile`), dated the first of 2026, as version 4.2."""
SRGB_NAME = "sRGB IEC61966-2.1"
MAKER = "Si-Jawara+"

Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
"""What an attached file is to the document (ISO 32000-2, table 43)."""

FONT_TABLES = {b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"}
"""What ISO 32000-1, 9.9 asks of an embedded CIDFontType2; the rest is for choosing glyphs, which has been done."""


TAGGED = re.compile(rb"^[^\n]*BDC\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Described:
    """What the file says of itself, to programs and archivists."""

    title: str
    subject: str
    author: str
    day: date
    language: str = "id"


def archived(pdf: bytes, described: Described, ground: bytes | None = None) -> bytes:
    """The PDF with everything that PDF/A-3 asks for beyond what Chromium writes, smaller, and on its ground if it has
    one (`ground_of`).
    """
    with Pdf.open(BytesIO(pdf)) as file:
        _describe(file, described)
        _give_colours(file)
        _tidy_streams(file)
        _tidy_pages(file)
        if ground is not None:
            lay_under(file, ground)
        return packed(file)


def attach(pdf: bytes, name: str, data: bytes, mime: str, relationship: Relationship) -> bytes:
    """The PDF with one more file inside (ISO 19005-3, 6.8), before it is signed. `name` is ASCII."""
    with Pdf.open(BytesIO(pdf)) as file:
        content = Stream(file, data)
        content["/Type"], content["/Subtype"] = Name.EmbeddedFile, Name(f"/{mime}")
        content["/Params"] = Dictionary(Size=len(data), ModDate=file.docinfo.get("/ModDate", String("")))
        inside = file.make_indirect(content)
        specification = file.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=name,
                UF=name,
                AFRelationship=Name(f"/{relationship}"),
                EF=Dictionary(F=inside, UF=inside),
                Desc=name,
            )
        )
        names = _within(file.Root, "/Names", Dictionary())
        files = _within(names, "/EmbeddedFiles", Dictionary(Names=Array()))
        before: list[Object] = list(files.Names)
        pairs: list[tuple[Object, Object]] = [
            *zip(before[::2], before[1::2], strict=True),
            (String(name), specification),
        ]
        # A name tree is searched by halves.
        files.Names = Array(chain.from_iterable(sorted(pairs, key=_name)))
        _within(file.Root, "/AF", Array()).append(specification)
        return packed(file)


def _name(pair: tuple[Object, Object]) -> str:
    return str(pair[0])


def _within(parent: Object, key: str, new: Object) -> Any:
    """What stands under the key, put there first if nothing does."""
    if key not in parent:
        parent[key] = new
    return parent[key]


def _describe(file: Pdf, described: Described) -> None:
    root = file.Root
    if "/Info" not in file.trailer:
        file.trailer.Info = file.make_indirect(Dictionary())
    # Changed in place: a new dictionary in the trailer has pikepdf read all metadata anew, for a millisecond.
    info = file.trailer.Info
    creator, producer = str(info.get("/Creator", MAKER)), str(info.get("/Producer", MAKER))
    told = {
        "/Title": described.title,
        "/Author": described.author,
        "/Subject": described.subject,
        "/Creator": creator,
        "/Producer": producer,
        "/CreationDate": f"D:{described.day:%Y%m%d}000000+07'00'",
        "/ModDate": f"D:{described.day:%Y%m%d}000000+07'00'",
    }
    for key in set(info.keys()) - told.keys():
        del info[key]
    info.update({key: String(words) for key, words in told.items()})
    packet = Stream(file, xmp(described, creator, producer).encode())
    packet.update({"/Type": Name.Metadata, "/Subtype": Name.XML})
    root.Metadata = file.make_indirect(packet)
    root.Lang = String(described.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def xmp(described: Described, creator: str, producer: str) -> str:
    """The metadata packet; it must say the same as the document's information dictionary (ISO 19005-3, 6.6.2).

    It claims PDF/A-3b, which a checker can look at. Level a and PDF/UA ask for more than one that we have can tell.
    """
    title, subject, author, creator, producer = (
        escape(text) for text in (described.title, described.subject, described.author, creator, producer)
    )
    moment = f"{described.day:%Y-%m-%d}T00:00:00+07:00"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{described.language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _give_colours(file: Pdf) -> None:
    profile = Stream(file, SRGB.read_bytes())
    profile.update({"/N": 3})
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=SRGB_NAME,
        Info=SRGB_NAME,
        DestOutputProfile=file.make_indirect(profile),
    )
    file.Root.OutputIntents = Array([file.make_indirect(intent)])


def _tidy_streams(file: Pdf) -> None:
    for item in file.objects:
        if not isinstance(item, Stream):
            continue
        if "/Length1" in item:
            slim = slimmed(item.read_bytes())
            item.write(slim)
            item.Length1 = len(slim)
        elif "/Resources" in item:
            item.write(with_own_names(item.read_bytes(), item.Resources))


def _tidy_pages(file: Pdf) -> None:
    """What has no tag is marked as decoration: Chromium leaves it bare, ISO 14289-1, 7.1 doesn't."""
    for page in file.pages:
        if "/Contents" in page:
            content = FINER_THAN_INK.sub(b"", with_own_names(page.Contents.read_bytes(), page.Resources))
            page.Contents.write(_decorations_marked(content))


def _decorations_marked(content: bytes) -> bytes:
    """All between two tagged pieces as one Artifact; Chromium nests no tags, and opens none within a text object."""
    if b"BDC\n" not in content:
        return content
    marked = content.replace(b"EMC\n", b"EMC\n/Artifact BMC\n")
    marked = TAGGED.sub(lambda found: b"EMC\n" + found[0], b"/Artifact BMC\n" + marked)
    return marked.replace(b"/Artifact BMC\nEMC\n", b"") + b"EMC\n"


def slimmed(font: bytes) -> bytes:
    """The TrueType font with no table but those that drawing by glyph number needs."""
    count = struct.unpack_from(">H", font, 4)[0]
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(count)]
    kept = [entry for entry in entries if entry[0] in FONT_TABLES]
    power = max(len(kept).bit_length() - 1, 0)
    search = 16 << power
    head = struct.pack(">4sHHHH", font[:4], len(kept), search, power, 16 * len(kept) - search)
    directory, body, start = b"", b"", 12 + 16 * len(kept)
    for tag, checksum, offset, length in kept:
        directory += struct.pack(">4sIII", tag, checksum, start + len(body), length)
        body += font[offset : offset + length].ljust(-(-length // 4) * 4, b"\0")
    return head + directory + body
