"""Hears from AudioDN that a track changed, and wakes the production that waits for it."""
