from django.apps import AppConfig


class ProductionsConfig(AppConfig):
    name = "productions"

    def ready(self) -> None:
        from productions import audited, receivers, sweep, told  # noqa: F401  all connect signals
