"""The output files of a preset: a row each, in the order of the page."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from productions.formats import BY_KEY, FORMATS
from productions.offers import Offers

EXTRA = 1  # an empty row for those without scripts
MOST = 20
CHECKS = ("mono_mixdown", "split_on_chapters")


class OutputForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"))
    bitrate = forms.ChoiceField(label=_("Bitrate"), required=False)
    ending = forms.ChoiceField(label=_("Ending"), required=False)
    suffix = forms.RegexField(
        r"^[\w .,+()@#-]*$",
        label=_("Suffix"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": _("suffix")}),
        required=False,
        error_messages={"invalid": _("Use letters, digits, spaces and - _ . only.")},
    )
    mono_mixdown = forms.BooleanField(label=_("Mono"), required=False)
    split_on_chapters = forms.BooleanField(label=_("A file per chapter"), required=False)
    was = forms.IntegerField(widget=forms.HiddenInput, required=False)  # which row it was, for what is not shown

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.initial.get("format")
        offered = [(each.key, each.label) for each in offers.formats()]
        if now and now not in dict(offered):
            offered.append((now, BY_KEY[now].label if now in BY_KEY else now))
        self.fields["format"].choices = [("", _("Choose a format")), *offered]  # type: ignore[attr-defined]
        # the row of a file offers what its format has, or a page with many files would be all choices
        known = FORMATS if self.is_bound or now not in BY_KEY else [BY_KEY[now]]
        self._choices(
            "bitrate",
            _("Its default"),
            {str(rate): f"{rate} kbit/s" for each in known for rate in each.rates},
        )
        self._choices("ending", _("Its default"), {ending: f".{ending}" for each in known for ending in each.endings})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        known, rate = BY_KEY.get(data.get("format", "")), data.get("bitrate")
        if known is None or self.errors:
            return data
        if rate and not known.rates:
            data["bitrate"] = ""
        elif rate and int(rate) not in known.rates and "bitrate" in self.changed_data:
            self.add_error(
                "bitrate", _("%(format)s does not come with %(rate)s kbit/s.") % {"format": known.label, "rate": rate}
            )
        if data.get("ending") and data["ending"] not in known.endings and "ending" in self.changed_data:
            data["ending"] = ""
        return data

    def row(self, before: list[dict[str, Any]]) -> dict[str, Any]:
        """What Auphonic gets; what a row had beyond the form stays with it as long as it has its format."""
        data = self.cleaned_data
        was = data.get("was")
        had = before[was] if was is not None and 0 <= was < len(before) else {}
        row = dict(had) if had.get("format") == data["format"] else {}
        row["format"] = data["format"]
        for key in ("bitrate", "ending", "suffix", *CHECKS):
            if data.get(key):
                row[key] = data[key]
            else:
                row.pop(key, None)
        return row

    def _choices(self, name: str, empty: str | Promise, choices: dict[str, str]) -> None:
        now = str(self.initial.get(name) or "")
        if now:
            choices.setdefault(now, f"{now} kbit/s" if name == "bitrate" else f".{now}")
        ordered = sorted(choices.items(), key=lambda each: float(each[0])) if name == "bitrate" else choices.items()
        self.fields[name].choices = [("", empty), *ordered]  # type: ignore[attr-defined]


class OutputRows(forms.BaseFormSet):
    """At least one; several of one name would overwrite each other."""

    def clean(self) -> None:
        if any(self.errors) or not self.management_form.is_valid():
            return
        rows = [form for form in self.ordered_forms if form.cleaned_data.get("format")]
        if not rows:
            raise forms.ValidationError(_("Choose at least one output file; without one there is nothing to deliver."))
        taken = set()
        for form in rows:
            name = _name(form.cleaned_data)
            if name in taken:
                form.add_error(
                    "suffix",
                    _("Another file ends in “%(name)s” already. Give this one a suffix of its own.") % {"name": name},
                )
            taken.add(name)

    def rows(self, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [form.row(before) for form in self.ordered_forms if form.cleaned_data.get("format")]


Outputs = forms.formset_factory(
    OutputForm,
    formset=OutputRows,
    extra=EXTRA,
    can_delete=True,
    can_order=True,
    max_num=MOST,
    absolute_max=MOST + EXTRA,
)


def outputs(data: Any, rows: Any, offers: Offers) -> Any:
    """The formset for these rows of a preset's settings."""
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    initial = [{**row, "bitrate": str(row.get("bitrate") or ""), "was": place} for place, row in enumerate(found)]
    return Outputs(data, initial=initial, prefix="files", form_kwargs={"offers": offers})


def _name(data: dict[str, Any]) -> str:
    known = BY_KEY.get(data["format"])
    ending = data.get("ending") or (known.endings[0] if known and known.endings else data["format"])
    return f"{data.get('suffix', '')}.{ending}"
