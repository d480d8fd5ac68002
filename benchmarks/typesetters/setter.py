"""One typesetter at work, in an environment that holds it and nothing of ours: `setter.py typst|weasyprint FOLDER`.

The folder holds the template, the drawings, the fonts, and the words of several certificates as words.json. Each line
of input is a number of seconds to work; each line of output says how many were made, in how long, and of what size.
"""
# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false
# Neither is among our dependencies.

import html
import json
import sys
import time
from pathlib import Path


def with_typst(folder):
    import typst  # noqa: PLC0415 - only one of the two is asked for

    compiler = typst.Compiler(folder / "certificate.typ", root=folder, font_paths=[folder / "fonts"])
    return lambda turn: compiler.compile(format="pdf", sys_inputs={"words": "words.json", "turn": str(turn)})


def with_weasyprint(folder):
    from weasyprint import HTML  # noqa: PLC0415 - as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    page = (folder / "certificate.html").read_text("utf-8")
    head, _, body = page.partition("</style>")
    everyone, fonts = json.loads((folder / "words.json").read_text("utf-8")), FontConfiguration()

    def make(turn):
        words = everyone[turn]
        lines = enumerate(words["syllabus"], start=1)
        rows = "".join(f"<tr><td>{n}<td>{html.escape(one['title'])}<td>{one['minutes']}</tr>" for n, one in lines)
        shown = {name: html.escape(value) for name, value in words.items() if isinstance(value, str)}
        filled = body.format(**shown, rows=rows, name_size=26 if len(words["name"]) > 40 else 46)
        text = head.replace("{title}", shown["title"]) + "</style>" + filled
        return HTML(string=text, base_url=f"{folder}/").write_pdf(font_config=fonts, pdf_tags=True)

    return make


def main(name, folder):
    make = {"typst": with_typst, "weasyprint": with_weasyprint}[name](folder)
    everyone = len(json.loads((folder / "words.json").read_text("utf-8")))
    (folder / f"{name}.pdf").write_bytes(make(0))
    for line in sys.stdin:
        made, size, started = 0, 0, time.perf_counter()
        while time.perf_counter() - started < float(line):
            size += len(make(made % everyone))
            made += 1
        print(json.dumps({"made": made, "seconds": time.perf_counter() - started, "bytes": size / made}), flush=True)


main(sys.argv[1], Path(sys.argv[2]))
