"""`jawara certificate preview`: a design's sample as PDF and PNG, printed again after each save."""

import asyncio
import json
import tomllib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import typer
from jinja2 import TemplateError
from pydantic import TypeAdapter, ValidationError

from certificates import BrowserMissing, CannotPrint, CertificateFields, Renderer, RenderFailed, open_renderer
from certificates.template import TEMPLATES, forget_templates, is_template, sources_of, template_names
from jawara.console import told
from jawara.preview.watching import Watch

WIDTH = 1600
PAUSE_SECONDS = 0.2
FAULTS = (
    CannotPrint,
    RenderFailed,
    TemplateError,
    ValidationError,
    tomllib.TOMLDecodeError,
    OSError,
    LookupError,
    UnicodeDecodeError,
)
"""What a design in the making may do wrong; it is shown, and mended by the next save."""

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{template}</title>
<style>body {{ margin: 2rem auto; max-width: 70rem; font: 1rem/1.5 sans-serif; background: #ddd }}
img {{ width: 100% }}</style>
<p id="said"></p><p><a href="{template}.pdf">{template}.pdf</a></p>
<img id="first" alt="Page 1"><img id="second" alt="Page 2">
<script>
let shown = "";
setInterval(async () => {{
  const {{ stamp, said }} = await (await fetch("state.json", {{ cache: "no-store" }})).json();
  if (stamp === shown) return;
  shown = stamp;
  document.getElementById("said").textContent = said;
  document.getElementById("first").src = `{template}-1.png?${{stamp}}`;
  document.getElementById("second").src = `{template}-2.png?${{stamp}}`;
}}, 500);
</script>
"""


class UnknownTemplate(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(f"No design is named {name}; there are {', '.join(template_names())}.")


class PortTaken(Exception):
    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken; take another: --port {port + 1}")


def proofs(template: str, sample: Path | None, output: Path, *, once: bool, port: int) -> None:
    """Print until Ctrl-C, or once. Ends with 1 where the design can't be printed and nobody waits for a next try."""
    with told(UnknownTemplate, PortTaken, BrowserMissing):
        if not is_template(template):
            raise UnknownTemplate(template)
        desk = Desk(template, sample or TEMPLATES / template / "sample.json", output)
        if once:
            if not asyncio.run(desk.print_once()):
                raise typer.Exit(1)
            return
        with server(output, port) as serving:
            Thread(target=serving.serve_forever, daemon=True).start()
            print(f"{template}: http://127.0.0.1:{port}/", flush=True)
            asyncio.run(desk.print_on())


def server(output: Path, port: int) -> ThreadingHTTPServer:
    """What serves the folder, on this machine alone. Raises PortTaken."""
    output.mkdir(parents=True, exist_ok=True)
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(output)))
    except OSError as error:
        raise PortTaken(port) from error


class Quiet(SimpleHTTPRequestHandler):
    """The page asks twice a second, which nobody wants to read."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        return


class Desk:
    """Prints one design into a folder and says how it went, on the console and to the page that shows it."""

    def __init__(self, template: str, sample: Path, output: Path) -> None:
        self._template = template
        self._sample = sample
        self._output = output
        self._turn = 0

    async def print_once(self) -> bool:
        """Whether it could be printed."""
        async with open_renderer() as renderer:
            return await self._print(renderer)

    async def print_on(self, stop: Event | None = None) -> None:
        """Print now and after each save, until `stop`."""
        watch = Watch((*sources_of(self._template), self._sample))
        async with open_renderer() as renderer:
            await self._print(renderer)
            while not (stop and stop.is_set()):
                await asyncio.sleep(PAUSE_SECONDS)
                if watch.changes():
                    forget_templates()
                    # Pages that are open hold the design as it was.
                    await renderer.close()
                    await self._print(renderer)

    async def _print(self, renderer: Renderer) -> bool:
        self._output.mkdir(parents=True, exist_ok=True)
        self._turn += 1
        try:
            files = await self._made(renderer)
        except FAULTS as error:
            self._say(f"{type(error).__name__}: {error}")
            return False
        for name, content in files.items():
            (self._output / name).write_bytes(content)
        self._say(", ".join(f"{self._output / name} ({len(content) / 1000:.1f} kB)" for name, content in files.items()))
        return True

    async def _made(self, renderer: Renderer) -> dict[str, bytes]:
        fields = TypeAdapter(CertificateFields).validate_python(
            json.loads(self._sample.read_text("utf-8")) | {"template": self._template}, strict=False
        )
        return {
            f"{self._template}.pdf": await renderer.render(fields),
            f"{self._template}-1.png": await renderer.proof(fields, page=0, width=WIDTH),
            f"{self._template}-2.png": await renderer.proof(fields, page=1, width=WIDTH),
        }

    def _say(self, words: str) -> None:
        print(words, flush=True)
        (self._output / "index.html").write_text(PAGE.format(template=self._template), encoding="utf-8")
        state = json.dumps({"stamp": str(self._turn), "said": words})
        (self._output / "state.json").write_text(state, encoding="utf-8")
