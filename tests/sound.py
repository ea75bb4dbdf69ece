"""Short test recordings, made by ffmpeg on the spot."""

import subprocess
from pathlib import Path

import imageio_ffmpeg


def ffmpeg(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", *arguments]
    return subprocess.run(command, check=True, capture_output=True)


def tone(path: Path, seconds: float = 2.0, frequency: int = 440, level: float = 0.2, samplerate: int = 48000) -> Path:
    """A sine wave; the ending of the path decides the format."""
    source = f"sine=frequency={frequency}:sample_rate={samplerate}:duration={seconds},volume={level}*8"
    ffmpeg("-f", "lavfi", "-i", source, str(path))
    return path


def speech_like(path: Path, seconds: float = 4.0) -> Path:
    """Bursts of band-limited noise with pauses, first loud and then quiet, over a little room noise."""
    syllables = "gt(sin(2*PI*t*0.8),-0.2)*(0.35+0.65*abs(sin(2*PI*t*3)))"
    source = (
        f"anoisesrc=color=pink:amplitude=0.5:sample_rate=48000:duration={seconds}:seed=1,"
        "highpass=f=150,lowpass=f=4000,"
        f"volume='(0.02+0.9*{syllables})*if(lt(t,{seconds / 2}),1,0.3)':eval=frame"
    )
    ffmpeg("-f", "lavfi", "-i", source, str(path))
    return path


def loudness(path: Path) -> float:
    """Integrated loudness in LUFS, by ffmpeg's own meter."""
    log = ffmpeg("-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-").stderr.decode()
    return float(log.rsplit("I:", 1)[1].split("LUFS")[0])
