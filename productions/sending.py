"""What Auphonic sends on to services of an account: held back until a production is approved, told afterwards."""

import logging
from typing import Any

from podcaststudio.http import Problem, Unauthorized
from productions.auphonic import accounts
from productions.models import Production
from productions.outcomes import Failed

log = logging.getLogger(__name__)


def publish(production: Production) -> None:
    """Let one that was held back go to its services. Asks whether it waits first; raises `Failed`."""
    if not production.transfers:
        return
    try:
        client = accounts.client_for(production.account)
        if client.production(production.auphonic_uuid).in_review:
            client.publish(production.auphonic_uuid)
    except Unauthorized as problem:
        raise Failed(f"{problem.sentence} Then retry.", "reconnect") from problem


def transfers(production: Production) -> dict[str, Any]:
    """What became of the files there since, as a column to write; nothing where nobody answers."""
    if not production.transfers:
        return {}
    try:
        remote = accounts.client_for(production.account).production(production.auphonic_uuid)
    except Problem as problem:
        log.info("production %s: %s", production.pk, problem)
        return {}
    return {"transfers": list(remote.transfers)}
