"""Ends a team: its people are out at once, then its collections at AudioDN, its files and its rows go.

    begin ─▶ people out, row due now ─▶ finish: collections there ─▶ files ─▶ rows ─▶ what remains is told

Every step may be done twice: what is gone already counts as deleted.
"""

import logging
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audiodn import connections, covers
from exports.belongings import files_of, rows_of
from exports.models import Deletion, Export
from exports.packing import DONE
from notices.telling import tell
from podcaststudio import http
from podcaststudio.doorbell import ring
from podcaststudio.due import Claim, Lost, in_seconds
from podcaststudio.words import filled
from productions.models import Production, Upload
from productions.uploads import discard
from review.models import Link
from teams import audit
from teams.models import Team, User

log = logging.getLogger(__name__)
PATIENCE = 6  # tries at a company that does not answer; then what is left there is told instead


class Refused(Exception):
    """It cannot be done now; the sentence says why and what helps."""


def begin(team: Team, actor: User) -> Deletion:
    """Take everybody out and have a worker do the rest. Raises `Refused` while productions are under way."""
    if Production.objects.unfinished().filter(episode__show__team=team).exists():
        raise Refused(_("Productions are under way. Let them finish or cancel them, then delete the team."))
    try:
        with transaction.atomic():
            deletion = Deletion.objects.create(team=team, team_name=team.name, asked_by=actor, due_at=in_seconds(0))
            audit.record("team.deleted", team, team=team, actor=actor)
            team.invitations.all().delete()
            team.memberships.all().delete()
            Link.objects.filter(episode__show__team=team, revoked_at=None).update(revoked_at=timezone.now())
            ring("exports.delete_team", deletion.pk)
    except IntegrityError:
        raise Refused(_("Somebody else is just deleting the team.")) from None
    return deletion


def finish(pk: UUID) -> None:
    """One turn at a due deletion."""
    turn = Deletion.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    claim = Claim(Deletion.objects.all(), pk, turn, settings.PIPELINE_LEASE_SECONDS)
    deletion = Deletion.objects.select_related("team", "asked_by").get(pk=pk)
    try:
        with claim:
            remains = _empty(deletion.team, deletion.attempts >= PATIENCE, claim) if deletion.team else []
    except http.Unreachable as problem:
        log.info("the end of %s waits: %s", deletion.team_name, problem)
        claim.finish(attempts=deletion.attempts + 1, due_at=in_seconds(30 * 2**deletion.attempts))
        return
    except Lost:
        return
    with transaction.atomic():
        claim.finish(due_at=None, done_at=timezone.now(), remains=remains)
        _say(deletion, remains)


def _empty(team: Team, is_last_try: bool, claim: Claim) -> list[str]:
    """Take away what the team has; returns sentences about what stays, and why."""
    remains = _remote(team, is_last_try, claim)
    for upload in Upload.objects.filter(episode__show__team=team):
        discard(upload)
    rows = rows_of(team)
    names = [name for _, name in files_of(rows)] + [e.file.name for e in Export.objects.filter(team=team) if e.file]
    if Production.objects.filter(episode__show__team=team).exclude(auphonic_uuid="").exists():
        remains.append("Productions at Auphonic stay in the accounts they were made on, until Auphonic removes them.")
    with transaction.atomic():
        _delete(team)
    names += [covers.small(name) for name in names if name.startswith("covers/")]
    for name in names:  # after the rows: a file without a row is litter, a row without a file a lie
        claim.keep()
        try:
            default_storage.delete(name)
        except OSError as error:
            remains.append(f"The file {name} in the studio's storage: {error.strerror or error}.")
    return remains


def _remote(team: Team, is_last_try: bool, claim: Claim) -> list[str]:
    there = list(team.collections.exclude(remote_id=""))
    if not there:
        return []
    remains = []
    for collection in there:
        claim.keep()
        try:
            client = connections.client_for(team)[1]
            client.delete_collection(collection.remote_id)
        except http.Rejected as problem:
            if problem.status != 404:
                remains.append(f"The collection “{collection}” at AudioDN: {problem.sentence}")
        except http.Unauthorized as problem:
            remains.append(f"The collection “{collection}” at AudioDN: {problem.sentence}")
        except http.Unreachable as problem:
            if not is_last_try:
                raise
            remains.append(f"The collection “{collection}” at AudioDN: {problem.sentence}")
    return remains


def _delete(team: Team) -> None:
    """The team and all that goes with it; what protects another row goes before it."""
    while True:
        try:
            team.delete()
        except ProtectedError as error:
            for row in error.protected_objects:
                row.delete()
        else:
            return


def _say(deletion: Deletion, remains: list[str]) -> None:
    body = gettext_lazy("Its rows, files and collections are deleted.")
    if remains:
        body = filled("%s\n%s", (gettext_lazy("What stays:"), "\n".join(remains)))
    tell(
        DONE.name, f"deletion:{deletion.pk}", [deletion.asked_by],
        title=filled(gettext_lazy("%(team)s is gone"), {"team": deletion.team_name}),
        body=body, address="/notices/", team=None,
    )  # fmt: skip
