"""What was laid before an approver stays, and so does the answer: PostgreSQL refuses to change either."""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE FUNCTION plans_approvalrequest_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a question of approval is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.values, NEW.sha256, NEW.plan_id, NEW.municipality_id, NEW.uid, NEW.title, NEW.question,
        NEW.approver_id, NEW.asked_by_id, NEW.asked_at)
       IS DISTINCT FROM
       (OLD.values, OLD.sha256, OLD.plan_id, OLD.municipality_id, OLD.uid, OLD.title, OLD.question,
        OLD.approver_id, OLD.asked_by_id, OLD.asked_at) THEN
        RAISE EXCEPTION 'what was laid before an approver is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'asked'
       AND (NEW.state, NEW.note, NEW.answered_at, NEW.answered_by_id)
       IS DISTINCT FROM (OLD.state, OLD.note, OLD.answered_at, OLD.answered_by_id) THEN
        RAISE EXCEPTION 'an answer stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plans_approvalrequest_is_frozen BEFORE UPDATE OR DELETE ON plans_approvalrequest
    FOR EACH ROW EXECUTE FUNCTION plans_approvalrequest_is_frozen();
"""


def freeze(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def thaw(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER plans_approvalrequest_is_frozen ON plans_approvalrequest")
        schema_editor.execute("DROP FUNCTION plans_approvalrequest_is_frozen()")


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_drafts_of_opened_forms")]

    operations = [migrations.RunPython(freeze, thaw, elidable=False)]
