"""The ground of a certificate, which is alike on all of a template: printed once for each browser, made small once, and
laid under the words of each.

A woven border is most of what a certificate draws. To print it each time took half of Chromium's time, and to find what
is repeated in it a third of what is done afterwards.
"""

import re
from collections import Counter
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from certificates.streams import FINER_THAN_INK, packed

DRAWING = re.compile(rb"q\n((?:[-.\d]+ ){6}cm\n)((?:(?![qQ]\n|BT\n|EMC\n)[^\n]*[^C\n]\n)+)Q\n")
"""A piece of drawing at a place of its own, as Chromium writes it; no text and no tag (BDC) is in it."""
STATE = re.compile(rb"/(\w+) gs\n")
OFTEN, WORTH_SHARING = 4, 100
EVERYWHERE = (-1000, -1000, 1000, 1000)
"""What bounds a shared drawing, in its own millimetres."""
GROUND = "/Dasar"


def ground_of(pdf: bytes) -> bytes:
    """From what Chromium printed of the ground alone, a PDF for `lay_under`: each page has it as one drawing."""
    with Pdf.open(BytesIO(pdf)) as file:
        forms: dict[bytes, Stream] = {}
        for page in file.pages:
            content = _with_forms(file, page, page.Contents.read_bytes(), forms)
            whole = Stream(file, FINER_THAN_INK.sub(b"", content))
            whole.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": page.MediaBox})
            whole["/Resources"] = page.Resources
            page.Resources = Dictionary(XObject=Dictionary({GROUND: file.make_indirect(whole)}))
            del page.Contents
        return packed(file)


def lay_under(file: Pdf, ground: bytes) -> None:
    """Each page of the file gets its ground, first of all that it draws, as decoration (ISO 32000-1, 14.8.2.2)."""
    with Pdf.open(BytesIO(ground)) as beneath:
        for page, under in zip(file.pages, beneath.pages, strict=True):
            page.add_resource(file.copy_foreign(under.Resources.XObject[GROUND]), Name.XObject, Name(GROUND))
            page.Contents.write(b"/Artifact BMC\nq\n%s Do\nQ\nEMC\n%s" % (GROUND.encode(), page.Contents.read_bytes()))


def _with_forms(file: Pdf, page: Page, content: bytes, forms: dict[bytes, Stream]) -> bytes:
    """What is drawn again and again is written once."""
    counts = Counter(found[2] for found in DRAWING.finditer(content))
    for body, count in counts.items():
        if body not in forms and count >= OFTEN and len(body) >= WORTH_SHARING:
            forms[body] = _form(file, page, body)
    names = {body: f"/Gambar{place}" for place, body in enumerate(forms) if body in counts}
    for body, name in names.items():
        page.add_resource(forms[body], Name.XObject, Name(name))

    def called(found: re.Match[bytes]) -> bytes:
        name = names.get(found[2])
        return b"q\n%s%s Do\nQ\n" % (found[1], name.encode()) if name else found[0]

    return DRAWING.sub(called, content)


def _form(file: Pdf, page: Page, body: bytes) -> Stream:
    form = Stream(file, FINER_THAN_INK.sub(b"", body))
    states = {f"/{name.decode()}": page.Resources.ExtGState[f"/{name.decode()}"] for name in STATE.findall(body)}
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array(EVERYWHERE)})
    form["/Resources"] = Dictionary(ExtGState=Dictionary(states))
    return form
