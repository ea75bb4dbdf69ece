from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from exports.models import Deletion, Export
        from productions import files, sweep

        files.KINDS["exports"] = Export
        sweep.TASKS["exports.make"] = Export
        sweep.TASKS["exports.delete_team"] = Deletion
