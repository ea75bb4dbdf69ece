"""What people write in a review, as forms."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from productions.forms.chapters import TimeField
from review.models import Guest, Kind, Link, Note, Verdict
from review.reviewers import Reviewer, members_of
from review.versions import Version
from teams.models import User

DAYS = [("1", _("a day")), ("7", _("a week")), ("14", _("two weeks")), ("60", _("two months"))]
EMPTY = {"required": _("Write what you mean first.")}


class MomentField(TimeField):
    """A time in what is heard: `12:31` or `1:02:03.5`; seconds when clean."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if any(part[:2].isdigit() and int(part[:2]) > 59 for part in str(value or "").strip().split(":")[1:]):
            raise forms.ValidationError(
                _("%(text)s is no time. Minutes and seconds run from 00 to 59."), params={"text": str(value)[:20]}
            )
        return found


class ReplyForm(forms.Form):
    """A reply to `note`; with `is_edit` other words for one."""

    text = forms.CharField(
        label=_("Reply"), max_length=4000, error_messages=EMPTY, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, note: Note, is_edit: bool = False, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{note.pk}_{'edit' if is_edit else 'reply'}_%s"
        kwargs["initial"] = {"text": note.text} if is_edit else {}
        super().__init__(*args, **kwargs)


class NoteForm(forms.Form):
    """A note on a version, which says how long it can be; with `note` one that is changed."""

    text = forms.CharField(
        label=_("Note"), max_length=4000, error_messages=EMPTY, widget=forms.Textarea(attrs={"rows": 3})
    )
    start = MomentField(label=_("At"), error_messages={"required": _("Write the time like 12:40 or 1:02:03.5.")})
    end = MomentField(label=_("To"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, initial=Kind.SUGGESTION)
    assigned_to = forms.ModelChoiceField(
        User.objects.none(), label=_("For"), required=False, empty_label=_("nobody in particular")
    )

    def __init__(self, *args: Any, who: Reviewer, version: Version, note: Note | None = None, **kwargs: Any) -> None:
        if note:
            kept = {name: getattr(note, name) for name in ("text", "start", "end", "kind")}
            kwargs["initial"] = {**kept, "assigned_to": note.assigned_to_id}
            kwargs["auto_id"] = f"id_{note.pk}_%s"
        super().__init__(*args, **kwargs)
        self.length = version.seconds
        if who.user is None:  # guests do not know who is in the team
            del self.fields["assigned_to"]
        else:
            self.fields["assigned_to"].queryset = members_of(version.production.episode.show)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        for name, value in (("start", start), ("end", end)):
            if value is not None and self.length and value > self.length + 1:
                whole = self.fields["start"].prepare_value(float(self.length))
                self.add_error(name, _("This version is over at %(length)s.") % {"length": whole})
        if start is not None and end is not None and end <= start and not self.errors:
            self.add_error("end", _("The end lies before the start. Leave it empty to mean a moment."))
        return data


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict)
    sentence = forms.CharField(
        label=_("What has to change?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return str(person)


class AskForm(forms.Form):
    people = PeopleField(
        User.objects.none(), label=_("Who"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who is to hear it.")},
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    message = forms.CharField(
        label=_("Message"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day and day < today:
            raise forms.ValidationError(
                _("That day is over. Choose %(today)s or later."), params={"today": date_format(today, str(_("j F Y")))}
            )
        return day


class LinkForm(forms.ModelForm):
    days = forms.TypedChoiceField(label=_("Good for"), coerce=int, choices=DAYS, initial="14")
    password = forms.CharField(
        label=_("Password"), required=False, max_length=100, strip=False,
        help_text=_("Tell it by another way than the link."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    class Meta:
        model = Link
        fields = ("name", "email", "may_note", "may_decide", "may_download")
        help_texts = {
            "email": _("The link is sent there. Empty: you copy it and send it yourself."),
            "may_decide": _("Their approval counts like that of a reviewer of the team."),
        }
        error_messages = {"name": {"required": _("Name who gets it, so that you know it again.")}}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if days := data.get("days"):
            self.instance.expires_at = timezone.now() + timedelta(days=days)
        return data


class GuestForm(forms.ModelForm):
    class Meta:
        model = Guest
        fields = ("name", "email")
        error_messages = {
            "name": {"required": _("Say who you are, so that your notes have a name.")},
            "email": {"required": _("Leave an address, so that the team can answer.")},
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"), max_length=100, strip=False, error_messages={"required": _("Type the password first.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
