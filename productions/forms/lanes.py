"""Separate tracks as rows: name, recording, role and what is done to each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions.algorithms import text, typed
from productions.models import Episode, Lane, Recording
from productions.track_parameters import OF_SOUND, OF_TRACK

MOST = 32
SWITCHES = tuple(group.key for group in OF_SOUND)


class LaneForm(forms.Form):
    name = forms.RegexField(
        r"^[\w .,'’&+()-]+$",
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("Name")}),
        error_messages={
            "required": _("Name it: the person, or “Music”."),
            "invalid": _("Use letters, digits and spaces."),
        },
    )
    recording = forms.ModelChoiceField(
        Recording.objects.none(),
        empty_label=_("Choose a recording"),
        error_messages={"required": _("Choose its recording.")},
    )

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recording"].queryset = episode.recordings.all()  # type: ignore[attr-defined]
        for each in OF_TRACK:
            choices = [(text(value), label) for value, label in each.options]
            self.fields[each.key] = forms.ChoiceField(
                label=str(each.label), choices=choices, initial=text(each.default), required=False
            )
        for group in OF_SOUND:
            self.fields[group.key] = forms.BooleanField(label=str(group.label), initial=group.default, required=False)

    @property
    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        found = {each.key: typed(each, data[each.key] or text(each.default)) for each in OF_TRACK}
        return found | {key: data[key] for key in SWITCHES}


class LaneRows(forms.BaseFormSet):
    def clean(self) -> None:
        if any(self.errors) or not self.management_form.is_valid():
            return
        names = set()
        for form in self.ordered_forms:
            name = form.cleaned_data.get("name", "").casefold()
            if name and name in names:
                form.add_error("name", _("Another track has this name already."))
            names.add(name)

    def lanes(self, episode: Episode) -> list[Lane]:
        rows = [form for form in self.ordered_forms if form.cleaned_data.get("name")]
        return [
            Lane(episode=episode, position=place, name=form.cleaned_data["name"],
                 recording=form.cleaned_data["recording"], settings=form.settings)
            for place, form in enumerate(rows)
        ]  # fmt: skip


Lanes = forms.formset_factory(
    LaneForm, formset=LaneRows, extra=1, can_delete=True, can_order=True, max_num=MOST, absolute_max=MOST + 1
)


def lanes(data: Any, episode: Episode, rows: list[Lane]) -> Any:
    initial = [
        {**{key: value if isinstance(value, bool) else text(value) for key, value in lane.settings.items()},
         "name": lane.name, "recording": lane.recording_id}
        for lane in rows
    ]  # fmt: skip
    return Lanes(data, initial=initial, prefix="lanes", form_kwargs={"episode": episode})
