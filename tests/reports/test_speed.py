"""How long a paper takes, in processor time: only ratios, because machines differ."""

from __future__ import annotations

import re
import resource

import pytest

from reports.documents.plan import plan_context, plan_document
from reports.rendering import render_pdf
from tests.reports.examples import ADOPTED, full_plan

pytestmark = pytest.mark.alone

REFERENCE = """
@page { size: A4 landscape; margin: 24mm 16mm 20mm; }
html { font: 8.5pt/1.35 "Source Sans 3"; hyphens: auto; }
table { table-layout: fixed; width: 100%; border-collapse: collapse; }
th, td { box-sizing: border-box; border-bottom: 0.5pt solid; padding: 4pt 5pt; text-align: left; vertical-align: top; }
"""


def seconds_of(html: str, stylesheets) -> float:
    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    before = used()
    render_pdf(html, stylesheets=stylesheets)
    return used() - before


def tables_alone(measures: int):
    return full_plan(measures) | {"sections": []}


def reference_table(values) -> str:
    """The same texts in one bare table: same paper, type and language, no lists, parts or rows kept whole."""
    context = plan_context(values, ADOPTED, None)
    columns = "".join(f'<col style="width: {column.width}%">' for column in context["columns"])
    labels = "".join(f"<th>{label}</th>" for label in context["areas"][0].labels)
    rows = "".join(
        "<tr>" + "".join(f"<td>{re.sub('<[^>]+>', ' ', cell)}</td>" for cell in row.cells) + "</tr>"
        for area in context["areas"]
        for row in area.rows
    )
    head = f'<!doctype html><html lang="sv"><title>t</title><table><colgroup>{columns}</colgroup>'
    return f"{head}<thead><tr>{labels}</tr></thead><tbody>{rows}</tbody></table>"


def test_four_times_the_measures_take_four_times_the_time():
    small, large = (plan_document(tables_alone(measures), ADOPTED) for measures in (100, 400))

    assert seconds_of(large.html, large.stylesheets) < 4.6 * seconds_of(small.html, small.stylesheets)


def test_a_plan_takes_at_most_twice_the_time_of_a_bare_table_of_its_texts():
    values = tables_alone(200)
    document = plan_document(values, ADOPTED)

    ours = min(seconds_of(document.html, document.stylesheets) for _round in range(2))
    bare = min(seconds_of(reference_table(values), [REFERENCE]) for _round in range(2))
    assert ours <= 2 * bare
