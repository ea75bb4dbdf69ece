"""What we ask of allauth beyond its settings: second factors encrypted at rest, names from single sign-on."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from podcaststudio import crypto

PLACE = "mfa.Authenticator.data"  # allauth does not say for which row it asks


class SecondFactors(DefaultMFAAdapter):
    """Keeps what an authenticator app and recovery codes are made from encrypted."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, PLACE)


def reseal(authenticator: Authenticator) -> int:
    """Encrypt what it holds with the newest key, unless it changed meanwhile. Raises `crypto.Unreadable`."""
    old, new = authenticator.data, dict(authenticator.data)
    for name in ("secret", "seed"):
        if name in new:
            new[name] = crypto.encrypt(crypto.decrypt(new[name], PLACE), PLACE)
    if codes := new.get("migrated_codes"):
        new["migrated_codes"] = [crypto.encrypt(crypto.decrypt(code, PLACE), PLACE) for code in codes]
    return int(Authenticator.objects.filter(pk=authenticator.pk, data=old).update(data=new))


class SingleSignOn(DefaultSocialAccountAdapter):
    """Takes over the name that the provider knows somebody by."""

    def populate_user(self, request: Any, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}").strip()[
            :120
        ]
        return user
