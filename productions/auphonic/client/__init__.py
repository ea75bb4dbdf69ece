"""Auphonic's verbs as functions that return small values. Knows nothing of our tables.

An answer is a failure when its status is 400 or more, outside or inside of its envelope. Reading is tried a second time
when the line broke; writing never is, since Auphonic has no idempotency keys: whoever writes looks first. A pause that
Auphonic asks for (`Retry-After`) comes with the error, for whoever plans the next look; nothing here sleeps. All verbs
raise the three errors of `podcaststudio.http` with method, address, status and Auphonic's own sentence.

    Client ── Account      user, info
           ├─ Presets      presets, their covers
           ├─ Productions  lists, create, change, reset, start, stop, publish, delete
           ├─ Uploads      recordings, tracks, covers, the simple API
           ├─ Parts        one part of a production or preset, single tracks, webhooks
           ├─ Services     external services, what they hold, connecting one
           └─ Downloads    results, by way of another origin
"""

from productions.auphonic.answers import Output, Preset, Production, User
from productions.auphonic.client.account import Account
from productions.auphonic.client.downloads import Downloads
from productions.auphonic.client.parts import Of, Parts
from productions.auphonic.client.presets import Presets
from productions.auphonic.client.productions import Productions
from productions.auphonic.client.rows import PresetRow, ProductionRow
from productions.auphonic.client.services import Service, Services
from productions.auphonic.client.uploads import Uploads
from productions.auphonic.client.wire import PAGE, refuse

__all__ = [
    "PAGE",
    "Client",
    "Of",
    "Output",
    "Preset",
    "PresetRow",
    "Production",
    "ProductionRow",
    "Service",
    "User",
    "refuse",
]


class Client(Account, Presets, Productions, Uploads, Parts, Services, Downloads):
    """One account at one server: `Client(session, api, company, renew)`, see `wire.Wire`."""
