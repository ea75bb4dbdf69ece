"""Addresses of the Auphonic side that carry big bodies, answered without Django."""

from engine.auphonic import downloads, uploads
from engine.raw import RawRoute

KIND = r"(?P<kind>audio-result|audio-upload|preset)"
FILE = rf"{KIND}/(?P<uuid>[A-Za-z0-9]+)/(?P<filename>[^/]+)$"

RAW: list[RawRoute] = [
    ("POST", r"^/api/production/(?P<uuid>[A-Za-z0-9]+)/upload\.json$", uploads.upload_production),
    ("POST", r"^/api/preset/(?P<uuid>[A-Za-z0-9]+)/upload\.json$", uploads.upload_preset),
    ("POST", r"^/api/simple/productions\.json$", uploads.simple),
    ("GET HEAD", rf"^/api/download/{FILE}", downloads.download),
    ("GET HEAD", rf"^/storage/{FILE}", downloads.storage),
]
