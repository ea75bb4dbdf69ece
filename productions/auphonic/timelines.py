"""What Auphonic did to the time of a recording: what was cut from it, and what was joined to it.

The result is kept as it is here: `length` of the recording in seconds (None when not told), `is_shortened` (cuts are
taken out, not only muted or listed), `cuts` with `start` and `stop` in seconds of the recording and `type`, and
`pieces`, the intros, outros and inserts in their order, with `type`, `length`, `at` (an insert's place in the
recording) and `overlap`, all in seconds.
"""

from typing import Any

from productions import chapter_files
from productions.auphonic.values import listed, mapping, number, text

Row = dict[str, Any]
PIECES = ("intro", "outro", "insert")


def read(data: Row) -> Row:
    """Of a production as Auphonic tells it."""
    wanted = mapping(data, "algorithms")
    is_kept = wanted.get("cut_mode") in ("set_cuts_to_silence", "export_uncut_audio")
    rows = data.get("cuts")
    cuts = [cut for row in (rows if isinstance(rows, list) else []) if (cut := _cut(row))]
    return {
        "length": number(data, "length"),
        "is_shortened": not is_kept and wanted.get("export_uncut_audio") is not True,
        "cuts": sorted(cuts, key=lambda cut: float(cut["start"])),
        "pieces": [_piece(row) for row in listed(data, "multi_input_files") if row.get("type") in PIECES],
    }


def _cut(row: Any) -> Row | None:
    """Of `{start, stop | end, type}` or `[start, end]`, in seconds or as HH:MM:SS.mmm; None for one that is off."""
    if isinstance(row, list) and len(row) == 2:
        row = {"start": row[0], "stop": row[1]}
    if not isinstance(row, dict) or row.get("active") is False:
        return None
    start, stop = _moment(row, "start_sec", "start"), _moment(row, "stop_sec", "end_sec", "stop", "end")
    if start is None or stop is None or stop <= start:
        return None
    return {"start": start, "stop": stop, "type": text(row, "type") or "cut"}


def _moment(row: Row, *keys: str) -> float | None:
    return next((chapter_files.seconds(row[key]) for key in keys if row.get(key) is not None), None)


def _piece(row: Row) -> Row:
    """`offset` is an insert's place, and of the others how long they overlap unless `overlap` tells it."""
    offset, overlap = number(row, "offset") or 0.0, number(row, "overlap") or 0.0
    is_insert = row["type"] == "insert"
    return {
        "type": row["type"],
        "length": number(row, "input_length") or 0.0,
        "at": offset if is_insert else 0.0,
        "overlap": overlap if is_insert else overlap or offset,
    }
