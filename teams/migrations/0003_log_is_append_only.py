"""What must never happen is refused by the database: an entry of the audit log is changed or taken away."""

from typing import Any

from django.db import migrations

FORWARD = {
    "sqlite": [
        """CREATE TRIGGER audit_is_append_only BEFORE UPDATE ON teams_auditentry
           BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION audit_is_append_only() RETURNS trigger AS $$
           BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON teams_auditentry
           FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
    ],
}
BACKWARD = {
    "sqlite": ["DROP TRIGGER audit_is_append_only"],
    "postgresql": ["DROP TRIGGER audit_is_append_only ON teams_auditentry", "DROP FUNCTION audit_is_append_only"],
}


def forward(apps: Any, schema_editor: Any) -> None:
    _execute(schema_editor, FORWARD)


def backward(apps: Any, schema_editor: Any) -> None:
    _execute(schema_editor, BACKWARD)


def _execute(schema_editor: Any, statements: dict[str, list[str]]) -> None:
    for statement in statements.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("teams", "0002_invitations_reach_and_log")]
    operations = [migrations.RunPython(forward, backward)]
