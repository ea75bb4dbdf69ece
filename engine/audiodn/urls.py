"""Addresses of this side that Django answers."""

from django.urls import path, re_path

from engine.audiodn import (
    collections,
    components,
    covers,
    creators,
    organization,
    play_sessions,
    processing,
    tracks,
    upload_sessions,
    variants,
)
from engine.audiodn.envelope import Call, Refused, endpoint

assert processing.JOB  # imported for its job


def nowhere(call: Call, rest: str) -> dict[str, object]:
    """Any other address below /v1/."""
    raise Refused(404, f"There is nothing at /v1/{rest}.")


V1 = {
    "api_key": endpoint(POST=organization.create_key),
    "organization/<str:organization_id>": endpoint(GET=organization.show, PUT=organization.update),
    "creator": endpoint(GET=creators.listing, POST=creators.create),
    "creator/<str:creator_id>": endpoint(GET=creators.show, PUT=creators.update, DELETE=creators.remove),
    "collection": endpoint(GET=collections.listing, POST=collections.create),
    "collection/<str:collection_id>": endpoint(GET=collections.show, PUT=collections.update, DELETE=collections.remove),
    "collection/<str:collection_id>/track": endpoint(GET=collections.track_listing),
    "collection/<str:collection_id>/cover": endpoint(POST=collections.new_cover),
    "track": endpoint(POST=tracks.create),
    "track/<str:track_id>": endpoint(GET=tracks.show, PUT=tracks.update, DELETE=tracks.remove),
    "track/<str:track_id>/cover": endpoint(POST=tracks.new_cover),
    "track/<str:track_id>/variant": endpoint(POST=variants.add),
    "upload_session": endpoint(POST=upload_sessions.create),
    "upload_session/<str:upload_session_id>": endpoint(GET=upload_sessions.show),
    "upload/<str:upload_session_id>/track": endpoint(POST=upload_sessions.create_track),
    # one path, two meanings: a scope to create in, or the id of a session to read
    "play_session/<str:name>": endpoint(
        POST=play_sessions.create,
        GET=play_sessions.show,
    ),
    "play/<str:play_session_id>/<str:track_id>": endpoint(GET=play_sessions.show_track),
    "play/<str:play_session_id>/<str:track_id>/<str:variant_index>/download": endpoint(GET=play_sessions.download),
    "share/<str:key_text>": endpoint(GET=play_sessions.share),
    "variant": endpoint(GET=variants.listing),
    "variant/<str:variant_id>": endpoint(GET=variants.show),
    "<path:rest>": endpoint(GET=nowhere, POST=nowhere, PUT=nowhere, DELETE=nowhere, PATCH=nowhere),
}

urlpatterns = [
    *(path(f"v1/{route}", view) for route, view in V1.items()),
    re_path(r"^upload/(?P<handle_id>[0-9a-f]+)$", covers.receive),
    re_path(r"^components/(?P<name>[a-z_]+\.js)$", components.module),
]
