"""A tus client that others wrote (tuspy) sends recordings here."""

import io

import pytest
from django.conf import settings
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from productions.models import Episode, Recording
from tests.productions.plane.conftest import Person


@pytest.fixture
def client(editor: Person) -> TusClient:
    headers = {name: value for name, value in editor.headers().items() if name != "Tus-Resumable"}
    return TusClient(settings.SITE_URL + "/uploads/", headers=headers)


@pytest.mark.parametrize("is_checked", [True, False])
def test_tuspy_sends_a_recording(client: TusClient, episode: Episode, long_wav: bytes, is_checked: bool) -> None:
    told = {"filename": "raw.wav", "episode": str(episode.pk)}
    uploader = client.uploader(
        file_stream=io.BytesIO(long_wav), chunk_size=3_000_000, metadata=told, upload_checksum=is_checked
    )
    uploader.upload()
    assert Recording.objects.get().file.read() == long_wav


def test_tuspy_goes_on_where_it_stopped(client: TusClient, episode: Episode, long_wav: bytes) -> None:
    told = {"filename": "raw.wav", "episode": str(episode.pk)}
    first = client.uploader(file_stream=io.BytesIO(long_wav), chunk_size=1_000_000, metadata=told)
    first.upload(stop_at=3_000_000)
    second = client.uploader(file_stream=io.BytesIO(long_wav), chunk_size=1_000_000, url=first.url)
    assert second.offset == 3_000_000
    second.upload()
    assert Recording.objects.get().file.read() == long_wav


def test_tuspy_hears_why_a_file_is_refused(client: TusClient, episode: Episode) -> None:
    told = {"filename": "notes.wav", "episode": str(episode.pk)}
    uploader = client.uploader(file_stream=io.BytesIO(b"only words " * 1000), metadata=told)
    with pytest.raises(TusUploadFailed) as refused:
        uploader.upload()
    assert refused.value.status_code == 422
    assert refused.value.response_content.startswith(b"The file is not an audio or video file")
