"""The title of a version is its own too: PostgreSQL refuses to change the copy that lists and papers show."""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION plans_edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.values, NEW.title, NEW.sha256, NEW.number, NEW.plan_id, NEW.municipality_id, NEW.uid, NEW.frozen_at)
       IS DISTINCT FROM
       (OLD.values, OLD.title, OLD.sha256, OLD.number, OLD.plan_id, OLD.municipality_id, OLD.uid, OLD.frozen_at) THEN
        RAISE EXCEPTION 'an edition is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = FUNCTION.replace("NEW.title, ", "").replace("OLD.title, ", "")


def keep(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def let_go(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BEFORE)


class Migration(migrations.Migration):
    dependencies = [("plans", "0017_referral_letters_wait_since")]

    operations = [migrations.RunPython(keep, let_go, elidable=False)]
