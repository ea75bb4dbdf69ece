"""What a person reaches of everything a team owns: all of it, or what belongs to the shows they are named for."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from teams.models.people import Membership, unlocked, whole_team_role


class TeamOwnedQuerySet(models.QuerySet[Any]):
    """For everything a team owns. `team_path` leads from the model to its team, `show_path` to its show."""

    team_path = "team"
    show_path = ""  # empty: it belongs to the team as a whole

    def for_user(self, user: Any) -> Any:
        """What this person may see, each with `my_role`. Every query of a page begins here.

        Who is in the team for named shows only sees nothing of the other shows, and may only look at what belongs to
        the whole team (`my_shows_only` tells them apart). A team that asks for a second factor shows nothing to who
        has none.
        """
        path = f"{self.team_path}__memberships"
        mine = Q(**{f"{path}__user_id": user.pk}) & unlocked(user, f"{self.team_path}__")
        if not self.show_path:
            return self.filter(mine).annotate(my_role=whole_team_role(path), my_shows_only=F(f"{path}__is_limited"))
        named = Membership.objects.filter(
            user_id=user.pk, team=OuterRef(self.team_path), shows=OuterRef(self.show_path)
        )
        reached = Q(**{f"{path}__is_limited": False}) | Q(Exists(named))
        return self.filter(mine & reached).annotate(my_role=F(f"{path}__role"))
