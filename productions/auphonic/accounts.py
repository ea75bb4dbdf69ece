"""Linked accounts: make a client for one, link and unlink, lend to a team, and look at its credits now and then."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from podcaststudio import http
from podcaststudio.due import Lost, in_seconds
from productions.auphonic import credentials, imports, infos, oauth
from productions.auphonic.client import Client, Service, User, refuse
from productions.models import AuphonicAccount
from teams import audit
from teams.models import Team
from teams.models import User as Person

log = logging.getLogger(__name__)
EVERY = 15 * 60.0  # seconds between two looks at an account's credits
LEASE = 180.0  # seconds one look may take


class Refused(Exception):
    """It cannot be done now; the sentence says why and what to do."""


def client_for(account: AuphonicAccount | None) -> Client:
    """A client that signs with this account's credential, renewing it when needed.

    Raises `http.Unauthorized` with "Connect ... again" when it is good for nothing any more (the account is marked as
    broken then), and `http.Unreachable`. The client's own calls do the same.
    """
    if account is None:
        raise http.Unauthorized("The Auphonic account it was made on is no longer connected here.")
    if account.server not in settings.AUPHONIC_SERVERS:
        raise http.Unauthorized(f"This installation no longer works with the server of {account}. Choose another.")
    session = oauth.signing(credentials.bearer(account))
    return _client(session, account.server, credentials.renewer(account, session))


def link(
    person: Person, server: str, *, token: dict[str, Any] | None = None, key: str | None = None
) -> AuphonicAccount:
    """Keep a credential after it has shown whose account it opens; connecting the same account again replaces it.

    Raises the three errors of `podcaststudio.http`, and keeps nothing then.
    """
    session = oauth.signing(key or (token or {}).get("access_token", ""))
    user = _client(session, server).user()
    if not user.name:
        raise http.Rejected(f"{oauth.company(server)} did not say whose account this is.")
    try:
        account = _keep(person, server, user, token, key)
    except IntegrityError:  # the same account, linked in another window at the same moment
        account = _keep(person, server, user, token, key)
    audit.record("account.linked", account, team=None, actor=person)
    return account


def unlink(account: AuphonicAccount) -> None:
    """Forget the account and its credential. Raises `Refused` while productions are under way on it."""
    running = account.productions.unfinished().count()
    if running:
        text = ngettext(
            "A production is still under way on %(account)s. Let it finish or cancel it, then disconnect.",
            "%(count)d productions are still under way on %(account)s. Let it finish or cancel it, then disconnect.",
            running,
        )
        raise Refused(text % {"count": running, "account": account})
    with transaction.atomic():
        for team in account.lent_to.all():
            audit.record("account.unlinked", account, team=team, actor=account.user)
        audit.record("account.unlinked", account, team=None, actor=account.user)
        account.delete()


def lend(account: AuphonicAccount, team: Team, is_lent: bool) -> None:
    """Let the team's shows be mastered on this account, or no longer. Running productions go on."""
    with transaction.atomic():
        if is_lent:
            account.lent_to.add(team)
        else:
            account.lent_to.remove(team)
            account.shows.filter(team=team).update(account=None)  # they look for another one of the team's
        audit.record("account.lent" if is_lent else "account.withdrawn", account, team=team, actor=account.user)


def want_presets(account: AuphonicAccount, team: Team) -> None:
    """Have a worker copy the account's presets into the team."""
    AuphonicAccount.objects.filter(pk=account.pk).update(presets_for=team)
    AuphonicAccount.objects.filter(pk=account.pk).wake()


def mark_broken(account: AuphonicAccount, sentence: str) -> None:
    """For whoever was refused in the middle of something: the account needs to be connected again."""
    credentials.mark_broken(account, sentence)


def check(pk: UUID) -> None:
    """Look at the credits and services of an account that is due, and find out whether its credential is still good.

    Copies its presets into a team when somebody asked for that. A broken account rests until it is connected again,
    or somebody asks.
    """
    turn = AuphonicAccount.objects.claim(pk, LEASE)
    if turn is None:
        return
    account = AuphonicAccount.objects.get(pk=pk)
    facts: dict[str, Any]
    try:
        client = client_for(account)
        facts = _facts(client.user()) | {"is_broken": False, "due_at": in_seconds(EVERY)}
        facts["services"] = [_kept(service) for service in client.services()]
        infos.refresh(client, account.server)
        if account.presets_for:
            facts |= {"last_error": imports.keep_all(client, account.presets_for, account), "presets_for": None}
    except http.Unauthorized as error:
        facts = _trouble(error) | {"is_broken": True, "due_at": None}
    except http.Problem as error:
        facts = _trouble(error) | {"due_at": in_seconds(error.retry_after or EVERY)}
    try:
        AuphonicAccount.objects.write(pk, turn, **facts)
    except Lost:
        log.info("account %s was looked at by somebody else meanwhile", pk)


def _keep(person: Person, server: str, user: User, token: dict[str, Any] | None, key: str | None) -> AuphonicAccount:
    """The row of this account with its new credential.

    An existing one takes a turn: a look that is under way must not judge the new credential by the old.
    """
    owned = {"user": person, "server": server, "name": user.name[:120]}
    account = AuphonicAccount.objects.filter(**owned).first() or AuphonicAccount(**owned)
    credentials.seal(account, token=token, key=key)
    facts = _facts(user) | {"due_at": timezone.now() + timedelta(seconds=EVERY)}
    for name, value in facts.items():
        setattr(account, name, value)
    with transaction.atomic():
        if account._state.adding:
            account.save(force_insert=True)
        else:
            AuphonicAccount.objects.filter(pk=account.pk).update(turn=F("turn") + 1)
            account.save(update_fields=[*credentials.COLUMNS, *facts])
    return account


def _client(session: oauth.Session, server: str, renew: Callable[[http.Unauthorized], None] = refuse) -> Client:
    known = settings.AUPHONIC_SERVERS[server]
    return Client(session, known["api"], oauth.company(server), renew)


def _facts(user: User) -> dict[str, Any]:
    return {
        "credits": user.credits,
        "recharge_at": user.recharge_at,
        "last_success_at": timezone.now(),
        "last_error": "",
    }


def _kept(service: Service) -> dict[str, Any]:
    """What is remembered of a service; see productions/outgoing.py."""
    return {
        "uuid": service.uuid,
        "display_name": service.name[:120],
        "type": service.type,
        "is_incoming": service.is_incoming,
        "is_outgoing": service.is_outgoing,
    }


def _trouble(error: http.Problem) -> dict[str, Any]:
    return {"last_error": error.sentence, "last_error_at": timezone.now()}
