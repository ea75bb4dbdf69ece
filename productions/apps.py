from django.apps import AppConfig


class ProductionsConfig(AppConfig):
    name = "productions"

    def ready(self) -> None:
        from productions import receivers, sweep  # noqa: F401  both connect signals
