"""Files to a production: its recording, its tracks, its cover; and the simple API that does all in one form."""

from collections.abc import Callable, Mapping
from typing import IO

from podcaststudio import http
from productions.auphonic.answers import Production
from productions.auphonic.client.forms import one_file
from productions.auphonic.client.wire import Wire, path_of


class Uploads(Wire):
    def upload(
        self,
        uuid: str,
        file_name: str,
        file: IO[bytes],
        size: int,
        on_read: Callable[[int, int], None] | None = None,
        part: str = "input_file",
    ) -> Production:
        """Send the recording, a piece at a time; a second upload replaces the first.

        `part` is the id of a track, or of an intro, outro or insert, where the file belongs to one; each goes in a call
        of its own. `on_read(sent, total)` counts bytes. Auphonic API, upload: POST /production/{uuid}/upload.json
        """
        form = one_file(part, file_name, file, size, on_read)
        return self._production("POST", path_of("production", uuid, "upload"), **form)

    def upload_cover(self, uuid: str, file_name: str, file: IO[bytes], size: int) -> Production:
        """Auphonic API, upload: POST /production/{uuid}/upload.json with `image`"""
        form = one_file("image", file_name, file, size)
        return self._production("POST", path_of("production", uuid, "upload"), **form)

    def simple(self, fields: Mapping[str, str], *files: http.FilePart) -> Production:
        """Create, upload and, with `action` = start, begin in one form; that costs credits then.

        `fields` are preset, title, the algorithms and so on as text; `files` the parts input_file, image, chapters.
        Auphonic API, simple: POST /simple/productions.json
        """
        body = http.FormBody(*files, fields=fields)
        return self._production(
            "POST", "/simple/productions.json", data=body, headers=body.headers, timeout=http.SENDING
        )
