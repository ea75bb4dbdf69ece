"""Outgoing services: where Auphonic sends the files of a production besides, to a host's server or somebody's cloud.

A service belongs to one account. A preset may name those of several accounts; a production is sent with its own
account's alone. A row of a preset is `{uuid, display_name}`, a row of an account that and `type`, `is_incoming`,
`is_outgoing`.
"""

from collections.abc import Iterable
from typing import Any

from productions.models import AuphonicAccount

KEY = "outgoing_services"


def offered(accounts: Iterable[AuphonicAccount]) -> dict[str, str]:
    """Label by uuid of all that files can be sent to."""
    return {
        row["uuid"]: f"{row['display_name']} ({account})"
        for account in accounts
        for row in account.services
        if row["is_outgoing"]
    }


def rows(settings: Any) -> list[dict[str, Any]]:
    """The services that a preset names."""
    found = settings.get(KEY) if isinstance(settings, dict) else None
    return [row for row in found if isinstance(row, dict) and row.get("uuid")] if isinstance(found, list) else []


def of_account(settings: Any, account: AuphonicAccount | None) -> list[dict[str, str]]:
    """Those of a preset that are services of this account, as Auphonic wants them named."""
    there = {row["uuid"] for row in account.services if row["is_outgoing"]} if account else set()
    return [{"uuid": row["uuid"]} for row in rows(settings) if row["uuid"] in there]


def elsewhere(settings: Any, account: AuphonicAccount | None) -> list[str]:
    """Names of those that belong to other accounts, so that nothing is sent there."""
    here = {row["uuid"] for row in of_account(settings, account)}
    return [str(row.get("display_name") or row["uuid"]) for row in rows(settings) if row["uuid"] not in here]


def without(settings: dict[str, Any]) -> dict[str, Any]:
    """A preset apart from its services, to compare it with one at an account."""
    return {key: value for key, value in settings.items() if key != KEY}
