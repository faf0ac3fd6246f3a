"""Mjölby's whole matter through the services, and every row of it in the papers for decision.

The text is read from the folder of real plans beside the project; without it the test is skipped.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plans.models import Matter
from plans.services.plan import create_plan
from plans.services.section import create_section
from reports.kinds import Kind
from reports.services import produce_paper
from tests.acceptance import mjolby as source
from tests.acceptance import mjolby_way as way
from tests.acceptance import papers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not source.SOURCE.exists(), reason="the folder of real plans (shared/plans) is not beside the project"
    ),
]


def plan_in_sections() -> int:
    """The proposal as a draft: a section for each heading; the test with a browser reads it from a Word file."""
    by = way.person("samordnare")
    plan = create_plan(municipality=way.municipality(), title="Handlingsplan våldsbejakande extremism", by=by)
    said = source.plan()
    for heading, end in zip(source.HEADINGS, [*source.HEADINGS[1:], "#"], strict=True):
        body = source.part(f"{said}\n#", f"\n{heading}\n", end)["text"]
        create_section(plan=plan, heading=heading, body=paragraphs(body), by=by)
    return plan.pk


def paragraphs(text: str) -> SafeString:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return format_html("{}", format_html_join("\n", "<p>{}</p>", ((line,) for line in lines)))


@pytest.fixture
def matter() -> dict[str, Any]:
    """The matter from the referral to the § of the utskott."""
    way.prepare()
    plan = plan_in_sections()
    way.write_measures(plan)
    sent = way.send_on_referral(plan)
    for name, recipient in sent["recipients"].items():
        way.answer_by_osf(recipient) if name.startswith("Omsorgs") else way.answer(recipient)
    way.handle_viewpoints(sent["referral"])
    way.write_missiv(sent["matter"])
    way.prepare_in_utskott(sent["matter"])
    return sent


def test_the_matter_stands_as_in_the_bundle_and_no_decision_of_the_board_is_made_up(matter: dict[str, Any]) -> None:
    stands = way.what_stands(matter["matter"])
    assert stands["number"] == source.NUMBER
    assert stands["asked"] == source.NUMBERS
    assert stands["answers"] == {
        name: (source.NUMBERS[name], source.PARAGRAPHS[name], source.STATED_ON[name], source.STANCES[name])
        for name in source.BOARDS
    }
    assert stands["basis"]["Kultur- och fritidsnämnden"] == source.ROWS["002-31"][3:6]
    assert stands["basis"]["Omsorgs- och socialnämnden"] == source.ROWS["002-33"][3:7]
    assert stands["motions"] == [source.MOTION]
    assert stands["utskott"] == ("§ 5", source.NUMBER, None, "endorse", source.PROPOSED)
    assert [one[0] for one in stands["dispatch"]] == source.RECIPIENTS
    assert [one[0] for one in stands["dispatch"] if one[1]] == ["Akten"]
    assert stands["viewpoints"] == source.VIEWPOINTS
    assert stands["decided_by_the_board"] == 0
    assert stands["edition"] == ("referral", None)


def test_the_papers_for_decision_hold_every_row_of_the_bundle(matter: dict[str, Any]) -> None:
    row = Matter.objects.get(pk=matter["matter"])
    job = produce_paper(kind=Kind.DECISION_PACKAGE, matter=row, by=way.person("sekreterare"))
    assert job.file is not None, job.error
    pages = papers.pages_of(job.file.read())
    assert papers.missing(source.ROWS, pages) == []
