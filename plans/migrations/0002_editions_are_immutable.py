"""What was frozen stays: PostgreSQL refuses to change or delete an edition's content (SQLite relies on the services)."""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE FUNCTION plans_edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.values, NEW.sha256, NEW.number, NEW.plan_id, NEW.municipality_id, NEW.uid, NEW.frozen_at)
       IS DISTINCT FROM
       (OLD.values, OLD.sha256, OLD.number, OLD.plan_id, OLD.municipality_id, OLD.uid, OLD.frozen_at) THEN
        RAISE EXCEPTION 'an edition is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plans_edition_is_frozen BEFORE UPDATE OR DELETE ON plans_edition
    FOR EACH ROW EXECUTE FUNCTION plans_edition_is_frozen();
"""


def freeze(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def thaw(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER plans_edition_is_frozen ON plans_edition")
        schema_editor.execute("DROP FUNCTION plans_edition_is_frozen()")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw, elidable=False)]
