"""The ASGI entrance: Django, and beside it the bytes plane for bodies that Django should not carry."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podcaststudio.settings")

application = get_asgi_application()
