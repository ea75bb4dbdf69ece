"""Content-Security-Policy: what our pages may load. Django 5.2 has none built in; this goes when we move to 6."""

from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpRequest, HttpResponse


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        foreign = " ".join(dict.fromkeys(" ".join(s["origins"] for s in settings.AUDIODN_SERVERS.values()).split()))
        files = f"{foreign} {_bucket()}".strip()
        forms = " ".join(dict.fromkeys(_origin(s["authorize"]) for s in settings.AUPHONIC_SERVERS.values()))
        self.policy = "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' {foreign}",
                "style-src 'self'",
                "style-src-attr 'unsafe-inline'",  # widths of progress bars, ours and AudioDN's
                f"img-src 'self' data: {files}",
                f"media-src 'self' blob: {files}",
                f"connect-src 'self' {files}",
                "font-src 'self'",
                "manifest-src 'self'",
                f"form-action 'self' {forms}",
                "frame-ancestors {frame}",
                "base-uri 'none'",
                "object-src 'none'",
            )
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # a view that is made to be shown on other sites names them
        frame = getattr(response, "frame_ancestors", "'none'")
        response.headers.setdefault("Content-Security-Policy", self.policy.replace("{frame}", frame))
        return response


def _bucket() -> str:
    """Where private files come from when a bucket keeps them: our own address answers with a way there."""
    return "" if isinstance(default_storage, FileSystemStorage) else _origin(default_storage.url("file"))


def _origin(address: str) -> str:
    return "/".join(address.split("/")[:3])
