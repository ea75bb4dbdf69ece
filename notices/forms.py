"""How somebody wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.kinds import KINDS, Mail
from notices.models import Choice, Notice, choices_of
from teams.models import User


class ChoicesForm(forms.Form):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        now = choices_of([user])
        for kind in KINDS.values():
            self.fields[kind.name] = forms.ChoiceField(
                label=_("When %(event)s") % {"event": kind.words},
                choices=Mail,
                initial=now[user.pk, kind.name],
                widget=forms.RadioSelect,
            )

    def save(self) -> None:
        for name, mail in self.cleaned_data.items():
            Choice.objects.update_or_create(user=self.user, kind=name, defaults={"mail": mail})
            if mail == Mail.NEVER:
                waiting = Notice.objects.filter(user=self.user, kind=name, mailed_at=None)
                waiting.update(mail=Mail.NEVER, due_at=None)
