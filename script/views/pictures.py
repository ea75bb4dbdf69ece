"""Pictures of chapters: one is chosen for a chapter, or taken away; players show it while the chapter runs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from productions import covers
from productions.models import Chapter, Episode
from script.chapters import edition
from script.models import How
from teams.access import EDIT, get_for
from teams.current import signed_in

MOST = 1400  # pixels of a side


class PictureForm(forms.Form):
    """Which chapter, and its picture; without one, the picture that it has is taken away."""

    chapter = forms.ModelChoiceField(
        Chapter.objects.none(),
        label=gettext_lazy("Chapter"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("The chapters have changed meanwhile. Choose again.")},
    )
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG or WebP. Without a file, the chapter loses the one it has."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = episode.chapters.all()


@require_POST
@signed_in
def chapter_picture(request: HttpRequest, pk: str) -> HttpResponse:
    episode: Episode = get_for(request.user, Episode.objects.select_related("show__team"), EDIT, pk=pk)
    form = PictureForm(request.POST, request.FILES, episode=episode)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("script:chapters", episode.pk)
    chapter, picture = form.cleaned_data["chapter"], form.cleaned_data["picture"]
    try:
        chapter.image = covers.take(picture, picture.name, episode.show.team, MOST) if picture else None
    except covers.Refused as refused:
        messages.error(request, str(refused))
        return redirect("script:chapters", episode.pk)
    with edition(episode, How.PICTURED, by=request.user, detail=chapter.title):
        chapter.save(update_fields=["image"])
    said = _("Saved. The files get it with the next production.") if picture else _("The picture is gone.")
    messages.success(request, said)
    return redirect("script:chapters", episode.pk)
