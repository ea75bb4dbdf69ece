"""Addresses of plans: of a show, of an episode, of all that a team plans."""

from django.urls import path

from planning.views import (
    boards,
    bulk,
    calendars,
    checklists,
    dates,
    episodes,
    lists,
    people,
    releases,
    settings,
    subscriptions,
)

app_name = "planning"
urlpatterns = [
    path("shows/<uuid:pk>/", lists.show_detail, name="show_detail"),
    path("shows/<uuid:pk>/bulk/", bulk.bulk, name="bulk"),
    path("shows/<uuid:pk>/board/", boards.show_board, name="show_board"),
    path("shows/<uuid:pk>/calendar/", calendars.show_calendar, name="show_calendar"),
    path("shows/<uuid:pk>/people/", people.show_people, name="show_people"),
    path("shows/<uuid:pk>/plan/", settings.show_plan, name="show_plan"),
    path("shows/<uuid:pk>/plan/checklist/", settings.show_template, name="show_template"),
    path("changes/<uuid:pk>/undo/", bulk.undo, name="undo"),
    path("board/", boards.team_board, name="team_board"),
    path("calendar/", calendars.team_calendar, name="team_calendar"),
    path("calendar/addresses/", subscriptions.subscriptions, name="subscriptions"),
    path("calendar/addresses/<uuid:pk>/revoke/", subscriptions.revoke, name="subscription_revoke"),
    path("calendar/<str:token>.ics", subscriptions.feed, name="feed"),
    path("episodes/<uuid:pk>/plan/", episodes.episode_plan, name="episode_plan"),
    path("episodes/<uuid:pk>/plan/move/", boards.episode_move, name="episode_move"),
    path("episodes/<uuid:pk>/plan/date/", dates.episode_date, name="episode_date"),
    path("episodes/<uuid:pk>/plan/release/", releases.episode_release, name="episode_release"),
    path("episodes/<uuid:pk>/plan/people/", people.episode_people, name="episode_people"),
    path("episodes/<uuid:pk>/plan/points/", checklists.point_add, name="point_add"),
    path("points/<uuid:pk>/", checklists.point_change, name="point_change"),
    path("persons/new/", people.person_new, name="person_new"),
    path("persons/<uuid:pk>/", people.person_edit, name="person_edit"),
    path("persons/<uuid:pk>/delete/", people.person_delete, name="person_delete"),
    path("persons/<uuid:pk>/picture/", people.person_picture, name="person_picture"),
]
