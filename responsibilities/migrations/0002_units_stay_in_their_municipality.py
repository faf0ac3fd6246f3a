"""What points at a unit belongs to the unit's municipality: PostgreSQL refuses anything else (SQLite relies on services)."""

from typing import Any

from django.db import migrations

# (table, column, name of the rule)
POINTERS = (
    ("responsibilities_unit", "parent_id", "a_unit_stands_under_one_of_its_municipality"),
    ("responsibilities_unit", "successor_id", "a_unit_is_taken_over_in_its_municipality"),
    ("responsibilities_function", "unit_id", "a_function_is_of_its_units_municipality"),
    ("responsibilities_membership", "unit_id", "a_role_is_of_its_units_municipality"),
)
KEY = "a_unit_is_known_with_its_municipality"


def tie(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE responsibilities_unit ADD CONSTRAINT {KEY} UNIQUE (id, municipality_id)")
        for table, column, name in POINTERS:
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, municipality_id) "
                "REFERENCES responsibilities_unit (id, municipality_id)"
            )


def untie(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table, _column, name in POINTERS:
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        schema_editor.execute(f"ALTER TABLE responsibilities_unit DROP CONSTRAINT {KEY}")


class Migration(migrations.Migration):
    dependencies = [("responsibilities", "0001_initial")]

    operations = [migrations.RunPython(tie, untie, elidable=False)]
