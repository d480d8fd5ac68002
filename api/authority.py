"""What anyone may fetch to check certificates by themselves: keys, the head of the log, a certificate's way to it."""

from starlette.responses import JSONResponse, Response

from api.certification import log
from api.certification.checking import VERIFICATIONS_PER_NETWORK
from api.certification.rules import normalized_code
from api.edge import Context

PUBLIC = {"cache-control": "public, max-age=60", "access-control-allow-origin": "*"}
_LARGEST_SIZE = 9


async def authority(context: Context) -> Response:
    """Keys and head; `?since=<size>` asks also for what shows that nothing before that size changed."""
    since = context.request.query_params.get("since")
    if since is not None and not (since.isascii() and since.isdigit() and len(since) <= _LARGEST_SIZE):
        return JSONResponse({"error": "`since` is the size of an earlier head."}, 400)
    tools = context.tools
    tree = await log.grown(tools.tree)
    told = log.authority(tree, tools.keys, tools.clock(), None if since is None else int(since))
    return JSONResponse(told, headers=PUBLIC)


async def inclusion(context: Context) -> Response:
    """All that is logged of the certificate with this code, with the way of each entry to the head. Who asks needs the
    code, and is counted with those who check.
    """
    tools = context.tools
    await tools.throttle.count(VERIFICATIONS_PER_NETWORK, context.network)
    code = normalized_code(context.request.path_params["code"])
    found = await log.inclusion_of(code, tools.tree, tools.keys, tools.clock()) if code else None
    if found is None:
        return JSONResponse({"error": "There is no such certificate."}, 404, headers={"cache-control": "no-store"})
    disposition = {"content-disposition": f'attachment; filename="catatan-{code}.json"', "cache-control": "no-store"}
    return JSONResponse(log.inclusion_told(found, tools.keys), headers=disposition)
