"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from podcaststudio.vitals import sends_mail


def studio(request: HttpRequest) -> dict[str, object]:
    return {
        "product_name": settings.PRODUCT_NAME,
        "is_embedded": settings.IS_EMBEDDED,
        "sends_mail": sends_mail(),
    }
