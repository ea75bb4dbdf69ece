"""Forms about linked accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from productions.auphonic import oauth
from teams.models import Team, User


class AccountForm(forms.Form):
    """Which server, and optionally a team to lend the account to at once."""

    server = forms.ChoiceField(label=_("Where"))
    team = forms.ModelChoiceField(
        label=_("Lend it to"), queryset=Team.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["server"].choices = self.servers()  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.for_user(user)  # type: ignore[attr-defined]

    def servers(self) -> list[tuple[str, str]]:
        return [(name, gettext(server["label"])) for name, server in settings.AUPHONIC_SERVERS.items()]


class LinkForm(AccountForm):
    """Only servers that know this installation can be asked for a token."""

    def servers(self) -> list[tuple[str, str]]:
        return [(name, label) for name, label in super().servers() if oauth.is_registered(name)]


class KeyForm(AccountForm):
    key = forms.CharField(
        label=_("API key"),
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("From your account page at Auphonic. It is tried at once, kept encrypted, and never shown again."),
        error_messages={"required": _("Paste the API key from your account page.")},
    )
    field_order = ("server", "key", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("server", next((n for n, _label in self.servers() if not oauth.is_registered(n)), None))

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if not key.isascii() or any(letter.isspace() for letter in key):
            raise forms.ValidationError(_("This is not an API key. Copy it again, without the text around it."))
        return key


class TeamForm(forms.Form):
    """One of one's own teams."""

    team = forms.ModelChoiceField(queryset=Team.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.for_user(user)  # type: ignore[attr-defined]


class LendForm(TeamForm):
    """Whether the team may use the account."""

    lend = forms.ChoiceField(choices=[("on", _("Lend")), ("off", _("Take back"))])
