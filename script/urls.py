"""Addresses of transcripts and chapters."""

from django.urls import path

from script.views import chapters, pictures, transcripts

app_name = "script"
urlpatterns = [
    path("episodes/<uuid:pk>/transcript/", transcripts.transcript, name="transcript"),
    path("episodes/<uuid:pk>/transcript/change/", transcripts.transcript_change, name="transcript_change"),
    path("episodes/<uuid:pk>/transcript/transcript.<str:ending>", transcripts.transcript_file, name="transcript_file"),
    path("episodes/<uuid:pk>/chapters/", chapters.chapters, name="chapters"),
    path("episodes/<uuid:pk>/chapters/picture/", pictures.chapter_picture, name="chapter_picture"),
    path("episodes/<uuid:pk>/chapters/change/", chapters.chapters_change, name="chapters_change"),
    path("episodes/<uuid:pk>/chapters/chapters.<str:ending>", chapters.chapters_file, name="chapters_file"),
]
