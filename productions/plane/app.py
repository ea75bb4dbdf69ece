"""Which address of the bytes plane goes where, and what every answer carries."""

import logging
import re
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from productions.plane import download, tus
from productions.plane.call import Answer, Call, Cut, Receive, Scope, Send

log = logging.getLogger(__name__)
PLACES = ("/uploads/", "/files/")
UUID_TEXT = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
UPLOAD = re.compile(rf"/uploads/({UUID_TEXT})?/?")
FILE = re.compile(rf"/files/([a-z]+)/({UUID_TEXT})/.*", re.DOTALL)
NOTHING = "There is nothing at this address, or you do not have access to it."


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application: every way a request can end becomes an answer."""
    call = Call(scope, receive, send, [("x-content-type-options", "nosniff")])
    try:
        await _route(call)
    except Cut:
        log.info("%s %s: the sender went away", call.method, scope["path"])
        await _refuse(call, Answer(408, "The connection was silent for too long. What has arrived is kept."))
    except Answer as answer:
        await _refuse(call, answer)
    except Http404 as reason:
        await _refuse(call, Answer(404, str(reason) or NOTHING))
    except PermissionDenied as reason:
        await _refuse(call, Answer(403, str(reason)))
    except Exception:
        log.exception("%s %s", call.method, scope["path"])
        if call.has_answered:
            raise
        await _refuse(call, Answer(500, "Something went wrong in the studio itself. It is written in its log."))


async def _route(call: Call) -> None:
    path = call.scope["path"]
    if match := UPLOAD.fullmatch(path):
        call.common += [("tus-resumable", tus.VERSION), ("cache-control", "no-store")]
        return await tus.serve(call, match.group(1) or "")
    call.common.append(("cache-control", "private"))
    if match := FILE.fullmatch(path):
        return await download.serve(call, match.group(1), UUID(match.group(2)))
    raise Answer(404, NOTHING)


async def _refuse(call: Call, answer: Answer) -> None:
    if not call.has_answered:
        await call.drain()
        await call.say(answer.status, answer.sentence, answer.headers)
