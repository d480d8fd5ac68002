"""The server that is measured: the API with one signed-in participant, and a plain route beside it."""

import json
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from api.accounts.models import Account, Session
from api.accounts.tokens import access_token
from api.app import System, system
from api.database import migrate
from api.identity import Identity
from api.learning.actions import complete_lesson, enrol
from api.learning.publishing import offer
from api.profiles.actions import save_profile
from api.profiles.consents import CONSENT_VERSION, give_consent
from api.profiles.patches import Patch
from api.profiles.rules import Purpose
from api.settings import load
from courseware.release import compile_release
from courseware.sealed import Audience, SealedCourse
from jawara import logs

COURSES = Path(__file__).parents[1] / "content" / "courses"


async def main(home: Path) -> None:
    """Serve until ended; the first line of output tells the port, a token, a class and a lesson."""
    settings = load(home=home)
    logs.configure(settings.environment)
    await migrate(settings)
    async with system(settings) as parts:
        course = compile_release(COURSES).courses[0].sealed
        token = await _participant(parts, course)
        plain = Starlette(routes=[Route("/plain", _plain, methods=["POST"])])
        app = Starlette(routes=[*plain.routes, Mount("/", parts.app)])
        listener = socket.create_server(("127.0.0.1", 0))
        facts = {
            "port": listener.getsockname()[1],
            "token": token,
            "course": course.slug,
            "lesson": course.lessons[0].id,
        }
        print(json.dumps(facts), flush=True)
        config = uvicorn.Config(app, loop="none", http="httptools", access_log=False, log_level="error", lifespan="off")
        await uvicorn.Server(config).serve([listener])


async def _plain(request: Request) -> JSONResponse:
    return JSONResponse({"data": await request.json()})


async def _participant(parts: System, course: SealedCourse) -> str:
    at = datetime.now(UTC)
    await offer([course], at)
    account = await Account.create(email="bench@contoh.test", created_at=at)
    session = await Session.create(account_id=account.id, created_at=at)
    await give_consent(account.id, [Purpose.TRAINING], CONSENT_VERSION, at)
    patch = Patch(full_name="Siti Aminah", regency="35.15", groups=(Audience.BUSINESS,))
    await save_profile(account.id, patch, parts.tools, at)
    await enrol(account.id, course.slug, at)
    await complete_lesson(account.id, course.slug, course.lessons[0].id, at)
    identity = Identity(account.id, session.id, account.role)
    return access_token(identity, parts.tools.settings, at).text


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
