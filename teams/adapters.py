"""What we ask of allauth beyond its settings: second factors encrypted at rest, names from single sign-on."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from podcaststudio import crypto

PLACE = "mfa.Authenticator.data"  # allauth does not say for which row it asks


class SecondFactors(DefaultMFAAdapter):
    """Keeps what an authenticator app and recovery codes are made from encrypted."""

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(encrypted_text, PLACE)


class SingleSignOn(DefaultSocialAccountAdapter):
    """Takes over the name that the provider knows somebody by."""

    def populate_user(self, request: Any, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}").strip()[
            :120
        ]
        return user
