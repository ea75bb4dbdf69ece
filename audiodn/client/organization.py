"""The organization, limited keys for browsers, and the recipes every track is made by."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from audiodn.client.shapes import Organization, Variant
from audiodn.client.wire import Wire


class Organizations(Wire):
    """What belongs to the owner of the key."""

    def organization_id(self) -> str:
        """The id of the key's organization, read from anything it owns: AudioDN has no "who am I". Empty if new."""
        for path, name in (("/creator", "creators"), ("/collection", "collections")):
            for body in self._read(path, params={"limit": 1})[name]:
                if body.get("organization_id"):
                    return str(body["organization_id"])
        return ""

    def organization(self, organization_id: str) -> Organization:
        """AudioDN API, get the organization: `GET /v1/organization/{organization_id}`."""
        return Organization.of(self._read(f"/organization/{organization_id}").part("organization"))

    def update_organization(self, organization_id: str, **fields: Any) -> Organization:
        """AudioDN API, update the organization: `PUT /v1/organization/{organization_id}` (name, player_color ...)."""
        return Organization.of(self._write("PUT", f"/organization/{organization_id}", fields).part("organization"))

    def create_key(
        self,
        kind: str,
        title: str,
        *,
        collection_id: str = "",
        track_id: str = "",
        creator_id: str = "",
        variants: Sequence[str] = (),
        expires_at: datetime | None = None,
    ) -> str:
        """AudioDN API, create a limited key: `POST /v1/api_key`; `kind` is player, uploader or share.

        The text is shown this once. AudioDN can neither list nor withdraw keys, and ignores `expires_at` for share
        links, which name one track and exactly one variant.
        """
        scope = {"collection_id": collection_id, "track_id": track_id, "creator_id": creator_id}
        body: dict[str, Any] = {"title": title, "api_key_type_id": kind, **{n: id for n, id in scope.items() if id}}
        if variants:
            body["variants"] = list(variants)
        if expires_at:
            body["expires_at"] = expires_at.isoformat()
        return str(self._write("POST", "/api_key", body)["api_key"])

    def variants(self) -> Iterator[Variant]:
        """AudioDN API, list variants: every page of `GET /v1/variant`, the organization's recipes."""
        for body in self._pages("/variant", "variants"):
            yield Variant.of(body)

    def variant(self, variant_id: str) -> Variant:
        """AudioDN API, get a variant: `GET /v1/variant/{variant_id}`."""
        return Variant.of(self._read(f"/variant/{variant_id}").part("variant"))
