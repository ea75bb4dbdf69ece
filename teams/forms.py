"""Forms about people and teams."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest

from teams.models import Membership, Role, Team, User


class SignupForm(AllauthSignupForm):
    """Sign-up with the name that colleagues will see."""

    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return user


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ("name",)
        labels = {"name": "Name of the team"}
        error_messages = {"name": {"required": "Give the team a name. You can change it later."}}


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "theme")
        labels = {"name": "Your name"}
        help_texts = {"name": "As your colleagues see it."}
        widgets = {"theme": forms.RadioSelect, "name": forms.TextInput(attrs={"autocomplete": "name"})}


class ThemeForm(forms.ModelForm):
    """What the button in the top bar sends."""

    class Meta:
        model = User
        fields = ("theme",)


class MemberForm(forms.Form):
    """Adds somebody who has signed up here to the team."""

    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "placeholder": "name@example.org"}),
        error_messages={"required": "Enter the address your colleague signed up with."},
    )
    role = forms.TypedChoiceField(label="Role", choices=Role, coerce=int, initial=Role.EDITOR)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        # only a confirmed address says who somebody is
        found = User.objects.filter(emailaddress__email__iexact=address, emailaddress__verified=True).first()
        if found is None:
            raise forms.ValidationError(
                "Nobody has signed up here with this address. Ask your colleague to sign up first, then add them."
            )
        if Membership.objects.filter(team=self.team, user=found).exists():
            raise forms.ValidationError(f"{found} is in this team already.")
        self.user = found
        return address

    def save(self) -> Membership:
        return Membership.objects.create(team=self.team, user=self.user, role=self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(choices=Role, coerce=lambda value: Role(int(value)))
