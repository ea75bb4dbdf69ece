"""Addresses of this side that carry big bodies, answered without Django."""

from engine.audiodn import media
from engine.raw import RawRoute

RAW: list[RawRoute] = [
    ("PUT", r"^/upload/(?P<handle>[0-9a-f]+)$", media.receive_audio),
    ("GET HEAD", r"^/media/(?P<path>o/[\w-]+/t/[\w-]+\.\w+)$", media.send_audio),
    ("GET HEAD", r"^/images/(?P<cover>[0-9a-f-]+)/(?P<side>80|200|400|800)\.jpg$", media.send_image),
]
