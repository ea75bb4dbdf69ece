from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "arrivals"

    def ready(self) -> None:
        from arrivals.models import Arrival, Order, Reception, Shelf, Survey
        from productions import sweep

        sweep.TASKS["arrivals.connect"] = Reception
        sweep.TASKS["arrivals.survey"] = Survey
        sweep.TASKS["arrivals.list_files"] = Shelf
        sweep.TASKS["arrivals.place"] = Order
        sweep.TASKS["arrivals.take_in"] = Arrival
