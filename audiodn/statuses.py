"""What AudioDN's track statuses mean. Its documents spell some in two ways, so all ten spellings are known.

    initialized ─▶ processing ─▶ [fallback ─▶ fallback_processing] ─▶ ready | incomplete | error
         └─▶ init_error: it could not be read as sound

A status that is not in these lists counts as "still working": a new word of theirs must not fail anybody's track.
"""

INITIAL = ("", "initialized", "initializing")  # until the file has arrived
WORKING = ("processing", "fallback", "fallback_processing")
PLAYABLE = ("ready", "incomplete")
FAILED = ("error", "failed", "init_error")
KNOWN = (*INITIAL[1:], *WORKING, *PLAYABLE, *FAILED)


def is_settled(status: str) -> bool:
    """Whether AudioDN is done with the track; optional variants may still follow."""
    return status in PLAYABLE or status in FAILED
