"""A plain Starlette route on the server software that the API runs on: what a request costs at least."""

import socket

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.wire import LOOPBACK

PATH = "/plain"


async def _main() -> None:
    """Serve until ended; the first line of output is the port."""
    listener = socket.create_server((LOOPBACK, 0))
    print(listener.getsockname()[1], flush=True)
    app = Starlette(routes=[Route(PATH, _plain, methods=["POST"])])
    config = uvicorn.Config(
        app, http="httptools", ws="none", lifespan="off", log_level="warning", access_log=False, server_header=False
    )
    await uvicorn.Server(config).serve([listener])


async def _plain(request: Request) -> JSONResponse:
    return JSONResponse({"data": await request.json()})


if __name__ == "__main__":
    uvloop.run(_main())
