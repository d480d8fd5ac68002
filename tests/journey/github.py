"""As much of GitHub's API as the editors' page asks for, in front of a clone: all files, and one commit to a branch."""

import base64
import json
import re
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path
from typing import Any

from playwright.sync_api import Route

ADDRESS = "https://api.github.com"
_HEAD, _COMMIT = "a" * 40, "b" * 40
_WHEN = "2026-01-05T08:00:00Z"
_WHO = {"login": "penyunting", "id": 1}
_CORS = {"access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-allow-methods": "*"}


@dataclass
class GitHub:
    """`token` opens it; `written` are files that were committed, `proposals` the pull requests that were made."""

    folder: Path
    token: str
    written: dict[str, bytes] = field(default_factory=dict[str, bytes])
    branches: list[str] = field(default_factory=list[str])
    proposals: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def answer(self, route: Route) -> None:
        request = route.request
        if request.method == "OPTIONS":
            return route.fulfill(status=204, headers=_CORS)
        if request.headers.get("authorization") != f"token {self.token}":
            return route.fulfill(status=401, headers=_CORS, json={"message": "Bad credentials"})
        path = request.url.removeprefix(ADDRESS)
        if "/collaborators/" in path:
            return route.fulfill(status=204, headers=_CORS)
        body: dict[str, Any] = json.loads(request.post_data) if request.post_data else {}
        answered = {"data": self._query(**body)} if path == "/graphql" else self._resource(request.method, path, body)
        return route.fulfill(headers=_CORS, json=answered)

    def _files(self) -> dict[str, bytes]:
        files = (file for file in (self.folder / "content").rglob("*") if file.is_file())
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in files}

    def _resource(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path == "/user":
            return {**_WHO, "name": "Penyunting", "email": "p@jawara.test", "html_url": "", "avatar_url": ""}
        if "/git/trees/" in path:
            files = self._files().items()
            return {
                "tree": [{"type": "blob", "path": name, "sha": _oid(text), "size": len(text)} for name, text in files]
            }
        if method == "POST" and path.endswith("/pulls"):
            self.proposals.append(body)
            pull: dict[str, Any] = {"number": 7, "node_id": "7", "title": body["title"], "draft": True, "labels": []}
            head = {"ref": body["head"], "sha": _COMMIT}
            return {**pull, "html_url": "", "created_at": _WHEN, "updated_at": _WHEN, "user": _WHO, "head": head}
        return {}

    def _query(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        given = (variables or {}).get("input", {})
        if "createCommitOnBranch" in query:
            added = given["fileChanges"]["additions"]
            self.branches.append(given["branch"]["branchName"])
            self.written |= {one["path"]: base64.b64decode(one["contents"]) for one in added}
            oids = {f"file_{place}": {"oid": _oid(self.written[one["path"]])} for place, one in enumerate(added)}
            return {"createCommitOnBranch": {"commit": {"oid": _COMMIT, "committedDate": _WHEN, **oids}}}
        if "createRef" in query:
            return {"createRef": {"ref": {"name": given["name"]}}}
        if "fork:" in query:
            return {"fork": {"id": "1"}, "base": {"ref": {"target": {"oid": _HEAD}}}}
        return {"repository": self._repository(query)}

    def _repository(self, query: str) -> dict[str, Any]:
        texts = {_oid(text): text for text in self._files().values()}
        asked = re.findall(r'(\w+): object\(oid: "(\w+)"\)', query)
        found: dict[str, Any] = {name: {"text": texts[oid].decode(), "isTruncated": False} for name, oid in asked}
        last = {
            "oid": _HEAD,
            "message": "Kelas",
            "committedDate": _WHEN,
            "author": {"name": "P", "email": "", "user": _WHO},
        }
        history = {"target": {"history": {"nodes": [last]}}}
        found |= dict.fromkeys(re.findall(r"(\w+): ref\(", query), history)
        return {"ref": history, "pullRequests": {"nodes": [], "totalCount": 0}, **found}


def _oid(text: bytes) -> str:
    """The name that git gives to a file's content."""
    return sha1(b"blob %d\0%s" % (len(text), text), usedforsecurity=False).hexdigest()
