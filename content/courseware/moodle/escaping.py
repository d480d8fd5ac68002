"""Words as Markdown that shows them as they are."""

import re

# Signs that mean something wherever they stand.
_SIGNS = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|=>|\|")
# Signs that mean something at the start of a line: headings, lists, quotations, boxes, fences, rules of tables.
_STARTS = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|\[|[^\s0-9]|$)|:{3}|~{3}|[-:=+]+(?=[-:|=+\s]*$))")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
# Words by which our own syntax knows the parts of a question.
_PARTS = re.compile(r"(\W*(?:jawaban|penjelasan)\**\s*):", re.IGNORECASE)


def escaped(words: str) -> str:
    """The words inside of a line."""
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", words)


def whole_line(line: str) -> str:
    r"""A line whose words are escaped already, at the start of which nothing may be taken for a sign: `\# 1`."""
    if _STARTS.match(line):
        return f"\\{line}"
    if found := _NUMBERED.match(line):
        return f"{found[1]}\\{line[found.end(1) :]}"
    if found := _PARTS.match(line):
        return f"{found[1]}\\{line[found.end(1) :]}"
    return line


def code(words: str) -> str:
    """A code span, whatever it holds."""
    words = " ".join(words.split("\n"))
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    fence = "`" * (longest + 1)
    room = " " if words[:1] in {"`", " "} or words[-1:] in {"`", " "} else ""
    return f"{fence}{room if words.strip() else ''}{words}{room if words.strip() else ''}{fence}"


def target(address: str) -> str:
    """Where a link or a picture leads, in the parentheses."""
    safe = "".join(f"%{ord(sign):02X}" if sign in '<>\\"' or sign < "!" else sign for sign in address)
    return f"<{safe}>" if "(" in safe or ")" in safe else safe
