"""/admin/: the page where editors work without git, made from the format's own models."""

from sitegen.admin.config import config
from sitegen.admin.page import add_program, program, sources, write_page

__all__ = ["add_program", "config", "program", "sources", "write_page"]
