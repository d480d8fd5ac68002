"""The root of what a build refuses to do."""


class SiteError(Exception):
    """The site can't be built; the sentence names the file and the cure."""
