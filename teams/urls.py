"""Addresses of oneself and one's team."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from teams.current import signed_in
from teams.views import joining, log, persons, teams

app_name = "teams"
urlpatterns = [
    path("welcome/", teams.team_new, name="team_new"),
    path("switch/<uuid:pk>/", teams.team_switch, name="team_switch"),
    path("join/<str:token>/", joining.join, name="join"),
    path("team/", teams.team_detail, name="team_detail"),
    path("team/edit/", teams.team_edit, name="team_edit"),
    path("team/security/", teams.team_security, name="team_security"),
    path("team/log/", log.log, name="log"),
    path("team/log.csv", log.log_csv, name="log_csv"),
    path("team/members/<int:pk>/role/", teams.member_role, name="member_role"),
    path("team/members/<int:pk>/shows/", teams.member_shows, name="member_shows"),
    path("team/members/<int:pk>/remove/", teams.member_remove, name="member_remove"),
    path("team/members/<int:pk>/transfer/", teams.team_transfer, name="team_transfer"),
    path("team/invitations/<uuid:pk>/revoke/", joining.invitation_revoke, name="invitation_revoke"),
    path("team/invitations/<uuid:pk>/again/", joining.invitation_again, name="invitation_again"),
    # what a team is connected to is known above this app
    path(
        "team/connections/",
        require_safe(signed_in(RedirectView.as_view(pattern_name="productions:connections"))),
        name="connections",
    ),
    path("settings/", persons.profile, name="profile"),
    path("settings/theme/", persons.theme, name="theme"),
    path("people/<uuid:pk>/avatar/", persons.avatar, name="avatar"),
]
