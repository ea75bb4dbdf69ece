"""How often somebody may try something: counted in the cache, in windows that end by themselves."""

from django.core.cache import cache


def is_over(name: str, most: int, seconds: int) -> bool:
    """Count one more; whether there were more than `most` within these seconds."""
    name = f"review:{name}"
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name)) > most
    except ValueError:  # it ended between the two lines
        return False


def forget(name: str) -> None:
    cache.delete(f"review:{name}")
