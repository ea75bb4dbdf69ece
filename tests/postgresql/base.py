"""Django's own backend for PostgreSQL, but for how a test that commits is cleaned up after."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations

LOG = "teams_auditentry"  # its rows cannot be deleted


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        """Statements that empty the tables. Foreign keys are checked when they are committed, so any order will do.

        Django would truncate them: a second for ours, since each gets new files on disk; deleting takes 3 ms.
        """
        return [
            f"TRUNCATE {self.quote_name(table)}" if table == LOG else f"DELETE FROM {self.quote_name(table)}"
            for table in tables
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
