"""Plans as forms. Days and times are the show's own."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.models import Part, Person, Plan, Point, ShowPlan, TemplatePoint
from planning.models.checklists import MOST_DAYS, MOST_POINTS
from planning.stages import ON_BOARD, Stage
from productions.models import Preset, Show
from teams import pictures
from teams.edits import CarefulForm
from teams.models import Team, User

HOUR_INPUT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY_INPUT = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and a time of day in `zone`, whoever asks."""

    zone: ZoneInfo | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=HOUR_INPUT, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return timezone.make_naive(value, self.zone) if getattr(value, "tzinfo", None) else value

    def clean(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().clean(value)


def members_of(show: Show) -> Any:
    """Those who may own an episode of the show: who reaches it."""
    mine = Q(memberships__team=show.team_id)
    reach = Q(memberships__is_limited=False) | Q(memberships__shows=show.pk)
    return User.objects.filter(mine & reach, is_active=True).distinct().order_by("name", "email")


class PlanForm(forms.ModelForm):
    planned_at = MomentField(
        label=_("Planned for"), help_text=_("For the plan alone. It neither sends the episode out nor holds it back.")
    )
    scheduled_at = MomentField(
        label=_("Scheduled for"), help_text=_("Then it goes out by itself, once it is approved; never before.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Plan
        fields = ("stage", "owner", "scheduled_at", "waiting_for", "version")
        help_texts = {"waiting_for": _("Whom or what it waits for, such as “Mia: notes”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show = self.instance.episode.show
        self.fields["stage"].choices = show.plan.stage_choices()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = members_of(show)  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.initial["planned_at"] = self.instance.episode.planned_at
        for name in ("planned_at", "scheduled_at"):
            self.fields[name].zone = show.plan.zone  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_new = self.instance.stage != Stage.SCHEDULED  # from there, taking the moment away is taking it off
        if is_new and data.get("stage") == Stage.SCHEDULED and not (data.get("scheduled_at") or self.errors):
            self.add_error("scheduled_at", _("Say for which day and time it is scheduled."))
        return data

    def _post_clean(self) -> None:
        """The instance stays as it is: `moves.change` writes."""


class DateForm(forms.Form):
    """Another day for an episode on the calendar; the hour stays unless one is given."""

    which = forms.ChoiceField(choices=[("planned", _("Planned")), ("scheduled", _("Scheduled"))])
    day = forms.DateField(label=_("Day"), required=False, widget=DAY_INPUT)
    at = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ShowPlanForm(CarefulForm):
    """Zone, cadence, and for each stage of the board its name and how many it should hold."""

    also = ("labels", "limits")

    class Meta:
        model = ShowPlan
        fields = ("time_zone", "every", "weekday", "nth", "goes_out_at", "first_on")
        help_texts = {
            "time_zone": _("A name such as Europe/Vienna. Empty: the installation’s."),
            "nth": _("For a show that comes out every month."),
            "first_on": _("The day of one episode; fortnights are counted from it."),
        }
        widgets = {
            "goes_out_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "first_on": DAY_INPUT,
            "time_zone": forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["every"].required = False
        for stage in ON_BOARD:
            label = forms.CharField(label=stage.label, required=False, max_length=24)
            label.widget.attrs["placeholder"] = stage.label
            self.fields[f"label_{stage}"] = label
            limit = forms.IntegerField(label=_("At most"), required=False, min_value=1, max_value=999)
            self.fields[f"limit_{stage}"] = limit
            self.initial[f"label_{stage}"] = self.instance.labels.get(stage, "")
            self.initial[f"limit_{stage}"] = self.instance.limits.get(stage)

    @property
    def team(self) -> Team:
        return self.instance.show.team

    def stages(self) -> list[dict[str, Any]]:
        """The two fields of each stage, for the page."""
        return [{"stage": stage, "name": self[f"label_{stage}"], "limit": self[f"limit_{stage}"]} for stage in ON_BOARD]

    def clean_time_zone(self) -> str:
        name = str(self.cleaned_data["time_zone"]).strip()
        if name and name not in available_timezones():
            raise forms.ValidationError(_("There is no time zone of this name. Write one such as Europe/Vienna."))
        return name

    def save(self, commit: bool = True) -> Any:
        data = self.cleaned_data
        self.instance.labels = {s.value: data[f"label_{s}"] for s in ON_BOARD if data[f"label_{s}"]}
        self.instance.limits = {s.value: data[f"limit_{s}"] for s in ON_BOARD if data[f"limit_{s}"]}
        return super().save(commit)


class TemplateForm(forms.Form):
    """The template as lines of text: what is to be done, then how many days before, where that counts."""

    lines = forms.CharField(
        label=_("Points"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line. “Write show notes -2” is due two days before the planned date."),
    )

    def clean_lines(self) -> list[tuple[str, int | None]]:
        found = []
        for line in str(self.cleaned_data["lines"]).splitlines():
            text, days = _split(line.strip())
            if days is not None and days > MOST_DAYS:
                raise forms.ValidationError(
                    _("“%(line)s”: at most %(most)s days before."), params={"line": line[:80], "most": MOST_DAYS}
                )
            if len(text) > 160:
                raise forms.ValidationError(_("“%(line)s…” is longer than 160 characters."), params={"line": text[:40]})
            if text:
                found.append((text, days))
        if len(found) > MOST_POINTS:
            raise forms.ValidationError(_("A checklist has at most %(most)s points."), params={"most": MOST_POINTS})
        return found


def _split(line: str) -> tuple[str, int | None]:
    """`Write show notes -2` → the text, 2. A minus sign of either kind."""
    text, _space, end = line.replace("−", "-").rpartition(" ")
    if text and end.startswith("-") and end[1:].isdecimal():
        return text.strip(), int(end[1:])
    return line, None


def template_text(points: list[TemplatePoint]) -> str:
    """The template as `TemplateForm` reads it."""
    return "\n".join(f"{p.text} -{p.days_before}" if p.days_before is not None else p.text for p in points)


class PointForm(forms.ModelForm):
    class Meta:
        model = Point
        fields = ("text", "days_before", "own_day")
        help_texts = {
            "days_before": _("Before the planned date; moves with it."),
            "own_day": _("A day of its own, which stays."),
        }
        widgets = {"own_day": DAY_INPUT}
        error_messages = {"text": {"required": _("Say what is to be done.")}}


class PersonForm(forms.ModelForm):
    photo = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    class Meta:
        model = Person
        fields = ("name", "link", "is_hidden")
        error_messages = {"name": {"required": _("Give the name.")}}
        help_texts = {"is_hidden": _("Not named to listeners before the first episode with them is out.")}

    def clean_photo(self) -> Any:
        sent = self.cleaned_data["photo"]
        if not sent:
            return None
        try:
            return pictures.portrait(sent)
        except pictures.Refused as refused:
            raise forms.ValidationError(str(refused)) from None

    def save(self, commit: bool = True) -> Any:
        if photo := self.cleaned_data["photo"]:
            self.instance.picture = photo
        return super().save(commit)


class PartForm(forms.ModelForm):
    """Somebody known or a new name, and what they are."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput({"list": "persons", "autocomplete": "off"})
    )

    class Meta:
        model = Part
        fields = ("role",)


class BulkForm(forms.Form):
    """What is to be done with the chosen episodes: `do` names the field that counts."""

    MOST = 50
    DO = ("stage", "owner", "planned", "shift", "preset", "tags", "archive")

    do = forms.ChoiceField(choices=[(name, name) for name in DO])
    episode = forms.ModelMultipleChoiceField(
        Plan.objects.none(), error_messages={"required": _("Choose the episodes first.")}
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=pgettext_lazy("of an episode", "Owner"), required=False, empty_label=_("Nobody")
    )
    planned = MomentField(label=_("Planned for"))
    shift = forms.IntegerField(label=_("Days later"), required=False, min_value=-400, max_value=400)
    preset = forms.ModelChoiceField(
        Preset.objects.none(), label=_("Preset"), required=False, empty_label=_("As the show")
    )
    tags = forms.CharField(label=_("Tags"), required=False, max_length=300)

    def __init__(self, *args: Any, show: Show, owners: list[User] | None = None, **kwargs: Any) -> None:
        """`owners` are the show's members, if they are loaded."""
        super().__init__(*args, **kwargs)
        self.show = show
        plans = Plan.objects.filter(episode__show=show).select_related("episode__show__plan")
        self.fields["episode"].queryset = plans  # type: ignore[attr-defined]
        self.fields["stage"].choices = show.plan.stage_choices()  # type: ignore[attr-defined]
        owner: Any = self.fields["owner"]
        owner.queryset = members_of(show)
        if owners is not None:
            owner.choices = [("", _("Nobody")), *((person.pk, str(person)) for person in owners)]
        self.fields["preset"].queryset = Preset.objects.filter(team=show.team_id)  # type: ignore[attr-defined]
        self.fields["planned"].zone = show.plan.zone  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        do = data.get("do")
        if do in ("stage", "shift", "tags") and not data.get(do) and do not in self.errors:
            self.add_error(do, _("Say what it should become."))
        if len(data.get("episode") or ()) > self.MOST:
            self.add_error("episode", _("At most %(most)s episodes at once.") % {"most": self.MOST})
        return data

    @property
    def sentence(self) -> str:
        """Everything that is wrong, for a message."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
