"""Whoever listens to an episode and says something of it: a member of its team, or a guest with a link."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from productions.models import Episode, Production, Show
from review.models import Decision, Guest, Link, Note, Request
from teams.access import EDIT, RUN
from teams.models import User


@dataclass(frozen=True)
class Reviewer:
    """`user` and `role` of a member; `link`, `token` and, once they said who they are, `guest` of somebody else."""

    user: User | None = None
    role: int = 0
    link: Link | None = None
    token: str = ""
    guest: Guest | None = None

    @property
    def name(self) -> str:
        return called(self.user) if self.user else str(self.guest or "")

    @property
    def author(self) -> dict[str, Any]:
        """The columns that say whose a note is."""
        return {"author": self.user, "guest": self.guest, "author_name": self.name[:120]}

    @property
    def may_note(self) -> bool:
        return bool(self.user or (self.link and self.link.may_note))

    @property
    def may_ask(self) -> bool:
        return self.role >= EDIT

    @property
    def may_link(self) -> bool:
        return self.role >= RUN

    @property
    def may_resolve(self) -> bool:
        return self.user is not None

    def may_decide(self, production: Production) -> bool:
        """Reviewers and producers always, editors when they are asked, guests when their link says so."""
        if self.link:
            return self.link.may_decide
        return self.role != EDIT or self.is_asked(production)

    def is_asked(self, production: Production) -> bool:
        return Request.objects.filter(production=production, reviewer=self.user, withdrawn_at=None).exists()

    def owns(self, said: Note | Decision) -> bool:
        if isinstance(said, Decision):
            mine: bool = self.user is not None and said.reviewer_id == self.user.pk
        else:
            mine = self.user is not None and said.author_id == self.user.pk
        return mine or (self.guest is not None and said.guest_id == self.guest.pk)

    def may_delete(self, note: Note) -> bool:
        """One's own; producers also what a guest left."""
        return self.owns(note) or (note.guest_id is not None and self.role >= RUN)

    def address(self, verb: str, *args: Any) -> str:
        """Where this reviewer asks for something: the team's address, or the one behind the link."""
        if self.link:
            return reverse(f"review:guest_{verb}", args=[self.token, *args])
        return reverse(f"review:{verb}", args=args)

    def page(self, episode: Episode) -> str:
        return self.address("page") if self.link else self.address("page", episode.pk)


def called(user: User) -> str:
    """Their name as guests may see it: never a whole address."""
    return user.name or user.email.split("@")[0]


def members_of(show: Show) -> Any:
    """Everybody who reaches the show, by name; the team's own order of roles does not matter here."""
    here = Q(memberships__is_limited=False) | Q(memberships__shows=show)
    return (
        User.objects.filter(here, memberships__team=show.team_id, is_active=True).distinct().order_by("name", "email")
    )


def refusal() -> str:
    """For an editor who is not asked."""
    return _("Editors decide when they are asked to. Reviewers and producers of the team always may.")
