from django.apps import AppConfig


class ScriptConfig(AppConfig):
    name = "script"

    def ready(self) -> None:
        from productions import cues
        from script.told import corrected, marked

        cues.CORRECTED.append(corrected)
        cues.MARKED.append(marked)
