"""Certificates: data in, PDF out. Signing stands apart in `certificates.signing`, because not every caller needs it."""

from certificates.browser import BrowserMissing, find_browser
from certificates.fields import CannotPrint, CertificateFields, Fault, SyllabusLine
from certificates.press import RenderFailed
from certificates.renderer import Renderer, open_renderer

__all__ = [
    "BrowserMissing",
    "CannotPrint",
    "CertificateFields",
    "Fault",
    "RenderFailed",
    "Renderer",
    "SyllabusLine",
    "find_browser",
    "open_renderer",
]
