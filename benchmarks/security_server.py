"""The server that is attacked: the API behind one proxy, owners with accounts, and a plain route beside it."""

import json
import os
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

from api.accounts import passwords
from api.accounts.models import Account
from api.app import system
from api.database import migrate
from api.settings import load
from jawara import logs


async def main(home: Path, owners: int, password: str) -> None:
    """Serve until ended; the first line of output tells the port."""
    settings = load(home=home, trusted_proxies=1)
    logs.configure(settings.environment)
    await migrate(settings)
    async with system(settings) as parts:
        password_hash = await passwords.hashed(password)
        at = datetime.now(UTC)
        rows = [Account(email=f"warga{n}@contoh.id", password_hash=password_hash, created_at=at) for n in range(owners)]
        await Account.bulk_create(rows)
        plain = Starlette(routes=[Route("/plain", _plain, methods=["POST"])])
        app = Starlette(routes=[*plain.routes, Mount("/", parts.app)])
        listener = socket.create_server(("127.0.0.1", 0))
        print(json.dumps({"port": listener.getsockname()[1], "pid": os.getpid()}), flush=True)
        config = uvicorn.Config(app, loop="none", http="httptools", access_log=False, log_level="error", lifespan="off")
        await uvicorn.Server(config).serve([listener])


async def _plain(request: Request) -> JSONResponse:
    return JSONResponse({"data": await request.json()})


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
