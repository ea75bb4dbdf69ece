"""Waveforms in the admin."""

from django.contrib import admin

from compare.models import Waveform
from teams.admin import ReadOnly, linked


@admin.register(Waveform)
class WaveformAdmin(ReadOnly):
    list_display = ("__str__", linked("episode"), "state", "loudness", "true_peak", "duration", "due_at", "error")
    list_select_related = ("episode", "recording", "output")
    search_fields = ("episode__title",)
