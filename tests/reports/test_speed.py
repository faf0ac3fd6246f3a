"""How long a paper takes, in processor time: only ratios, because machines differ."""

from __future__ import annotations

import re
import resource

import pytest
from django.utils import translation

from reports.documents.package import Package, decision_package
from reports.documents.plan import plan_context, plan_document
from reports.rendering import render_pdf
from tests.reports.examples import ADOPTED, full_plan
from tests.reports.legal_examples import BACKGROUND, decision, document, matter, recipient, referral, statement
from tests.reports.pdfs import pages_of, printed
from tests.reports.test_binding import FILE, pdf_of, received
from tests.reports.values import MUNICIPALITY

pytestmark = pytest.mark.alone

REFERENCE = """
@page { size: A4 landscape; margin: 24mm 16mm 20mm; }
html { font: 8.5pt/1.35 "Source Sans 3"; hyphens: auto; }
table { table-layout: fixed; width: 100%; border-collapse: collapse; }
th, td { box-sizing: border-box; border-bottom: 0.5pt solid; padding: 4pt 5pt; text-align: left; vertical-align: top; }
"""


def used() -> float:
    """Seconds of processor time that the processes of the papers have taken so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def seconds_of(html: str, stylesheets) -> float:
    before = used()
    render_pdf(html, stylesheets=stylesheets)
    return used() - before


def papers_for_decision(answers: int) -> Package:
    """A matter that was on referral: each answer is a page and a half, with its paragraph and a file of three pages."""
    asked = []
    for number in range(answers):
        body = f"Nämnd {number}"
        given = statement(body, text="\n\n".join([BACKGROUND] * 12), decision=decision(body, str(number)))
        asked.append(recipient(body, given))
    bound = document("Bilagor", document_kind="other", file=FILE, sections=[], signers=[])
    return Package(
        matter=matter(documents=[document(), bound], referrals=[referral(*asked)]),
        municipality=MUNICIPALITY,
        plan=full_plan(6 * answers),
        paper=ADOPTED,
        received=received(pdf_of(*(f"Sida {page}" for page in range(3 * answers)))),
    )


def seconds_and_pages(package: Package) -> tuple[float, int]:
    with translation.override("sv"):
        paper = decision_package(package)
    before = used()
    content = printed(paper).content
    return used() - before, len(pages_of(content))


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


def test_papers_for_decision_take_as_long_a_page_whether_they_are_thirty_or_a_hundred():
    few, pages = seconds_and_pages(papers_for_decision(4))
    many, more_pages = seconds_and_pages(papers_for_decision(16))

    assert more_pages >= 100
    assert many / more_pages < 1.15 * few / pages
