"""Forms about people and teams."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from teams import pictures
from teams.audit import NOUNS
from teams.models import Membership, Role, Team, User


class SignupForm(AllauthSignupForm):
    """Sign-up with the name that colleagues will see."""

    name = forms.CharField(max_length=120, label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-zone": ""}))  # the browser's
    field_order = ("name", "email", "password1")

    def clean_time_zone(self) -> str:
        """A zone this machine does not know is none."""
        name = str(self.cleaned_data["time_zone"])
        return name if name in available_timezones() else ""

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        user.name, user.time_zone = self.cleaned_data["name"], self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "time_zone"])
        return user


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ("name",)
        labels = {"name": _("Name of the team")}
        error_messages = {"name": {"required": _("Give the team a name. You can change it later.")}}


class SecurityForm(forms.ModelForm):
    """What the team asks of its members at sign-in."""

    class Meta:
        model = Team
        fields = ("is_second_factor_required",)
        labels = {"is_second_factor_required": _("Ask every member for a second factor")}
        help_texts = {
            "is_second_factor_required": _("An authenticator app or a passkey. Who has none sees nothing of the team.")
        }

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_is_second_factor_required(self) -> bool:
        wanted: bool = self.cleaned_data["is_second_factor_required"]
        if wanted and not self.owner.has_second_factor:
            raise forms.ValidationError(_("Set up a second factor for yourself first, or you would lock yourself out."))
        return wanted


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "theme", "time_zone", "language", "has_letter_keys", "avatar")
        labels = {"name": _("Your name")}
        help_texts = {"name": _("As your colleagues see it.")}
        widgets = {
            "theme": forms.RadioSelect,
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser says")), *settings.LANGUAGES]
    )
    avatar = forms.FileField(  # no ImageField: that opens every format Pillow knows
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP of up to 5 MB. A square one looks best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    no_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("As the studio (%(zone)s)") % {"zone": settings.TIME_ZONE}),
            ("UTC", "UTC"), *((zone, zone) for zone in zones)
        ]  # fmt: skip

    def clean_avatar(self) -> Any:
        """A new picture is made small and drawn anew, so that nothing but its pixels is kept."""
        sent = self.cleaned_data["avatar"]
        if not isinstance(sent, UploadedFile):
            return sent
        try:
            return pictures.portrait(sent)
        except pictures.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def save(self, commit: bool = True) -> User:
        old = User.objects.values_list("avatar", flat=True).get(pk=self.instance.pk)
        if self.cleaned_data["no_avatar"]:
            self.instance.avatar = ""
        user: User = super().save(commit)
        if old and old != user.avatar.name:
            default_storage.delete(old)
        return user


class ThemeForm(forms.ModelForm):
    """What the button in the top bar sends."""

    class Meta:
        model = User
        fields = ("theme",)


class ReachForm(forms.Form):
    """All shows of the team, or named ones."""

    reach = forms.ChoiceField(
        label=_("Shows"),
        choices=[("all", _("All shows")), ("named", _("Only these"))],
        initial="all",
        required=False,
        widget=forms.RadioSelect,
    )
    shows = forms.ModelMultipleChoiceField(
        Membership.shows.field.related_model._default_manager.none(),
        label=_("Which shows"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["shows"].queryset = team.shows.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_named = data.get("reach") == "named"
        if is_named and not data.get("shows"):
            self.add_error("shows", _("Choose at least one show, or all of them."))
        if is_named and data.get("role") == Role.OWNER:
            self.add_error("reach", _("An owner is there for all shows."))
        data["named"] = list(data.get("shows") or []) if is_named else None
        return data


class InvitationForm(ReachForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "placeholder": "name@example.org"}),
        error_messages={"required": _("Enter the address of your colleague.")},
    )
    role = forms.TypedChoiceField(
        label=_("Role"), choices=Role, coerce=lambda value: Role(int(value)), initial=Role.EDITOR
    )
    field_order = ("email", "role", "reach", "shows")


class LogForm(forms.Form):
    """What of the log somebody wants to see."""

    who = forms.CharField(label=_("Who"), max_length=120, required=False)
    about = forms.ChoiceField(
        label=_("About"),
        required=False,
        choices=[
            ("", _("Everything")),
            *NOUNS.items(),
        ],
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def narrow(self, rows: Any) -> Any:
        """The rows that fit; of a form that cannot be read, what can be read counts."""
        self.is_valid()
        data = self.cleaned_data
        if who := data.get("who"):
            rows = rows.filter(actor_name__icontains=who)
        if about := data.get("about"):
            rows = rows.filter(action__startswith=f"{about}.")
        if since := data.get("since"):
            rows = rows.filter(at__date__gte=since)
        if until := data.get("until"):
            rows = rows.filter(at__date__lte=until)
        return rows


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(choices=Role, coerce=lambda value: Role(int(value)))
