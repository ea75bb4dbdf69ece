"""What was measured of a production, in the shape of Auphonic's statistics; nothing in it is made up."""

from typing import Any

import numpy as np

from .analysis import Analysis
from .cuts import seconds_saved
from .limiter import Report
from .meter import HOP, Reading, integrated, loudness_range
from .pcm import RATE
from .plan import Plan

Value = list[float | str]
FILE_FACTS = ("format", "codec", "bitrate", "channels", "loudness", "true_peak", "duration", "size", "checksum")


def statistics(
    analysis: Analysis,
    plan: Plan,
    output: Reading,
    report: Report,
    source: dict[str, Any],
    files: list[dict[str, Any]],
) -> dict[str, Any]:
    """Auphonic API, statistics: each level is [number, unit]. `files` are the output files, measured as decoded."""
    signal, noise = analysis.levels()
    before = analysis.reading
    return {
        "levels": {
            "input": {
                "signal_level": value(signal, "dB"),
                "noise_level": value(noise, "dB"),
                "snr": value(analysis.snr, "dB"),
                **reading(before),
                **speech(analysis, plan),
                "sample_peak": value(analysis.sample_peak, "dBFS"),
                "peak": value(before.true_peak, "dBTP"),
                "dc_offset": [round(analysis.dc_offset, 6), ""],
                "clipped_samples": [analysis.clipped, ""],
                "bandwidth": value(analysis.bandwidth(), "Hz"),
            },
            "output": {
                **reading(output),
                **gains(plan),
                "peak": value(output.true_peak, "dBTP"),
                "plr": value(output.true_peak - output.loudness, "LU"),
                "limiter": report.facts(),
            },
        },
        **music_speech(plan),
        "noise_hum_reduction": noise_and_hum(analysis, plan),
        "leveler": segments(plan),
        "gain_curve": gain_curve(plan),
        "cuts": {"seconds": seconds_saved(plan.cuts), "number": len(plan.cuts)},
        "outputs": [{key: one[key] for key in FILE_FACTS} for one in files],
        "format": {
            "length_sec": round(analysis.seconds, 4),
            "channels": source["channels"],
            "samplerate": source["samplerate"],
            "bitrate": source["bitrate"],
            "format": source["codec"],
            "dual_mono": analysis.is_dual_mono,
        },
    }


def value(number: float, unit: str) -> Value:
    return [round(number, 2), unit]


def reading(seen: Reading) -> dict[str, Value]:
    return {
        "loudness": value(seen.loudness, "LUFS"),
        "max_momentary": value(seen.momentary, "LUFS"),
        "max_shortterm": value(seen.shortterm, "LUFS"),
        "lra": value(seen.range, "LU"),
    }


def speech(analysis: Analysis, plan: Plan) -> dict[str, Value]:
    """Loudness and range of the speech alone; absent where nobody told it from music, or nobody speaks."""
    spoken = np.zeros(len(analysis.energies), bool)
    for one in plan.segments:
        spoken[one.start : one.stop] |= one.label == "speech"
    if not spoken.any():
        return {}
    energies = analysis.energies[spoken]
    return {
        "speech_loudness": value(integrated(energies), "LUFS"),
        "speech_lra": value(loudness_range(energies), "LU"),
    }


def gain_curve(plan: Plan) -> list[float]:
    """Mean gain of each second of the recording, in dB."""
    if plan.gains is None:
        return []
    seconds = [plan.gains[start : start + RATE // HOP] for start in range(0, len(plan.gains), RATE // HOP)]
    return [round(float(one.mean()), 2) for one in seconds]


def gains(plan: Plan) -> dict[str, Value]:
    """The leveler's gain, over the time in which someone speaks."""
    if not plan.leveling or not plan.leveling.phrases:
        return {}
    spoken = np.concatenate([plan.leveling.gains[one.start : one.stop] for one in plan.leveling.phrases])
    return {
        "gain_mean": value(float(spoken.mean()), "dB"),
        "gain_min": value(float(spoken.min()), "dB"),
        "gain_max": value(float(spoken.max()), "dB"),
    }


def noise_and_hum(analysis: Analysis, plan: Plan) -> list[dict[str, Any]]:
    """One entry for the whole recording: one amount is used throughout."""
    hum, reverb = plan.hum, plan.reverb
    return [
        {
            **span(0.0, analysis.seconds),
            "denoise": -round(plan.denoise, 1) if plan.denoise else False,
            "denoise_method": plan.denoise_method if plan.denoise else None,
            "dehum": -round(max(hum.lines.values()), 1) if hum else False,
            "hum_frequency": hum.frequency if hum else None,
            "highpass": round(plan.cutoff, 1) if plan.cutoff else None,
            "dereverb": -round(reverb.amount, 1) if reverb else False,
            "reverb_time": round(reverb.time, 2) if reverb else None,
            "breaths": len(plan.breaths),
            "equaliser": [[round(frequency), round(gain, 1)] for frequency, gain in plan.equaliser],
            "upper_end": round(plan.top) if plan.top else None,
        }
    ]


def music_speech(plan: Plan) -> dict[str, Any]:
    """Where there is music and where speech; absent where nothing depended on it and nobody looked."""
    if not plan.segments:
        return {}
    listed = [{**span(one.start * HOP / RATE, one.stop * HOP / RATE), "label": one.label} for one in plan.segments]
    return {"music_speech": listed}


def segments(plan: Plan) -> list[dict[str, Any]]:
    """Each phrase of the leveler: where it lies, how loud it was, what gain it got."""
    if not plan.leveling:
        return []
    return [
        {
            **span(one.start * HOP / RATE, one.stop * HOP / RATE),
            "loudness": round(one.level, 2),
            "gain": round(one.gain, 2),
            "label": "music" if one.is_music else "speech",
        }
        for one in plan.leveling.phrases
    ]


def span(start: float, stop: float) -> dict[str, Any]:
    return {
        "start": clock(start),
        "start_sec": round(start, 3),
        "stop": clock(stop),
        "stop_sec": round(stop, 3),
    }


def clock(seconds: float) -> str:
    """HH:MM:SS.mmm."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
