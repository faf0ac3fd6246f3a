"""What a PDF costs beside a bare table of the same texts: `python -m benchmarks.papers 100 200 400` prints JSON."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from typing import Any

import django

django.setup()

from plans.models import Plan  # noqa: E402  Django has to be set up first
from reports.documents.plan import Paper, plan_context, plan_document  # noqa: E402
from reports.rendering import render_pdf  # noqa: E402
from reports.sources import read_source  # noqa: E402

BARE = """
@page { size: A4 landscape; margin: 24mm 16mm 20mm; }
html { font: 8.5pt/1.35 "Source Sans 3"; hyphens: auto; }
table { table-layout: fixed; width: 100%; border-collapse: collapse; }
th, td { box-sizing: border-box; border-bottom: 0.5pt solid; padding: 4pt 5pt; text-align: left; vertical-align: top; }
"""
DRAFT = Paper(label="Utkast")


def shortened(values: dict[str, Any], measures: int) -> dict[str, Any]:
    """The same plan with so many of its measures."""
    left, areas = measures, []
    for area in values["focus_areas"]:
        areas.append(area | {"measures": area["measures"][:left]})
        left -= len(areas[-1]["measures"])
    return values | {"focus_areas": areas}


def bare_table(values: dict[str, Any]) -> str:
    context = plan_context(values, DRAFT, None)
    columns = "".join(f'<col style="width: {column.width}%">' for column in context["columns"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{re.sub('<[^>]+>', ' ', cell)}</td>" for cell in row.cells) + "</tr>"
        for area in context["areas"]
        for row in area.rows
    )
    return f'<!doctype html><html lang="sv"><title>t</title><table><colgroup>{columns}</colgroup>{rows}</table>'


def cost(html: str, stylesheets: Any) -> dict[str, float]:
    """Seconds of processor time and of waiting, pages and kilobytes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    made = render_pdf(html, stylesheets=stylesheets)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    waited = time.perf_counter() - began
    return {"cpu": round(used, 2), "waited": round(waited, 2), "pages": made.pages, "kb": len(made.content) // 1024}


def main() -> None:
    plan = max(Plan.objects.all(), key=lambda plan: plan.measures.count())
    values = read_source(plan).values
    costs = {}
    written = sum(len(area["measures"]) for area in values["focus_areas"])
    for size in (size for size in map(int, sys.argv[1:]) if size <= written):
        some = shortened(values, size)
        document = plan_document(some, DRAFT)
        ours, bare = cost(document.html, document.stylesheets), cost(bare_table(some), [BARE])
        costs[str(size)] = {**ours, "bare_cpu": bare["cpu"], "ratio": round(ours["cpu"] / bare["cpu"], 2)}
    print(json.dumps(costs))


if __name__ == "__main__":
    main()
