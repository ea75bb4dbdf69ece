"""Our mirror of AudioDN, what is still to be done there, and the doors that were opened to others."""

from audiodn.models.door import AppToken, ClientKey, Embed
from audiodn.models.errand import Errand
from audiodn.models.hint import Hint
from audiodn.models.mirror import Collection, Connection, Track, new_secret

__all__ = [
    "AppToken",
    "ClientKey",
    "Collection",
    "Connection",
    "Embed",
    "Errand",
    "Hint",
    "Track",
    "new_secret",
]
