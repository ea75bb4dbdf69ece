"""The address that Auphonic calls back: it carries the production's id, signed, and opens nothing but a fresh look."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from productions.models import Production

_signer = Signer(sep=".", salt="productions.hooks")


def token(production: Production) -> str:
    return _signer.sign(production.pk.hex)


def production_id(token: str) -> UUID | None:
    """The id in a token of ours, else None."""
    try:
        return UUID(hex=_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
