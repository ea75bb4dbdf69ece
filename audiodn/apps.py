from django.apps import AppConfig


class AudiodnConfig(AppConfig):
    name = "audiodn"
    verbose_name = "AudioDN"
