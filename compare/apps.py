from django.apps import AppConfig


class CompareConfig(AppConfig):
    name = "compare"

    def ready(self) -> None:
        from compare import receivers  # noqa: F401  connects signals
        from compare.models import Waveform
        from productions import files, sweep

        files.KINDS["waveforms"] = Waveform
        sweep.TASKS["compare.draw"] = Waveform
