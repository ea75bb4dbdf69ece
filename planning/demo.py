"""The plan of the demo team: a weekly show with a checklist, episodes on their way, and the people in them."""

from datetime import timedelta

from django.utils import timezone

from planning import people
from planning.cadence import Every, shifted
from planning.checklist import set_template
from planning.models import Person, Plan, ShowPlan
from planning.slots import next_free
from planning.stages import Stage
from productions.models import Episode, Show
from teams.models import User

CHECKLIST: list[tuple[str, int | None]] = [
    ("Agree on a day with the guest", None),
    ("Record", 10),
    ("Write the show notes", 3),
    ("Ask the guest for a picture", None),
]
EPISODES = (
    ("The lamp that learned to wait", Stage.EDITING, 0, "Ruth: a better ending"),
    ("Seven typewriters and a ferry", Stage.PLANNED, 7, ""),
    ("Who oils the tower clock?", Stage.IDEA, None, ""),
)


def plan(show: Show, user: User) -> None:
    """Once, for a fresh show. Numbers go on after the first episode."""
    today = timezone.localdate()
    ShowPlan.objects.filter(show=show).update(every=Every.WEEK, weekday=today.weekday(), limits={"editing": 2})
    set_template(show, CHECKLIST)
    first = next_free(show, timezone.now() + timedelta(days=4))
    zone = ShowPlan.objects.get(show=show).zone
    for number, (title, stage, days, waiting_for) in enumerate(EPISODES, 2):
        planned = shifted(first, days, zone) if first and days is not None else None
        episode = Episode.objects.create(show=show, title=title, number=number, planned_at=planned, created_by=user)
        Plan.objects.filter(episode=episode).update(stage=stage, waiting_for=waiting_for)
        done = 2 if stage == Stage.EDITING else 0
        points = [point.pk for point in episode.points.all()[:done]]
        episode.points.filter(pk__in=points).update(done_at=timezone.now(), done_by=user)
    people.add(show.team, str(user), "host", show=show)
    people.detach(Plan.objects.select_related("episode__show").get(episode=episode))
    people.add(show.team, "Ruth Okafor", "guest", episode=episode)
    Person.objects.filter(team=show.team, name="Ruth Okafor").update(is_hidden=True)
