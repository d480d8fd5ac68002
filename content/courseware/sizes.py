"""Amounts as people say them: bytes, and the length of a recording."""

from courseware.messages import Language, catalogue

_DECIMAL = {Language.INDONESIAN: ",", Language.ENGLISH: "."}


def size_in_words(amount: int, language: Language = Language.INDONESIAN) -> str:
    """120 kB, 1,5 MB (1.5 MB in English): rounded up, since a participant pays for what is left out."""
    if amount < 1_000_000:
        return f"{-(-amount // 1000)} kB"
    tenths = -(-amount // 100_000)
    whole, rest = divmod(tenths, 10)
    return f"{whole}{_DECIMAL[language]}{rest} MB" if rest else f"{whole} MB"


def duration_in_words(seconds: int) -> str:
    """3 menit 20 detik"""
    say = catalogue(Language.INDONESIAN).say
    hours, rest = divmod(seconds, 3600)
    counts = {"hours": hours, "minutes": rest // 60, "seconds": rest % 60}
    return " ".join(say(f"lesson.{unit}", count=count) for unit, count in counts.items() if count)
