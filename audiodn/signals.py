"""The only signal we define: AudioDN may not import the pipeline, so it tells upward that a track changed."""

from django.dispatch import Signal

track_changed = Signal()  # sender=Track, track=<Track>
