"""ffmpeg, run here and nowhere else in the studio: a session of its own, limits, one local file, no addresses.

The bytes are hostile until shown otherwise, so it reads only the known containers, and never a playlist or anything
else that names further files.
"""

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from django.conf import settings

DEMUXERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,loas,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpc,mpc8,"
    "mpeg,mpegts,mxf,ogg,rm,tak,tta,voc,w64,wav,wv"
)
CPU_SECONDS, MEMORY_BYTES, OUTPUT_BYTES = 300, 1 << 30, 8 << 20


@contextmanager
def reading(
    path: Path, *after: str, seek: tuple[str, ...] = (), cpu_seconds: int = CPU_SECONDS, **streams: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that reads this file; `after` are the arguments behind the input, `streams` its stdout and stderr.

    Whatever happens meanwhile, it has ended afterwards; one that was killed has a negative `returncode`.
    """
    command = [settings.FFMPEG or imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-threads", "1"]
    command += ["-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS]
    command += [*seek, "-i", f"file:{path.absolute()}", *after]

    def bound() -> None:
        """Limits of the child: a hostile file may waste its own time, not the machine."""
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=bound, **streams
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
