"""Who it is and what is left, and what the engine can do."""

import hashlib
from typing import Any

from django.http import HttpRequest

from engine import settings
from engine.auphonic import credits, facts
from engine.auphonic.envelope import Refused, endpoint


@endpoint("GET")
def user(request: HttpRequest) -> dict[str, Any]:
    """The account with its credits in hours (Auphonic API, user)."""
    account = credits.account()
    return {
        "username": settings.USERNAME,
        "email": f"{settings.USERNAME}@engine.invalid",
        "date_joined": account["since"],
        "user_id": hashlib.md5(settings.USERNAME.encode(), usedforsecurity=False).hexdigest(),
        "notification_email": False,
        "error_email": False,
        "warning_email": False,
        "low_credits_email": False,
        "low_credits_threshold": 10,
        "credits": round(account["recurring"] + account["onetime"], 6),
        "recurring_credits": account["recurring"],
        "onetime_credits": account["onetime"],
        "recharge_date": None,
        "recharge_recurring_credits": 0.0,
    }


@endpoint("GET", is_public=True)
def info(request: HttpRequest, part: str = "") -> Any:
    """All facts, or one part of them."""
    everything = facts.everything()
    if part and part not in everything:
        raise Refused(404, f"There is no info {part!r}; there are {', '.join(everything)}.")
    return everything[part] if part else everything


@endpoint("POST", is_public=True)
def app_log(request: HttpRequest) -> dict[str, Any]:
    """Takes what mobile applications log, and forgets it."""
    return {}
