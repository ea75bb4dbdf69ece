"""Who has a part: a show's regulars, and those of an episode, which has them from the show until it has its own."""

from typing import Any

from django.db import IntegrityError, transaction

from planning.models import Part, Person, Plan
from productions.models import Show


def parts_of(plan: Plan) -> list[Part]:
    """The people of an episode, its own or the show's; one query."""
    mine = {"episode": plan.episode} if plan.has_own_people else {"show": plan.episode.show}
    return list(Part.objects.filter(**mine).select_related("person"))


def regulars(show: Show) -> list[Part]:
    return list(Part.objects.filter(show=show).select_related("person"))


def detach(plan: Plan) -> None:
    """From now on the episode has people of its own, beginning with the show's regulars. Twice changes nothing."""
    with transaction.atomic():
        if not Plan.objects.filter(pk=plan.pk, has_own_people=False).update(has_own_people=True):
            return
        plan.has_own_people = True
        Part.objects.bulk_create(
            Part(person=part.person, role=part.role, place=part.place, episode=plan.episode)
            for part in regulars(plan.episode.show)
        )


def inherit(plan: Plan) -> None:
    """The show's again."""
    with transaction.atomic():
        Part.objects.filter(episode=plan.episode).delete()
        Plan.objects.filter(pk=plan.pk).update(has_own_people=False)


def add(team: Any, name: str, role: str, **place: Any) -> bool:
    """Give the person of this name a part in a `show` or an `episode`; who is not known is made.

    False when they have this part already.
    """
    with transaction.atomic():
        person = Person.objects.filter(team=team, name__iexact=name).first() or Person.objects.create(
            team=team, name=name
        )
        try:
            with transaction.atomic():
                Part.objects.create(person=person, role=role, place=Part.objects.filter(**place).count(), **place)
        except IntegrityError:
            return False
    return True
