"""What completes a lesson: the class states it in course.md, a lesson may state it otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from courseware.front_matter import line_of
from courseware.heads import CourseHead, LessonHead
from courseware.markdown import Found
from courseware.mistakes import SourceFile
from courseware.public import Check, PublicLesson, RecordingKind
from courseware.recordings import video_id
from courseware.sealed import WATCHED_SHARE, LessonRule, SealedVideo

_ON_TOP = (LessonRule.ANSWER, LessonRule.WATCH)


@dataclass(frozen=True, slots=True)
class Completion:
    """What completes one lesson besides reading it to its end."""

    rules: tuple[LessonRule, ...] = ()
    videos: tuple[SealedVideo, ...] = ()
    watched_share: int = WATCHED_SHARE


@dataclass(frozen=True, slots=True)
class ClassRules:
    """What the class states for its lessons."""

    rules: tuple[LessonRule, ...] = field(default=(LessonRule.READ,))
    watched_share: int = WATCHED_SHARE

    @staticmethod
    def of(head: CourseHead | None) -> "ClassRules":
        """The defaults where course.md can't be read."""
        return ClassRules(head.rules, head.watched_share) if head else ClassRules()

    def completion(self, source: SourceFile, head: LessonHead, checks: int, found: Found) -> Completion:
        """What completes this lesson. A rule of the class holds where the lesson has what it asks for; one that the
        lesson itself states must find it.
        """
        videos = _videos(found)
        has = {LessonRule.ANSWER: checks > 0, LessonRule.WATCH: bool(videos)}
        stated = head.rules if head.rules is not None else self.rules
        rules = tuple(rule for rule in _ON_TOP if rule in stated and has[rule])
        if not head.retired:
            _check(source, head, stated, has)
        if LessonRule.WATCH not in rules:
            return Completion(rules)
        share = head.watched_share if head.watched_share is not None else self.watched_share
        return Completion(rules, videos, share)


def check_class_rules(course: SourceFile, head: CourseHead, lessons: Sequence[PublicLesson]) -> None:
    """Notes the mistake of a rule that no lesson of the class can have."""
    videos = any(one.kind is RecordingKind.VIDEO for lesson in lessons for one in lesson.recordings)
    has = {
        LessonRule.ANSWER: any(isinstance(part, Check) for lesson in lessons for part in lesson.parts),
        LessonRule.WATCH: videos,
    }
    for rule in _ON_TOP:
        if rule in head.rules and not has[rule]:
            course.wrong(line_of(course, "tuntas"), f"completion.nowhere-{rule}")


def _check(source: SourceFile, head: LessonHead, stated: Iterable[LessonRule], has: dict[LessonRule, bool]) -> None:
    line = line_of(source, "tuntas")
    for rule in _ON_TOP:
        if head.rules and rule in head.rules and not has[rule]:
            source.wrong(line, f"completion.nothing-to-{rule}")
    if head.watched_share is not None and not (LessonRule.WATCH in stated and has[LessonRule.WATCH]):
        source.wrong(line_of(source, "tonton-persen"), "completion.share-without-video")


def _videos(found: Found) -> tuple[SealedVideo, ...]:
    """Those that the lesson plays, in their order; one that is shown twice once."""
    played = (one.recording for _, one in found.played if one.recording.kind is RecordingKind.VIDEO)
    videos = (SealedVideo(video_id(one.address), one.title) for one in played)
    return tuple({video.id: video for video in videos}.values())
