"""Pictures of the evaluation: files of a class lie open to everyone, so these travel inside the question."""

from base64 import b64encode

from courseware.media import Picture, Shelf
from courseware.mistakes import SourceFile
from courseware.public import media_url

# A paper holds several, and comes over a slow line in one piece.
LARGEST_SEALED_PICTURE = 60_000

_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


class SealedShelf(Shelf):
    """The same folder as the lessons' shelf; what is taken from this one is never published as a file."""

    def picture(self, written: str, source: SourceFile, line: int) -> Picture | None:
        """The picture that a text names; a mistake is noted for one that is too heavy to travel with its question."""
        found = super().picture(written, source, line)
        if found and found.name in self.used:
            size = self.used[found.name].stat().st_size
            if size > LARGEST_SEALED_PICTURE:
                kilobytes = {"size": -(-size // 1000), "largest": LARGEST_SEALED_PICTURE // 1000}
                source.wrong(line, "evaluation.heavy-picture", picture=written, **kilobytes)
        return found

    def embedded(self, html: str, course: str) -> str:
        """The HTML of a question with its pictures in place of their addresses."""
        for name, path in self.used.items():
            address = f'src="{media_url(course, name)}"'
            if address in html:
                content = b64encode(path.read_bytes()).decode()
                html = html.replace(address, f'src="data:{_TYPES[path.suffix]};base64,{content}"')
        return html
