"""The ways sound work can end without a result."""


class SoundError(Exception):
    """The work cannot be done; the text is one plain sentence for people that names the cause."""


class Exhausted(SoundError):
    """The work was ended by a limit, or broke: with more room, or with nothing else beside it, it may be done."""


class Canceled(Exception):
    """The work was stopped from outside before it was done."""
