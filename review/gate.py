"""What people said of the newest version stands between it and being called approved."""

from django.urls import reverse
from django.utils.translation import gettext as _

from productions.gates import Refusal
from productions.models import Episode, Production
from review.deciding import is_met, waiting
from review.models import Decision, Verdict


def gate(episode: Episode, goal: str) -> Refusal | None:
    """Nobody who decided wants changes, nobody who was asked is still to answer, and no rule of the show is open."""
    newest = Production.objects.newest_of_episode().filter(episode=episode).first()
    sentence = _why_not(newest) if newest else ""
    address = reverse("review:page", args=[episode.pk])
    return Refusal(sentence, address, _("Open the review")) if sentence else None


def _why_not(newest: Production) -> str:
    changes = Decision.objects.filter(production=newest, verdict=Verdict.CHANGES).first()
    if changes:
        return _("%(who)s asked for changes.") % {"who": changes.author_name}
    request = waiting(newest).select_related("reviewer").first()
    if request:
        return _("%(who)s was asked and has not answered.") % {"who": request.reviewer}
    return _("It waits for approval.") if newest.is_held and not is_met(newest) else ""
