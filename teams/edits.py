"""Two people at one form: whoever saves second is told who was faster and with what, and overwrites nothing unseen.

page made ─▶ carries a mark of what it shows ─▶ saved: under a lock, compared with what is there now
                                                  ├ the same   only the form's own columns are written
                                                  └ changed    said, at the fields too; saving again is meant
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from teams import origin
from teams.models import AuditEntry, Team


def one_by_one(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What a page is asked to change is read, compared and written in one transaction."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return asked


def mark(values: dict[str, Any]) -> str:
    """`title:1f2e3d4c5b number:6a79888f0e`: a digest of each value."""
    return " ".join(f"{name}:{hashlib.sha256(repr(value).encode()).hexdigest()[:10]}" for name, value in values.items())


def differing(seen: str, now: str) -> set[str]:
    """The names whose values are not the same in two marks."""
    return {each.partition(":")[0] for each in set(seen.split()) ^ set(now.split())}


def conflict(data: Any, now: str, target: Any, team: Team) -> str:
    """What to say when the mark that a page sent is not the one of now; empty when nothing is in the way."""
    return overtaken(target, team) if data.get("seen") and data["seen"] != now else ""


def overtaken(target: Any, team: Team) -> str:
    """Who changed `target` meanwhile, and what to do about it."""
    entries = AuditEntry.objects.filter(team_id=team.pk, target_id=str(target.pk), action__endswith=".changed")
    last, request = entries.first(), origin.current()
    if last and request and last.actor_id == request.user.pk:
        said = _("You changed this in another window meanwhile.")
    else:
        who = last.actor_name.partition(" <")[0] if last and last.actor_name else _("Somebody")
        said = _("%(who)s changed this a moment ago.") % {"who": who}
    return f"{said} {_('Nothing was saved. What you wrote is kept here: compare, then save again.')}"


@dataclass(frozen=True)
class Conflict:
    """Somebody was faster: what is said of it, and where what is there now is seen."""

    sentence: str
    address: str


class CarefulForm(forms.ModelForm):
    """A form of a row that others change too. Its view is `one_by_one`; `team` says whose the row is."""

    conflict: Conflict | None = None
    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    also: tuple[str, ...] = ()  # columns that saving writes besides those of the form's fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["seen"] = mark(self._values(self.instance))

    @property
    def team(self) -> Team:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("seen") and not self.instance._state.adding:
            self._compare(found["seen"])
        return found

    def save(self, commit: bool = True) -> Any:
        """Write the form's columns only: workers write the others at the same time."""
        if not commit or self.errors or self.instance._state.adding:
            return super().save(commit)
        self.instance.save(update_fields=[*self._columns, *self.also])
        return self.instance

    @property
    def _columns(self) -> list[str]:
        return list(self._meta.fields or ())

    def _values(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, row._meta.get_field(name).attname) for name in self._columns}

    def _compare(self, seen: str) -> None:
        row = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        if row is None:
            return self.add_error(None, _("Somebody deleted this a moment ago."))
        now = mark(self._values(row))
        if not (names := differing(seen, now)):
            return None
        request = origin.current()
        self.conflict = Conflict(overtaken(row, self.team), request.path if request else "")
        self.add_error(None, self.conflict.sentence)
        for name in [name for name in self.fields if name in names]:
            if name not in self.errors and self.cleaned_data[name] != getattr(row, name):
                self.add_error(name, _("It says “%(words)s” now.") % {"words": _words(row, name)})
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = now  # so saving once more is meant
        self.data = data
        return None


def _words(row: Any, name: str) -> str:
    """The value of a row's field as a page would say it."""
    display, value = getattr(row, f"get_{name}_display", None), getattr(row, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return str(display() if display else formats.localize(value))
