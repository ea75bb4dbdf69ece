from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "arrivals"

    def ready(self) -> None:
        from arrivals.models import Arrival, Reception
        from productions import sweep

        sweep.TASKS["arrivals.connect"] = Reception
        sweep.TASKS["arrivals.take_in"] = Arrival
