"""Addresses of oneself and one's team."""

from django.urls import path
from django.views.generic import RedirectView

from teams import views
from teams.current import signed_in

app_name = "teams"
urlpatterns = [
    path("welcome/", views.team_new, name="team_new"),
    path("switch/<uuid:pk>/", views.team_switch, name="team_switch"),
    path("team/", views.team_detail, name="team_detail"),
    path("team/edit/", views.team_edit, name="team_edit"),
    path("team/members/<int:pk>/role/", views.member_role, name="member_role"),
    path("team/members/<int:pk>/remove/", views.member_remove, name="member_remove"),
    # what a team is connected to is known above this app
    path(
        "team/connections/", signed_in(RedirectView.as_view(pattern_name="productions:connections")), name="connections"
    ),
    path("settings/", views.profile, name="profile"),
    path("settings/theme/", views.theme, name="theme"),
]
