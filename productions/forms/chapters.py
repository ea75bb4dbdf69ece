"""Chapters as rows, and chapters from a file or pasted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from productions import chapter_files
from productions.chapter_files import MOST, Mark

LARGEST = 1 << 20  # bytes of a file with chapters


class TimeField(forms.CharField):
    """A time in the recording: `1:02:03.5`; seconds when clean."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        found = chapter_files.seconds(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("Write the time like 12:40 or 1:02:03.5."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return chapter_files.clock(value) if isinstance(value, float) else value


class ChapterForm(forms.Form):
    start = TimeField(label=_("Time"))
    title = forms.CharField(
        label=_("Title"), max_length=chapter_files.LONGEST, error_messages={"required": _("Name it.")}
    )
    url = forms.URLField(
        label=_("Link"), max_length=500, required=False, assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )  # fmt: skip


class ChapterRows(forms.BaseFormSet):
    def clean(self) -> None:
        taken: set[float] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            start = data.get("start")
            if start is None or data.get("DELETE"):
                continue
            if start in taken:
                form.add_error("start", _("Another chapter begins at this time already."))
            taken.add(start)

    @property
    def marks(self) -> list[Mark]:
        rows = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        return sorted(
            Mark(round(row["start"], 3), row["title"], row["url"]) for row in rows if row and not row.get("DELETE")
        )


Chapters = forms.formset_factory(
    ChapterForm, formset=ChapterRows, extra=2, can_delete=True, max_num=MOST, absolute_max=MOST + 2
)


class ImportForm(forms.Form):
    """Chapters from a file, or pasted; instead of those that are there, or moved in time."""

    text = forms.CharField(
        label=_("Paste them here"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "00:00 Hello\n12:40 The clock <https://example.org>"}),
    )
    file = forms.FileField(label=_("Or choose a file"), required=False)
    shift = forms.FloatField(
        label=_("Move by"),
        required=False,
        min_value=-36000,
        max_value=36000,
        help_text=_("Seconds, also negative: when the list was made for another cut."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        text, file = data.get("text") or "", data.get("file")
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large to be a list of chapters."))
        if file:
            text = file.read().decode("utf-8", errors="replace")
        if not text.strip():
            raise forms.ValidationError(_("Paste a list of chapters, or choose a file with one."))
        found = chapter_files.read(text)
        if not found.marks:
            why = f" ({found.unclear[0]})" if found.unclear else ""
            raise forms.ValidationError(
                _("No chapter was found in it%(reason)s. Each needs a time and a title.") % {"reason": why}
            )
        shift = data.get("shift") or 0.0
        moved = {max(0.0, round(mark.start + shift, 3)): mark for mark in found.marks}
        data["marks"] = [Mark(start, mark.title, mark.url) for start, mark in sorted(moved.items())]
        data["unclear"] = found.unclear
        return data
