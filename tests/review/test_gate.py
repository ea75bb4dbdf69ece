"""What reviewers said stands between an episode and being called approved on the board."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from planning.models import Plan
from productions.models import Approval, Production
from productions.states import State
from review.models import Decision, Request, Verdict
from teams.models import Role
from tests import make
from tests.pages import said, signed_in

pytestmark = pytest.mark.django_db


def test_the_board_approves_nothing_that_somebody_wants_changed_or_is_still_to_hear() -> None:
    ana, mia = make.make_user("Ana"), make.make_user("Mia")
    team = make.make_team(ana)
    make.make_member(team, Role.REVIEWER, mia)
    episode = make.make_episode(make.make_show(team), title="Fog")
    production: Production = make.make_production(episode, State.READY, approval=Approval.NONE)
    Request.objects.create(production=production, reviewer=mia, due_on=date(2090, 1, 1))

    def approve() -> str:
        version = Plan.objects.get(episode=episode).version
        form = {"stage": "approved", "version": version}
        return said(signed_in(ana).post(reverse("planning:episode_move", args=[episode.pk]), form))[0]

    link = f' <a class="link" href="{reverse("review:page", args=[episode.pk])}">Open the review</a>'
    assert approve() == f"Fog: Mia was asked and has not answered.{link}"
    decision = Decision.objects.create(
        production=production, reviewer=mia, author_name="Mia", verdict=Verdict.CHANGES, sentence="Louder."
    )
    assert approve() == f"Fog: Mia asked for changes.{link}"
    Request.objects.update(withdrawn_at=timezone.now())
    Decision.objects.filter(pk=decision.pk).delete()
    Production.objects.update(state=State.HELD, approval=Approval.ONE)
    assert approve() == f"Fog: It waits for approval.{link}"
    Production.objects.update(state=State.READY)
    assert approve() == "“Fog” is in “Approved” now."
