"""Addresses of reviews."""

from django.urls import path

from review.views import guests, team

app_name = "review"
urlpatterns = [
    path("reviews/", team.review_list, name="review_list"),
    path("episodes/<uuid:pk>/review/", team.page, name="page"),
    path("episodes/<uuid:pk>/review/ask/", team.ask, name="ask"),
    path("episodes/<uuid:pk>/review/links/", team.link_list, name="link_list"),
    path("productions/<uuid:pk>/decide/", team.decide, name="decide"),
    path("notes/<uuid:pk>/", team.note, name="note"),
    path("review-requests/<uuid:pk>/", team.request_change, name="request"),
    path("review-links/<uuid:pk>/withdraw/", team.link_revoke, name="link_revoke"),
    path("r/<str:token>/", guests.page, name="guest_page"),
    path("r/<str:token>/password/", guests.password, name="guest_password"),
    path("r/<str:token>/who/", guests.guest, name="guest_who"),
    path("r/<str:token>/sound/", guests.sound, name="guest_sound"),
    path("r/<str:token>/decide/", guests.decide, name="guest_decide"),
    path("r/<str:token>/notes/<uuid:pk>/", guests.note, name="guest_note"),
]
