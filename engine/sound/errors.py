"""The two ways sound work can end without a result."""


class SoundError(Exception):
    """The work cannot be done; the text is one plain sentence for people that names the cause."""


class Canceled(Exception):
    """The work was stopped from outside before it was done."""
