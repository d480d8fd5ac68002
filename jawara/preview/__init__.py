"""`jawara preview`: the site as it would be, newly drawn after each save. Imports nothing of the API.

Nothing is built or sent anywhere: a page is drawn when a browser asks for it. It shows what no built site may show, the
key of the evaluation, and so listens on this machine alone unless it is told otherwise.
"""

import gc
import webbrowser
from pathlib import Path
from threading import Event, Thread

from courseware.messages import Language, catalogue
from jawara.console import told
from jawara.netlify import NetlifyError, read
from jawara.places import NETLIFY, content_folders
from jawara.preview.server import Server
from jawara.preview.showing import Preview, Wish
from jawara.preview.watching import Watch
from sitegen import SiteError

__all__ = ["PortTaken", "preview", "start"]


class PortTaken(Exception):
    """Somebody else listens there."""


def preview(*, host: str, port: int, open_browser: bool, lang: str) -> None:
    """Serve until Ctrl-C."""
    language = Language(lang)
    with told(PortTaken, SiteError, NetlifyError):
        server = start(host, port, language)
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{server.server_port}/"  # noqa: S104 -- compared
        print(catalogue(language).say("preview.running", url=address), flush=True)
        if open_browser:
            webbrowser.open(address)
        with server:
            server.serve_forever()


def start(host: str, port: int, language: Language, stop: Event | None = None) -> Server:
    """A server that listens and watches (until `stop`, if there is one); the caller serves. Raises PortTaken."""
    shown = Preview(content_folders(), language, f"http://{host}:{port}")
    try:
        server = Server(host, port, shown, read(NETLIFY), language)
    except OSError as error:
        raise PortTaken(catalogue(language).say("preview.portTaken", port=port, other=port + 1)) from error
    _warm(shown)
    watch = Watch(shown.sources)

    def changed(paths: set[Path]) -> None:
        shown.changed(paths)
        server.tell()

    Thread(target=watch.follow, args=(changed, stop or Event()), name="preview-watch", daemon=True).start()
    return server


def _warm(shown: Preview) -> None:
    """Draw each kind of page once: compiling a template takes longer than drawing it. The first save need not wait."""
    for path in shown.kinds:
        shown.page(path, Wish(with_key=True))
    # What stays for ever needn't be looked through each time: a full collection took longer than all the rest.
    gc.collect()
    gc.freeze()
