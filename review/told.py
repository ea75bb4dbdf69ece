"""Tells people of a review: that they are asked, what was decided, what was said of their episode and to them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from notices.kinds import Mail, register
from notices.telling import tell
from podcaststudio.words import dated, filled, lines, zoned
from productions.models import Episode, Production
from productions.templatetags.studio import duration
from review.models import Decision, Note, Request, Verdict
from review.reviewers import Reviewer, members_of
from teams.models import User

ASKED = register("review.asked", _("somebody asks you for a review"), Mail.NOW)
REMINDED = register("review.reminded", _("somebody reminds you of a review"), Mail.NOW)
DECIDED = register("review.decided", _("an episode of yours is approved, or changes are requested"), Mail.NOW)
MENTIONED = register("review.mentioned", _("somebody names you in a note, or gives one to you"), Mail.NOW)
NOTED = register("review.noted", _("somebody leaves a note on an episode of yours"), Mail.DAILY)


def asked(request: Request) -> None:
    episode = request.production.episode
    title = filled(_("%(who)s asks you to review “%(episode)s”"), {"who": _who(request.asked_by), "episode": episode})
    facts = [request.message, _due(request)]
    _tell(
        ASKED.name, f"review:{request.pk}:{request.changed_at.isoformat()}", [request.reviewer], episode, title, facts
    )


def asked_anew(request: Request, number: int) -> None:
    """A new version needs a new word."""
    episode = request.production.episode
    title = filled(_("“%(episode)s” has a new version to review"), {"episode": episode})
    facts = [
        filled(
            _("Version %(number)d is ready to hear. What was decided before does not count for it."), {"number": number}
        )
    ]
    _tell(ASKED.name, f"review:{request.pk}:anew", [request.reviewer], episode, title, facts)


def reminded(request: Request, actor: User) -> None:
    episode = request.production.episode
    title = filled(_("“%(episode)s” waits for your review"), {"episode": episode})
    facts = [filled(_("%(who)s reminds you."), {"who": actor}), _due(request)]
    key = f"review:{request.pk}:reminder:{request.reminded_at}"
    _tell(REMINDED.name, key, [request.reviewer], episode, title, facts)


def decided(decision: Decision, who: Reviewer, is_going_out: bool, until: datetime | None = None) -> None:
    production = decision.production
    episode = production.episode
    words = {"who": decision.author_name, "episode": episode}
    if decision.verdict == Verdict.APPROVED:
        title = filled(_("%(who)s approved “%(episode)s”"), words)
    else:
        title = filled(_("%(who)s requests changes to “%(episode)s”"), words)
    facts = [decision.sentence, _("It is going out.") if is_going_out else ""]
    if until:
        facts.append(filled(_("It goes out on %(moment)s."), {"moment": lazy(zoned, str)(until)}))
    asking = [request.asked_by for request in Request.objects.filter(production=production).select_related("asked_by")]
    people = [person for person in (*_owners(production), *asking) if person and person != who.user]
    _tell(DECIDED.name, f"decision:{decision.pk}:{decision.changed_at.isoformat()}", people, episode, title, facts)


def noted(note: Note, who: Reviewer, named: Iterable[User]) -> None:
    """Who is named, or given it, is told at once; whose episode it is, and who takes part in the thread, once a day."""
    production = note.production
    episode = production.episode
    at = duration((note.parent or note).start)
    title = filled(_("%(who)s at %(at)s of “%(episode)s”"), {"who": note.author_name, "at": at, "episode": episode})
    given = [note.assigned_to] if note.assigned_to else []
    first = {person.pk: person for person in (*named, *given) if person != who.user}
    address = reverse("review:note", args=[note.pk])
    _tell(MENTIONED.name, f"note:{note.pk}", first.values(), episode, title, [note.text], address)
    above = Q(parent=note.parent_id) | Q(pk=note.parent_id) if note.parent_id else Q(pk=None)
    thread = [each.author for each in Note.objects.filter(above).select_related("author")]
    others = [each for each in (*_owners(production), *thread) if each and each != who.user and each.pk not in first]
    _tell(NOTED.name, f"note:{note.pk}", others, episode, title, [note.text], address)


def _tell(
    kind: str,
    key: str,
    people: Iterable[User],
    episode: Episode,
    title: str | Promise,
    facts: list[Any],
    address: str = "",
) -> None:
    """Only people who still reach the episode."""
    wanted = {person.pk for person in people}
    reached = [person for person in members_of(episode.show) if person.pk in wanted] if wanted else []
    tell(
        kind, key, reached, title=title, body=lines(*facts),
        address=address or reverse("review:page", args=[episode.pk]), team=episode.show.team,
    )  # fmt: skip


def _owners(production: Production) -> list[Any]:
    return [production.started_by, production.episode.created_by]


def _who(person: User | None) -> str | Promise:
    return str(person) if person else _("The studio")


def _due(request: Request) -> str | Promise:
    return filled(_("By %(day)s."), {"day": dated(request.due_on, _("l j F"))}) if request.due_on else ""
