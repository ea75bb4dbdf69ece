"""What a recogniser heard in a production: its transcript, of the output file that knows most."""

import logging

from django.core.files.storage import default_storage

from productions.models import OutputFile, Production
from script import texts
from script.segments import Segment

log = logging.getLogger(__name__)
# formats and endings, the best first: confidences, then speakers, then times
KNOWING = (("speech", ".json"), ("subtitle", ".vtt"), ("subtitle", ".srt"), ("transcript", ".txt"))


def file_of(production: Production) -> OutputFile | None:
    """The output file with the transcript; reads `production.output_files`."""
    files = list(production.output_files.all())
    fit = (file for kind, ending in KNOWING for file in files if file.format == kind and _ends(file, ending))
    return next(fit, None)


def heard(production: Production) -> list[Segment]:
    """What was said, in the time of the output; nothing where there is no transcript, or none that can be read."""
    file = file_of(production)
    if file is None:
        return []
    try:
        with default_storage.open(file.file.name) as opened:
            return texts.read(opened.read(texts.LARGEST + 1), production.recording.duration)
    except (OSError, texts.Unreadable) as error:
        log.warning("the transcript of production %s cannot be read: %s", production.pk, error)
        return []


def _ends(file: OutputFile, ending: str) -> bool:
    return file.file_name.lower().endswith(ending)
