"""What Sveltia CMS is told: where the repository is, and a pair of collections for each class."""

from collections.abc import Iterator
from typing import Any

from courseware.heads import CourseHead, EvaluationHead, LessonHead
from courseware.messages import Language, catalogue
from courseware.public import PublicCourse
from courseware.recordings import LARGEST_RECORDING
from courseware.release import Release
from sitegen.admin.fields import Field, fields
from sitegen.settings import Admin

_FORMAT = {"extension": "md", "format": "jawara-frontmatter"}
_say = catalogue(Language.INDONESIAN).say


def config(release: Release, admin: Admin, base_url: str, icon: str) -> dict[str, Any]:
    """The whole configuration, by Sveltia's schema; `icon` is the address of a picture."""
    return {
        "backend": _backend(admin),
        # Another person reads each change before participants do.
        "publish_mode": "editorial_workflow",
        "app_title": _say("admin.title"),
        "site_url": base_url,
        "logo": {"src": icon},
        "show_preview_links": False,
        # A class shows pictures of its own folder alone; Sveltia wants a folder for all of them as well.
        "media_folder": admin.folder,
        "media_libraries": {"default": {"config": _uploads()}, "stock_assets": {"providers": []}},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 60},
        # It would show Markdown of a common kind, without boxes and questions.
        "editor": {"preview": False},
        "collections": [one for course in release.courses for one in _collections(course.public, admin.folder)],
    }


def _uploads() -> dict[str, Any]:
    """A photograph of a phone becomes a picture that a page can carry; the check still weighs it."""
    smaller = {"format": "webp", "quality": 75, "width": 1200, "height": 1200}
    return {
        "max_file_size": LARGEST_RECORDING,
        "slugify_filename": True,
        "transformations": {"raster_image": smaller},
    }


def _backend(admin: Admin) -> dict[str, Any]:
    signs_in = bool(admin.application_id if admin.backend == "gitlab" else admin.helper)
    backend: dict[str, Any] = {
        "name": admin.backend,
        "repo": admin.repo,
        "branch": admin.branch,
        "auth_methods": ["oauth", "token"] if signs_in else ["token"],
        "commit_messages": {
            kind: _say(f"admin.commit-{kind.lower()}")
            for kind in ("create", "update", "delete", "uploadMedia", "deleteMedia")
        },
    }
    if admin.backend == "github":
        return backend | ({"base_url": admin.helper} if admin.helper else {})
    own = {"base_url": admin.server, "api_root": f"{admin.server}/api/v4"} if admin.server else {}
    pkce = {"auth_type": "pkce", "app_id": admin.application_id} if admin.application_id else {}
    return backend | own | pkce


def _collections(course: PublicCourse, courses: str) -> Iterator[dict[str, Any]]:
    folder = f"{courses}/{course.slug}"
    media = {"media_folder": f"/{folder}/media", "public_folder": "media"}
    about = f"kelas-{course.slug}"
    yield {
        "name": about,
        "label": course.title,
        "icon": "school",
        **media,
        "files": [
            _file("course", f"{folder}/course.md", fields(CourseHead, {"gambar": _picture()})),
            _file("evaluation", f"{folder}/evaluation.md", fields(EvaluationHead)),
            _file("glossary", f"{folder}/glossary.md", []),
        ],
    }
    number = len(course.lessons) + 1
    yield {
        "name": f"pelajaran-{course.slug}",
        "label": _say("admin.lessons", course=course.title),
        "label_singular": _say("admin.lesson"),
        "description": _say("admin.about-lessons"),
        "icon": "article",
        **media,
        **_FORMAT,
        "folder": f"{folder}/lessons",
        "identifier_field": "judul",
        "summary": "{{judul}}",
        "sortable_fields": {"fields": ["slug", "judul"], "default": {"field": "slug"}},
        # A lesson that went out once is retired, never deleted; a copy would have its id.
        "delete": False,
        "duplicate": False,
        "slug": {
            "template": f"{number:02}-{{{{judul}}}}",
            "editable": ["create"],
            "hint": _say("admin.about-file-name"),
            "pattern": [r"^[0-9]{2,4}(-[a-z0-9]+)+$", _say("admin.pattern-file-name")],
        },
        "fields": [*fields(LessonHead, {"modul": _module_of(about)}), _body("lesson")],
    }
    yield {"divider": True}


def _file(name: str, path: str, heads: list[Field]) -> dict[str, Any]:
    return {
        "name": name,
        "label": _say(f"admin.{name}"),
        "file": path,
        "format": _FORMAT["format"] if heads else "raw",
        "fields": [*heads, _body(name)],
    }


def _body(kind: str) -> Field:
    """Markdown as it is written: an editor that formats would mangle questions and boxes."""
    return {
        "name": "body",
        "label": _say(f"admin.body-{kind}"),
        "hint": _say("admin.about-body"),
        "widget": "text",
        "required": kind != "course",
        "use_emoji_autocomplete": False,
    }


def _picture() -> Field:
    return {"widget": "image", "choose_url": False}


def _module_of(collection: str) -> Field:
    return {
        "widget": "relation",
        "collection": collection,
        "file": "course",
        "value_field": "modul.*.id",
        "display_fields": ["modul.*.judul"],
        "dropdown_threshold": 9,
    }
