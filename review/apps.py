from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "review"

    def ready(self) -> None:
        from compare import marks
        from productions import files, gates, sweep
        from review import again, notes  # noqa: F401  the first connects a signal
        from review.gate import gate
        from review.links import DOOR, opens
        from review.marks import of_notes

        marks.SOURCES.append(of_notes)
        files.DOORS[DOOR] = opens
        gates.GATES.append(gate)
        sweep.CHORES.append(notes.purge)
