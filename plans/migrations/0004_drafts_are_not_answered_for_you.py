"""Drafts that say "not assessed" because nothing was chosen are asked anew: only with a comment was that an answer."""

from typing import Any

from django.db import migrations


def open_the_question(apps: Any, schema_editor: Any) -> None:
    drafts = apps.get_model("plans", "MeasureReport").objects.filter(state="draft", comment="")
    drafts.filter(fulfilment="not_assessed").update(fulfilment="")


def answer_it(apps: Any, schema_editor: Any) -> None:
    apps.get_model("plans", "MeasureReport").objects.filter(fulfilment="").update(fulfilment="not_assessed")


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_repeal_and_open_answers")]

    operations = [migrations.RunPython(open_the_question, answer_it, elidable=True)]
