"""The only module that starts ffmpeg: local files, pipes and known containers only, with limits."""

import importlib.util
import os
import re
import resource
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from .errors import Exhausted, SoundError

# Containers and raw streams that hold sound. What is missing is missing on purpose: playlists (hls, concat,
# dash), devices, image sequences and scripts can name further files or addresses.
DEMUXERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,f32le,ffmetadata,flac,flv,loas,matroska,webm,mov,mp4,m4a,3gp,"
    "3g2,mj2,mp3,mpc,mpc8,mpeg,mpegts,mxf,nut,ogg,rm,s16le,tak,tta,voc,w64,wav,wv"
)
SAFE_INPUT = ["-protocol_whitelist", "file,pipe", "-format_whitelist", DEMUXERS]
# Ogg keeps its tags with the stream, other containers with the file.
ALL_TAGS = ["-map_metadata", "0", "-map_metadata", "0:s:a:0"]
# Of an ffmpeg process: a hostile file may waste its own time, not the machine.
LIMITS = {
    resource.RLIMIT_CPU: 4 * 3600,
    resource.RLIMIT_FSIZE: 16 << 30,
    resource.RLIMIT_AS: 4 << 30,
    resource.RLIMIT_CORE: 0,
}


@cache
def exe() -> str:
    """IMAGEIO_FFMPEG_EXE, or the program in the imageio-ffmpeg wheel (found without its slow self-test)."""
    if chosen := os.environ.get("IMAGEIO_FFMPEG_EXE"):
        return chosen
    package = importlib.util.find_spec("imageio_ffmpeg")
    if package and package.origin:
        for path in (Path(package.origin).parent / "binaries").glob("ffmpeg-*"):
            return str(path)
    raise SoundError("ffmpeg is missing: install the package imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to a program.")


def place(path: str | os.PathLike[str]) -> str:
    """A path as ffmpeg takes it: never an option, never an address."""
    return f"file:{Path(path).absolute()}"


def source(path: str | os.PathLike[str]) -> list[str]:
    """The arguments that open a local file for reading."""
    return [*SAFE_INPUT, "-i", place(path)]


def raw_input(channels: int, rate: int) -> list[str]:
    """The arguments that read interleaved float32 from stdin."""
    return [*SAFE_INPUT, "-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-i", "pipe:0"]


def start(
    arguments: Sequence[str],
    *,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
    log: str = "error",
) -> subprocess.Popen[bytes]:
    """Start ffmpeg in the group of the calling process, so that who ends us ends it too."""
    command = [exe(), "-hide_banner", "-nostats", "-v", log, *arguments]
    if stdin != subprocess.PIPE:
        command.insert(1, "-nostdin")
    # A hook between fork and exec would have our memory copied for every ffmpeg; Linux binds a process from outside.
    hook = None if hasattr(resource, "prlimit") else bound
    process = subprocess.Popen(
        command, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=0, preexec_fn=hook, close_fds=True
    )
    if hook is None:
        for kind, most in LIMITS.items():
            with suppress(ProcessLookupError):  # it has ended, and needs no limits
                resource.prlimit(process.pid, kind, (most, most))
    return process


def bound() -> None:
    for kind, most in LIMITS.items():
        resource.setrlimit(kind, (most, most))


def run(arguments: Sequence[str], *, stdin: int | None = subprocess.DEVNULL) -> None:
    """Run ffmpeg to its end; SoundError with its last complaint when it fails."""
    with complaints() as told:
        process = start(["-y", *arguments], stdin=stdin, stderr=told)
        finish(process, told, "ffmpeg could not do its part:")


def finish(process: "subprocess.Popen[bytes]", told: IO[bytes], sentence: str) -> None:
    """Wait for its end. Raises SoundError, and Exhausted when a limit or the machine has ended it."""
    code = process.wait()
    if code < 0 and code != -signal.SIGPIPE:
        raise Exhausted(f"{sentence} ffmpeg was ended by the machine, or ran into a limit.")
    if code:
        raise SoundError(f"{sentence} {reason(told)}")


def inspect(path: str | os.PathLike[str]) -> tuple[str, str]:
    """What ffmpeg says of a file: (description, metadata and chapters in ffmetadata form).

    What it cannot read is in its description; only an untimely end raises Exhausted.
    """
    with complaints() as told, complaints() as metadata:
        process = start(
            [*source(path), *ALL_TAGS, "-f", "ffmetadata", "pipe:1"], stdout=metadata.fileno(), stderr=told, log="info"
        )
        if process.wait() < 0:
            raise Exhausted("The file could not be looked at: ffmpeg was ended by the machine, or ran into a limit.")
        return text(told), text(metadata)


@contextmanager
def pcm(
    path: str | os.PathLike[str], channels: int, rate: int, filters: str = "", before: Sequence[str] = ()
) -> Iterator[IO[bytes]]:
    """Decoded sound as a pipe of interleaved float32. Raises SoundError at the end when decoding failed."""
    chain = ["-af", filters] if filters else []
    layout = ["-ac", str(channels), "-ar", str(rate), "-f", "f32le", "pipe:1"]
    with complaints() as told:
        process = start(
            [*before, *source(path), "-map", "0:a:0", "-vn", *chain, *layout],
            stdout=subprocess.PIPE,
            stderr=told,
        )
        assert process.stdout is not None
        try:
            yield process.stdout
            process.stdout.close()
            finish(process, told, "The file could not be decoded:")
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Make sure that an ffmpeg is gone."""
    for pipe in (process.stdin, process.stdout):
        if pipe and not pipe.closed:
            pipe.close()
    if process.poll() is None:
        process.kill()
        process.wait()


@contextmanager
def complaints() -> Iterator[IO[bytes]]:
    """A place for ffmpeg's messages that cannot fill up and block it."""
    with tempfile.TemporaryFile() as told:
        yield told


def text(told: IO[bytes]) -> str:
    told.seek(0)
    return told.read(1 << 20).decode(errors="replace")


def reason(told: IO[bytes]) -> str:
    """ffmpeg's last complaint without its addresses in memory and our folder names."""
    lines = [line.strip() for line in text(told).splitlines() if line.strip()]
    line = lines[-1] if lines else "it gave no reason"
    line = re.sub(r"^\[[^]]*\]\s*", "", line)
    return re.sub(r"file:\S*/", "", line).rstrip(".") + "."
