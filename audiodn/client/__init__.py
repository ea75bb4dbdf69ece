"""AudioDN's verbs: send, check the envelope, return small frozen dataclasses. Knows no models of ours.

An answer is a failure when its status is not 2xx *or* its `ok` is not true. Reads are tried a second time when the
first one broke; writes never are, since AudioDN has no idempotency keys: whoever writes looks first, and a creation
whose answer was lost is looked for by the `organization_index` it carried. All verbs raise the three errors of
`podcaststudio.http`, each with AudioDN's `api_request_id`.

    Client ── Organization  organization, keys, recipes of variants
           ├─ Creators      creators
           ├─ Collections   collections, their tracks and covers
           ├─ Tracks        tracks, their covers and variants of their own
           ├─ Uploads       upload sessions, the bytes, the images
           └─ Playing       play sessions, files, downloads, share links
"""

from audiodn.client.collections import Collections
from audiodn.client.creators import Creators
from audiodn.client.organization import Organizations
from audiodn.client.playing import Playing
from audiodn.client.sessions import Download, PlayedTrack, PlayFile, PlayTrack, Session, UploadSession, WholeSession
from audiodn.client.shapes import Collection, Creator, Handle, Look, NewTrack, Organization, Track, Variant
from audiodn.client.tracks import Tracks
from audiodn.client.uploads import Uploads
from audiodn.client.wire import PAGE

__all__ = [
    "PAGE",
    "Client",
    "Collection",
    "Creator",
    "Download",
    "Handle",
    "Look",
    "NewTrack",
    "Organization",
    "PlayFile",
    "PlayTrack",
    "PlayedTrack",
    "Session",
    "Track",
    "UploadSession",
    "Variant",
    "WholeSession",
]


class Client(Organizations, Creators, Collections, Tracks, Uploads, Playing):
    """All verbs with one server key: `Client(session, api, company, timeout)`, see `wire.Wire`."""
