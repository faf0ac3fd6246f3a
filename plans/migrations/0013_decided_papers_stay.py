"""The paper of a decided edition is kept once: PostgreSQL refuses another, and refuses to rewrite the log of links."""

from typing import Any

from django.db import migrations

FUNCTION = """
CREATE FUNCTION plans_decided_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_paper_id IS NOT NULL AND NEW.decided_paper_id IS DISTINCT FROM OLD.decided_paper_id THEN
        RAISE EXCEPTION 'the decided paper stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plans_decided_paper_stays BEFORE UPDATE ON plans_edition
    FOR EACH ROW EXECUTE FUNCTION plans_decided_paper_stays();
CREATE FUNCTION plans_answerlinkuse_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of one-time links is only added to' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER plans_answerlinkuse_is_kept BEFORE UPDATE OR DELETE ON plans_answerlinkuse
    FOR EACH ROW EXECUTE FUNCTION plans_answerlinkuse_is_kept();
"""
UNDONE = """
DROP TRIGGER plans_decided_paper_stays ON plans_edition;
DROP FUNCTION plans_decided_paper_stays();
DROP TRIGGER plans_answerlinkuse_is_kept ON plans_answerlinkuse;
DROP FUNCTION plans_answerlinkuse_is_kept();
"""


def keep(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def let_go(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNDONE)


class Migration(migrations.Migration):
    dependencies = [("plans", "0012_legal_life")]

    operations = [migrations.RunPython(keep, let_go, elidable=False)]
