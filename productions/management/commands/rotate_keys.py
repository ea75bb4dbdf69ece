"""Encrypt every stored credential anew with the first key of FIELD_KEYS, after which the older keys can go.

Put the new key first and keep the old ones behind it, restart, run this, then take the old ones away. What cannot be
read with any key is named and left as it is: its owner has to connect it again.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from audiodn.models import Connection
from podcaststudio.crypto import Unreadable
from productions.auphonic import credentials
from productions.models import AuphonicAccount
from teams.adapters import reseal


class Command(BaseCommand):
    help = "Encrypt every stored credential anew with the first key of FIELD_KEYS."

    def handle(self, **options: Any) -> None:
        seconds = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)  # a passkey is no secret of ours
        rows = [*AuphonicAccount.objects.all(), *Connection.objects.all(), *seconds]
        left = [why for row in rows if (why := self._rotate(row))]
        self.stdout.write(f"{len(rows) - len(left)} of {len(rows)} credentials are encrypted with the newest key.")
        if left:
            raise CommandError("\n".join(left))

    def _rotate(self, row: AuphonicAccount | Connection | Authenticator) -> str:
        """Why it was not possible; empty when it was."""
        try:
            if isinstance(row, Authenticator):
                is_done = reseal(row)
            else:
                is_done = credentials.reseal(row) if isinstance(row, AuphonicAccount) else _reseal_key(row)
        except Unreadable:
            return f"{row}: no key of FIELD_KEYS reads it. It has to be connected again."
        return "" if is_done else f"{row}: it was being changed at this moment. Run this command once more."


def _reseal_key(connection: Connection) -> int:
    rows = Connection.objects.filter(pk=connection.pk, sealed_key=connection.sealed_key)
    connection.set_key(connection.get_key())
    return rows.update(sealed_key=connection.sealed_key)
