"""Who approves, and when it goes out: once, by the rule, whoever is how fast."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from productions import pipeline
from productions.models import Approval, Episode, Production, ProductionEvent
from productions.states import State
from review import asking, deciding
from review.models import Decision, Request, Verdict
from review.reviewers import Reviewer
from teams.models import AuditEntry, Role, Team, User
from tests import make
from tests.pages import cost, page, said, signed_in

YES, NO = {"verdict": "approved"}, {"verdict": "changes"}


class Studio:
    """A team with everybody, and an episode whose newest version waits for approval."""

    def __init__(self, approval: str, state: State = State.HELD) -> None:
        self.ana = make.make_user("Ana")
        self.team: Team = make.make_team(self.ana)
        roles = {"mia": Role.REVIEWER, "eda": Role.EDITOR, "tom": Role.PRODUCER}
        self.people = {
            name: make.make_member(self.team, role, make.make_user(name.title())) for name, role in roles.items()
        }
        self.episode: Episode = make.make_episode(make.make_show(self.team, approval=approval), title="Winter")
        self.run: Production = make.make_heard(self.episode, state, approval=approval, started_by=self.ana)

    def __getattr__(self, name: str) -> User:
        return self.__dict__["people"][name]

    def post(self, who: User, form: dict[str, str], run: Production | None = None) -> Any:
        return signed_in(who).post(reverse("review:decide", args=[(run or self.run).pk]), form)

    def state(self) -> str:
        self.run.refresh_from_db()
        return self.run.state

    def ask(self, *people: User) -> list[Request]:
        return asking.ask(self.run, self.ana, people, due_on=timezone.localdate() + timedelta(days=2), message="By ear")


@pytest.mark.django_db
def test_one_approval_is_enough_and_lets_it_out() -> None:
    studio = Studio(Approval.ONE)
    assert said(studio.post(studio.mia, YES)) == ["Approved. It is going out."]
    assert studio.state() == State.DELIVERING
    assert ProductionEvent.objects.get(production=studio.run).actor == studio.mia
    assert AuditEntry.objects.get(action="review.approved").actor_name.startswith("Mia")
    notice = Notice.objects.get(user=studio.ana, kind="review.decided")
    assert (notice.title, notice.body) == ("Mia approved “Winter”", "It is going out.")
    late = studio.post(studio.tom, YES)
    assert said(late) == ["Mia approved it, and it has gone out."]
    assert said(studio.post(studio.mia, {"do": "withdraw"})) == ["Mia approved it, and it has gone out."]
    assert Decision.objects.count() == 1


@pytest.mark.django_db
def test_all_who_are_asked_have_to_approve() -> None:
    studio = Studio(Approval.ALL)
    studio.ask(studio.mia, studio.eda)
    assert said(studio.post(studio.tom, YES)) == ["Your decision is kept."]
    studio.post(studio.mia, YES)
    assert studio.state() == State.HELD
    html = signed_in(studio.mia).get(reverse("review:page", args=[studio.episode.pk])).content.decode()
    assert "Waiting for" in html
    assert "Withdraw approval" in html
    assert said(studio.post(studio.mia, {"do": "withdraw"})) == ["Your decision is taken back."]
    assert said(studio.post(studio.eda, YES)) == ["Your decision is kept."]
    assert said(studio.post(studio.mia, YES)) == ["Approved. It is going out."]
    assert studio.state() == State.DELIVERING


@pytest.mark.django_db
def test_who_is_asked_no_more_or_gone_holds_nothing_up() -> None:
    studio = Studio(Approval.ALL)
    first, _second = studio.ask(studio.mia, studio.eda)
    studio.team.memberships.filter(user=studio.eda).delete()
    asking.withdraw(first, studio.ana)
    assert studio.state() == State.HELD  # nothing goes out by asking less
    studio.post(studio.tom, YES)
    assert studio.state() == State.DELIVERING


@pytest.mark.django_db
def test_changes_need_a_sentence_or_a_note_that_must_be_fixed() -> None:
    studio = Studio(Approval.ONE)
    assert "Say in a sentence what has to change" in said(studio.post(studio.mia, NO))[0]
    make.make_note(studio.run, studio.mia, kind="suggestion")
    assert "Say in a sentence" in said(studio.post(studio.mia, NO))[0]
    studio.post(studio.mia, {**NO, "sentence": "The door slams."})
    assert Decision.objects.get().sentence == "The door slams."
    Decision.objects.all().delete()
    make.make_note(studio.run, studio.mia, kind="must")
    studio.post(studio.mia, NO)
    assert Decision.objects.get().verdict == Verdict.CHANGES
    assert Notice.objects.filter(user=studio.ana, title="Mia requests changes to “Winter”").count() == 2
    studio.post(studio.mia, YES)  # the newest word counts
    assert (Decision.objects.get().verdict, studio.state()) == (Verdict.APPROVED, State.DELIVERING)


@pytest.mark.django_db
def test_editors_decide_when_they_are_asked() -> None:
    studio = Studio(Approval.ONE)
    assert studio.post(studio.eda, YES).status_code == 403
    assert studio.state() == State.HELD
    studio.ask(studio.eda)
    assert studio.post(studio.eda, YES).status_code == 302
    assert studio.state() == State.DELIVERING


@pytest.mark.django_db
def test_nothing_is_decided_of_what_is_not_there_to_decide() -> None:
    studio = Studio(Approval.ONE)
    make.make_heard(studio.episode, State.HELD, approval=Approval.ONE)
    assert said(studio.post(studio.mia, YES)) == ["Version 2 is newer. Decide on that one."]
    other = Studio(Approval.NONE, State.READY)
    assert said(other.post(other.mia, YES)) == ["Your decision is kept."]
    assert other.state() == State.READY
    assert said(other.post(other.mia, {"do": "withdraw"})) == ["Your decision is taken back."]
    failed = Studio(Approval.ONE, State.FAILED)
    assert said(failed.post(failed.mia, YES)) == ["It is not in review: Failed."]
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_people_are_asked_reminded_once_a_day_and_asked_no_more() -> None:
    studio = Studio(Approval.ALL)
    client = signed_in(studio.eda)
    address = reverse("review:ask", args=[studio.episode.pk])
    day = timezone.localdate() + timedelta(days=3)
    form = {"people": [studio.mia.pk], "due_on": day.isoformat(), "message": "By ear"}
    past = client.post(address, {**form, "due_on": "2020-01-01"})
    assert (past.status_code, "That day is over." in past.content.decode()) == (422, True)
    assert said(client.post(address, form)) == ["Asked: Mia."]
    stranger = make.make_user("Stranger")
    assert client.post(address, {"people": [stranger.pk]}).status_code == 422
    assert said(client.post(address, form))[-1] == "They are asked already."
    request = Request.objects.get()
    notice = Notice.objects.get(kind="review.asked")
    assert (notice.user, notice.title) == (studio.mia, "Eda asks you to review “Winter”")
    assert notice.body.startswith("By ear\nBy ")
    assert "You are asked to review it." in signed_in(studio.mia).get("/").content.decode()
    remind = reverse("review:request", args=[request.pk])
    assert said(client.post(remind))[-1] == "Mia is reminded."
    assert said(client.post(remind))[-1:] == ["Mia was reminded within the last day. Try again tomorrow."]
    Request.objects.update(reminded_at=timezone.now() - timedelta(hours=25))
    assert said(client.post(remind))[-1] == "Mia is reminded."
    assert Notice.objects.filter(user=studio.mia, kind="review.reminded").count() == 2
    client.post(remind, {"do": "withdraw"})
    assert Request.objects.get().withdrawn_at
    assert "You are asked to review it." not in signed_in(studio.mia).get("/").content.decode()
    client.post(address, form)
    studio.post(studio.mia, {**NO, "sentence": "No."})
    assert said(client.post(remind))[-1] == "Mia has decided already."
    assert AuditEntry.objects.filter(action__in=("review.asked", "review.unasked")).count() == 3


@pytest.mark.django_db
def test_the_list_names_who_waits_for_whom_and_costs_the_same() -> None:
    studio = Studio(Approval.ALL)
    team, mia, client = studio.ana.teams.get(), studio.mia, signed_in(studio.ana)

    def ask(count: int) -> None:
        for _ in range(count):
            run = make.make_heard(make.make_episode(team.shows.first()), State.HELD, approval="all")
            for person in (studio.ana, mia):
                run.review_requests.create(reviewer=person, asked_by=studio.ana)
            run.decisions.create(reviewer=make.make_member(team, Role.REVIEWER), author_name="Ben", verdict="changes")

    ask(1)
    address = reverse("review:review_list")
    one, text = cost(client, address), page(client, address)
    assert (text.count("Review now"), text.count(f'<p class="meta">{mia}, '), text.count("Ben: ")) == (1, 1, 1)
    mine = page(signed_in(mia), address)
    assert (mine.count("Review now"), mine.count("Ben: ")) == (1, 1)
    make.make_team(stranger := make.make_user("Somebody"))
    assert "Review now" not in page(signed_in(stranger), address)
    ask(29)
    assert (cost(client, address), page(client, address).count("Review now")) == (one, 30)


@pytest.mark.django_db
def test_a_new_version_asks_anew() -> None:
    studio = Studio(Approval.ALL)
    studio.ask(studio.mia, studio.eda)
    asking.withdraw(Request.objects.get(reviewer=studio.eda), studio.ana)
    studio.post(studio.mia, YES)
    assert studio.state() == State.DELIVERING
    Production.objects.update(state=State.READY, due_at=None)
    second = make.make_heard(studio.episode, State.HELD, approval=Approval.ALL)
    for run in (1, 2):  # a retry comes by again
        ProductionEvent.objects.create(production=second, state=State.HELD, run=run)
    assert Request.objects.get(production=second).reviewer == studio.mia
    notice = Notice.objects.get(user=studio.mia, title="“Winter” has a new version to review")
    assert notice.body == "Version 2 is ready to hear. What was decided before does not count for it."
    assert not deciding.is_met(second)
    assert said(studio.post(studio.tom, YES, second)) == ["Your decision is kept."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("approval", [Approval.ONE, Approval.ALL])
def test_of_approvals_at_the_same_moment_one_lets_it_out(approval: str) -> None:
    """Four people at once: it goes out exactly once, and whoever came too late is told what happened."""
    studio = Studio(approval)
    people = [studio.mia, studio.eda, studio.tom, studio.ana]
    if approval == Approval.ALL:
        studio.ask(*people)
    else:
        people.remove(studio.eda)
    barrier, told = threading.Barrier(len(people)), []

    def approve(user: User) -> None:
        barrier.wait()
        role = studio.team.memberships.get(user=user).role
        try:
            told.append(
                deciding.decide(Production.objects.get(pk=studio.run.pk), Reviewer(user, role), Verdict.APPROVED)
            )
        except pipeline.Refused as refused:
            told.append(str(refused))
        connection.close()

    threads = [threading.Thread(target=approve, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert studio.state() == State.DELIVERING
    assert ProductionEvent.objects.filter(production=studio.run, state=State.DELIVERING).count() == 1
    assert told.count(True) == 1
    if approval == Approval.ALL:
        assert Decision.objects.count() == len(people)
        assert told.count(False) == len(people) - 1
    else:
        assert Decision.objects.count() == 1
        assert sum("approved it, and it has gone out." in str(each) for each in told) == len(people) - 1
