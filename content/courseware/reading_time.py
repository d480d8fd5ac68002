"""Whether the minutes that a lesson states are those that it takes: who has ten of them plans by the number."""

from math import ceil, floor

from courseware.front_matter import line_of
from courseware.markdown import Found
from courseware.mistakes import SourceFile

# A slow and careful reader's pace, on a phone.
WORDS_A_MINUTE = 190
# What looking at a picture takes, or answering a check.
MINUTES_EACH = 0.5
# How far the stated minutes may be from what was counted: in shares of it, and never less than so many minutes.
LEAST, MOST, LEEWAY = 0.6, 1.5, 2


def check_reading_time(source: SourceFile, minutes: int, found: Found, checks: int) -> None:
    """Notes the mistake of minutes that the lesson can't take; a recording may be counted or left out of them."""
    reading = found.words / WORDS_A_MINUTE + MINUTES_EACH * (len(found.pictures) + checks)
    with_recordings = reading + sum(played.recording.seconds for _, played in found.played) / 60
    least = max(ceil(min(reading * LEAST, reading - LEEWAY)), 1)
    most = floor(max(with_recordings * MOST, with_recordings + LEEWAY))
    if not least <= minutes <= most:
        facts = {"minutes": minutes, "counted": max(round(reading), 1), "least": least, "most": most}
        source.wrong(line_of(source, "menit"), "lesson.reading-time", **facts)
