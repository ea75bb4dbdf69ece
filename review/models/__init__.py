"""Reviews: who is asked to hear a production, what they say of it, and the links that let others in."""

from review.models.decisions import Decision, Request, Verdict
from review.models.links import Guest, Link, LinkQuerySet
from review.models.notes import Kind, Note, NoteQuerySet

__all__ = [
    "Decision",
    "Guest",
    "Kind",
    "Link",
    "LinkQuerySet",
    "Note",
    "NoteQuerySet",
    "Request",
    "Verdict",
]
