"""The embedded engine: both companies' HTTP APIs on this machine, with the audio work done by ffmpeg.

A process of its own (`python -m engine`) with its own data. It imports nothing of the studio, and the studio
nothing of it: they meet over HTTP only.
"""
