"""What `info.json` tells: the formats, algorithms and status numbers of this engine (Auphonic API, info)."""

from typing import Any

from engine.auphonic import algorithms, outputs, services, status, track_algorithms

Json = dict[str, Any]


def output_files() -> Json:
    """Every format with its endings and bitrates; bitrates are text here."""
    return {name: output_file(format) for name, format in outputs.FORMATS.items()}


def output_file(format: outputs.Format) -> Json:
    """One format."""
    entry: Json = {"display_name": format.label, "type": format.type}
    if format.endings != ("",):
        entry["endings"] = list(format.endings)
    if format.rates:
        entry["bitrates"] = [str(rate) for rate in format.rates]
        entry["bitrate_strings"] = [f"{rate} kbps (~{megabytes_an_hour(rate)}MB/h)" for rate in format.rates]
        entry["default_bitrate"] = str(format.default_rate)
    return entry


def megabytes_an_hour(rate: int) -> int:
    """Of sound at so many kbit/s."""
    return round(rate * 3600 / 8 / 1024)


def file_endings() -> Json:
    """The endings alone, the default first."""
    return {name: list(format.endings) for name, format in outputs.FORMATS.items()}


def all_algorithms() -> Json:
    """Every algorithm key with its type, default and choices."""
    options = {**algorithms.OPTIONS, **track_algorithms.OPTIONS}
    return {key: algorithm(option) for key, option in options.items()}


def algorithm(option: algorithms.Option) -> Json:
    """One key."""
    is_switch = isinstance(option.default, bool)
    entry: Json = {
        "display_name": option.label,
        "type": "checkbox" if is_switch else "select",
        "default_value": option.default,
    }
    if option.parent:
        entry["belongs_to"] = option.parent
    if not is_switch:
        entry["options"] = [{"display_name": str(value), "value": value} for value in option.values]
    return entry


def everything() -> Json:
    """All parts, by name; each can also be asked for alone."""
    return {
        "output_files": output_files(),
        "file_endings": file_endings(),
        "service_types": services.TYPES,
        "algorithms": all_algorithms(),
        "production_status": {str(number): words for number, words in status.WORDS.items()},
    }
