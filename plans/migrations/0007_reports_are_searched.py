"""What a unit says about its whole report can be searched for, as its answers can."""

from django.db import migrations

from foundation.search_text import SearchTextField, folded


def write_words(apps, schema_editor):
    report = apps.get_model("plans", "UnitReport")
    for row in report.objects.exclude(summary="").iterator():
        report.objects.filter(pk=row.pk).update(search_text=folded(row.summary))


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_text_becomes_rich")]

    operations = [
        migrations.AddField("unitreport", "search_text", SearchTextField(sources=("summary",))),
        migrations.AddField("historicalunitreport", "search_text", SearchTextField(sources=("summary",))),
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
