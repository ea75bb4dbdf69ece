"""Ids and times as Auphonic writes them."""

import random
import string
from datetime import UTC, datetime

# Without those that are taken for one another: 0 and O, 1, l and I.
ALPHABET = "".join(c for c in string.ascii_letters + string.digits if c not in "01lOI")


def new_uuid() -> str:
    """22 letters and digits."""
    return "".join(random.SystemRandom().choices(ALPHABET, k=22))


def now() -> str:
    """This moment in UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
