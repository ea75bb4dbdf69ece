"""A team with a weekly show, and an episode that is being edited."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from planning.models import Plan, ShowPlan
from planning.stages import Stage
from productions.models import Episode, Show
from teams.models import Role, Team, User
from tests import make

PLANNED = datetime(2082, 12, 1, 5, tzinfo=UTC)  # Tuesday, six o'clock in Vienna


class Desk:
    def __init__(self) -> None:
        self.ana = make.make_user("Ana Duarte")
        self.team: Team = make.make_team(self.ana)
        self.jonas: User = make.make_member(self.team, Role.PRODUCER, make.make_user("Jonas"))
        self.mia: User = make.make_member(self.team, Role.EDITOR, make.make_user("Mia"))
        self.lea: User = make.make_member(self.team, Role.REVIEWER, make.make_user("Lea"))
        self.show: Show = make.make_show(self.team, title="Tidewater", preset=make.make_preset(self.team))
        rows = ShowPlan.objects.filter(show=self.show)
        rows.update(every="week", weekday=1, goes_out_at=time(6), time_zone="Europe/Vienna")
        self.episode = self.add("Salt in the wires", Stage.EDITING)

    def add(self, title: str = "One", stage: str = Stage.PLANNED, **fields: Any) -> Episode:
        episode = make.make_episode(self.show, title=title, **{"planned_at": PLANNED, **fields})
        Plan.objects.filter(episode=episode).update(stage=stage, owner=self.ana)
        return episode

    def plan(self, episode: Episode | None = None) -> Plan:
        return Plan.objects.select_related("episode").get(episode=episode or self.episode)


@pytest.fixture
def desk(db: Any) -> Desk:
    return Desk()
