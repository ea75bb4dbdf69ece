"""A preset changes by versions: each is kept, none is overwritten, and two people cannot save over each other."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from productions.differences import difference
from productions.models import Preset, PresetVersion


class Overtaken(Exception):
    """Somebody else saved meanwhile; the text says who and when."""


def save(preset: Preset, name: str, settings: dict[str, Any], by: Any, note: str = "") -> bool:
    """Make these the preset's name and settings, as a new version. Returns whether anything changed.

    `preset.version` is the version that was changed; raises `Overtaken` when it is not the newest any more.
    """
    if preset._state.adding:
        preset.name, preset.settings = name, settings
        with transaction.atomic():
            preset.save(force_insert=True)
            _note(preset, by, note)
        return True
    if preset.name == name and not difference(preset.settings, settings):
        return False
    with transaction.atomic():
        rows = Preset.objects.filter(pk=preset.pk, version=preset.version)
        _first(preset)
        if not rows.update(name=name, settings=settings, version=F("version") + 1):
            raise Overtaken(_who(preset))
        preset.refresh_from_db(fields=["name", "settings", "version"])
        _note(preset, by, note)
    return True


def _first(preset: Preset) -> None:
    """The state before the first change has no row yet when it came from an import or was there at the beginning."""
    now = Preset.objects.get(pk=preset.pk)
    before = {"name": now.name, "settings": now.settings}
    PresetVersion.objects.get_or_create(preset=preset, number=now.version, defaults=before)


def _note(preset: Preset, by: Any, note: str) -> None:
    PresetVersion.objects.create(
        preset=preset, number=preset.version, name=preset.name, settings=preset.settings, saved_by=by, note=note[:200]
    )


def _who(preset: Preset) -> str:
    last = preset.versions.select_related("saved_by").first()
    who = last.saved_by if last and last.saved_by else _("Somebody")
    return _("%(who)s saved this preset while you were changing it. Open it again and make your changes once more.") % {
        "who": who
    }
