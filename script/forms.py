"""What can be asked of a whole transcript: each form makes one change."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from productions.forms.chapters import TimeField
from productions.models import Production
from script import changes, sources, texts
from script.changes import Anchors
from script.models import Edition, How, Kind
from script.segments import LAST, LONGEST_NAME, Segment
from script.transcripts import Transcript, carried


class Refused(Exception):
    """It cannot be done; the sentence says why and what helps."""


@dataclass(frozen=True)
class Change:
    """What the next edition is, and what to tell of it."""

    segments: list[Segment]
    how: How
    said: str
    detail: str = ""
    production: Production | None = None


class ChangeForm(forms.Form):
    """A change of a whole transcript. `change` raises `Refused`."""

    def change(self, transcript: Transcript) -> Change:
        raise NotImplementedError


class ShiftForm(ChangeForm):
    seconds = forms.FloatField(
        label=gettext_lazy("Move by"),
        min_value=-LAST,
        max_value=LAST,
        help_text=gettext_lazy("Seconds, also negative."),
    )
    since = TimeField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Empty moves all; a time only what is later."),
    )

    def change(self, transcript: Transcript) -> Change:
        seconds, since = self.distance
        moved = changes.shift(transcript.segments, seconds, since)
        return Change(moved, How.SHIFTED, self.said, self.detail)

    @property
    def distance(self) -> tuple[float, float]:
        """How many seconds, and from when on. Raises `Refused`."""
        if not self.cleaned_data["seconds"]:
            raise Refused(_("By 0 seconds nothing moves. Give another number."))
        return self.cleaned_data["seconds"], self.cleaned_data["since"] or 0.0

    @property
    def detail(self) -> str:
        return f"{self.cleaned_data['seconds']:+g} s"

    @property
    def said(self) -> str:
        return _("Moved by %(n)s s.") % {"n": f"{self.cleaned_data['seconds']:+g}"}


class StretchForm(ChangeForm):
    first = TimeField(label=gettext_lazy("What is at"))
    first_is = TimeField(label=gettext_lazy("belongs at"))
    last = TimeField(label=gettext_lazy("And what is at"))
    last_is = TimeField(label=gettext_lazy("belongs at"))

    def change(self, transcript: Transcript) -> Change:
        moved = changes.stretch(transcript.segments, self.anchors)
        return Change(moved, How.STRETCHED, self.said, self.detail)

    @property
    def anchors(self) -> Anchors:
        """Raises `Refused` for two that are no way to stretch by."""
        first, first_is, last, last_is = (self.cleaned_data[name] for name in ("first", "first_is", "last", "last_is"))
        if first == last:
            raise Refused(_("Two different moments are needed, one early and one late."))
        anchors = Anchors(first, first_is, last, last_is)
        if not 0.5 <= anchors.rate <= 2:
            raise Refused(_("That would make it more than twice as fast or slow. Look at the four times again."))
        return anchors

    @property
    def detail(self) -> str:
        return f"× {self.anchors.rate:.5f}"

    @property
    def said(self) -> str:
        return _("Stretched between two moments.")


class NameForm(ChangeForm):
    """Another name for a speaker, everywhere; the name of another speaker makes one of both."""

    old = forms.CharField(required=False, max_length=LONGEST_NAME)
    new = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=LONGEST_NAME)

    def change(self, transcript: Transcript) -> Change:
        old, new = self.cleaned_data["old"], self.cleaned_data["new"]
        found, count = changes.rename(transcript.segments, old, new)
        if found == transcript.segments:
            raise Refused(_("Nothing changes by that. Write another name."))
        said = ngettext("%(count)d line says “%(name)s” now.", "%(count)d lines say “%(name)s” now.", count)
        return Change(found, How.NAMED, said % {"count": count, "name": new}, f"{old or '–'} → {new or '–'}")


class FindForm(forms.Form):
    """Words to be found; a GET."""

    find = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200, strip=False)
    exact = forms.BooleanField(label=gettext_lazy("Capitals count"), required=False)
    whole = forms.BooleanField(label=gettext_lazy("Whole words"), required=False)

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """None while there is nothing to look for."""
        words = self.cleaned_data.get("find") if self.is_valid() else ""
        data = self.cleaned_data
        return changes.pattern(words, data["exact"], data["whole"]) if words and words.strip() else None


class ReplaceForm(FindForm, ChangeForm):
    new = forms.CharField(label=gettext_lazy("Replace by"), required=False, max_length=200, strip=False)

    def change(self, transcript: Transcript) -> Change:
        wanted, new = self.pattern, self.cleaned_data["new"]
        found, count = changes.substitute(transcript.segments, wanted, new) if wanted else ([], 0)
        if not count:
            raise Refused(_("That is not said anywhere. Look for other words."))
        said = ngettext("%(count)d place replaced.", "%(count)d places replaced.", count) % {"count": count}
        return Change(found, How.REPLACED, said, f"{self.cleaned_data['find']} → {new}, {count} ×")


class ImportForm(ChangeForm):
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or paste it here"), required=False, max_length=texts.LARGEST,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "[0:00:01] Ana: Good morning."}),
    )  # fmt: skip

    def change(self, transcript: Transcript) -> Change:
        file = self.cleaned_data["file"]
        if file and file.size > texts.LARGEST:
            raise Refused(_("The file is too large to be a transcript."))
        data = file.read() if file else self.cleaned_data["text"].encode()
        if not data.strip():
            raise Refused(_("Choose a file with a transcript, or paste one."))
        try:
            found = texts.read(data, transcript.length)
        except texts.Unreadable as problem:
            raise Refused(str(problem)) from None
        said = ngettext("%(count)d line imported.", "%(count)d lines imported.", len(found)) % {"count": len(found)}
        newest = transcript.runs[0] if transcript.runs else None
        return Change(found, How.IMPORTED, said, file.name if file else "", newest)


class OfRunForm(ChangeForm):
    run = forms.UUIDField()

    def chosen(self, transcript: Transcript) -> Production:
        run = next((run for run in transcript.runs if run.pk == self.cleaned_data["run"]), None)
        if run is None:
            raise Refused(_("This production is not there any more. Reload the page."))
        return run


class TakeForm(OfRunForm):
    """What a production heard, instead of what is there; that stays among the editions."""

    def change(self, transcript: Transcript) -> Change:
        run = self.chosen(transcript)
        found = sources.heard(run)
        if not found:
            raise Refused(_("This production has no transcript. Turn on speech recognition and process again."))
        return Change(found, How.TAKEN, _("This is what the production heard."), _number(run), run)


class CarryForm(OfRunForm):
    """The same words at the times of another production."""

    def change(self, transcript: Transcript) -> Change:
        run, old = self.chosen(transcript), transcript.production
        found = carried(transcript.segments, old, run) if old else transcript.segments
        if found is None:
            raise Refused(_("It was made from another recording, so no time of one is known in the other."))
        gone = len(transcript.segments) - len(found)
        said = _("The times are those of the newer production now.")
        if gone:
            said += " " + ngettext("%(n)d line was cut there.", "%(n)d lines were cut there.", gone) % {"n": gone}
        return Change(found, How.CARRIED, said, _number(run), run)


class RestoreForm(ChangeForm):
    number = forms.IntegerField(min_value=1)

    def change(self, transcript: Transcript) -> Change:
        number = self.cleaned_data["number"]
        rows = Edition.objects.filter(episode=transcript.episode, kind=Kind.TRANSCRIPT).select_related("production")
        found = rows.filter(number=number).first()
        if found is None:
            raise Refused(_("There is no such edition."))
        said = _("Edition %(number)s is back. Nothing of what came after it is lost.") % {"number": number}
        segments = [Segment.of(row) for row in found.body]
        return Change(segments, How.RESTORED, said, str(number), found.production)


FORMS: dict[str, type[ChangeForm]] = {
    "shift": ShiftForm,
    "stretch": StretchForm,
    "name": NameForm,
    "replace": ReplaceForm,
    "import": ImportForm,
    "take": TakeForm,
    "carry": CarryForm,
    "restore": RestoreForm,
}


def _number(run: Any) -> str:
    return str(run.number)
