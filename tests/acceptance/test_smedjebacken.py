"""Smedjebacken's matter: the committee leaves the question open, the board adopts; one §, transcribed.

The text is read from the folder of real plans beside the project; without it the test is skipped.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from accounts.services import create_municipality, create_user
from plans.models import Decision, Edition, Matter, MatterStep, Plan
from plans.services.decision import record_decision
from plans.services.edition import freeze_edition
from plans.services.matter import open_matter
from responsibilities.models import Unit
from responsibilities.services.memberships import give_role
from responsibilities.services.units import create_unit
from tests.acceptance import documents, papers
from tests.acceptance import smedjebacken as source
from tests.acceptance.papers import choose_in, write_in
from tests.live import PASSWORD, ChromiumPages, LiveProcess, LiveSite

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not source.SOURCE.exists(), reason="the folder of real plans (shared/plans) is not beside the project"
    ),
]


def email(name: str) -> str:
    return f"{name}@smedjebacken.example"


def prepare() -> None:
    """The municipality before its plan comes: the board, its committee, and two people."""
    by = User.objects.system()
    municipality = create_municipality(name="Smedjebackens kommun", code=source.CODE, by=by)
    board = create_unit(municipality=municipality, name=source.BOARD, kind=Unit.Kind.BOARD, by=by)
    create_unit(municipality=municipality, name=source.COMMITTEE, kind=Unit.Kind.COMMITTEE, parent=board, by=by)
    for name, role, unit in (("samordnare", Role.COORDINATOR, None), ("sekreterare", Role.SECRETARY, board)):
        user = create_user(municipality=municipality, email=email(name), name=name.title(), password=PASSWORD, by=by)
        give_role(user=user, municipality=municipality, role=role, unit=unit, by=by)


def lay_before_the_board(plan_pk: int) -> int:
    """Freeze the proposal, open the matter, and note § 40 of the committee; returns the matter."""
    plan = Plan.objects.get(pk=plan_pk)
    coordinator = User.objects.get(email=email("samordnare"))
    board, committee = body(source.BOARD), body(source.COMMITTEE)
    freeze_edition(plan=plan, body=board, by=coordinator)
    matter = open_matter(
        municipality=plan.municipality,
        title=source.TITLE,
        plan=plan,
        body=board,
        registry_number=source.NUMBER,
        classification_code=source.CLASSIFICATION,
        opened_on=source.PREPARED_ON,
        by=coordinator,
    )
    record_decision(
        matter=matter,
        body=committee,
        met_on=source.PREPARED_ON,
        outcome=Decision.Outcome.LEAVE_OPEN,
        by=User.objects.get(email=email("sekreterare")),
        paragraph="§ 40",
        page=source.PAGE,
        registry_number=source.NUMBER,
        heading=source.TITLE,
        wording=source.LEFT_OPEN,
    )
    return int(matter.pk)


def body(name: str) -> Unit:
    return Unit.objects.get(municipality__code=source.CODE, name=name)


def adopt(page: Page, matter: int) -> int:
    """The secretary notes § 55 of the board, by the short form; returns the decision."""
    page.goto(f"/arenden/{matter}/beslut/nytt/")
    choose_in(page, "body", source.BOARD)
    write_in(page, "decided_on", source.DECIDED_ON)
    write_in(page, "paragraph", "§ 55")
    page.locator("main form select[name=outcome]").select_option("adopt")
    write_in(page, "wording", source.DECIDED)
    choose_in(page, "edition", "Version 1")
    write_in(page, "heading", source.TITLE)
    write_in(page, "registry_number", source.NUMBER)
    write_in(page, "page", source.PAGE)
    write_in(page, "proposal", f"Arbetsutskottets förslag till kommunstyrelsen: {source.LEFT_OPEN}")
    page.locator("main form .save-bar button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/beslut/\d+/$"))
    return int(page.url.rstrip("/").rpartition("/")[2])


def what_stands(matter_pk: int) -> dict[str, Any]:
    matter = Matter.objects.get(pk=matter_pk)
    edition = Edition.objects.get(plan=matter.plan_id)
    return {
        "matter": (matter.registry_number, matter.classification_code),
        "decisions": [
            (one.body.name, one.decided_on, one.paragraph, one.page, one.outcome, one.wording)
            for one in matter.decisions.order_by("decided_on")
        ],
        "edition": (edition.is_in_force, edition.decided_on, edition.paragraph, edition.body.name),
        "steps": list(MatterStep.objects.filter(matter=matter).values_list("kind", flat=True)),
    }


def test_the_committee_leaves_it_open_the_board_adopts_and_the_transcript_is_of_one_paragraph(
    live_site: LiveSite, live_worker: LiveProcess, page_as: ChromiumPages, tmp_path: Path
) -> None:
    live_site.orm(prepare)
    page = page_as(email("samordnare"))
    plan = documents.make_plan(page, source.TITLE)
    documents.read_in(page, plan, file=papers.headed_word_file(source.plan(), source.HEADINGS, tmp_path))
    assert page.locator(".sheet > .section > .section-head > h2").count() == len(source.HEADINGS)
    matter = live_site.orm(lay_before_the_board, int(plan.split("/")[2]))

    before = papers.pages_of(papers.downloaded(page, f"/utskrifter/bestall/beslutshandlingar/{matter}/"))
    decision = adopt(page_as(email("sekreterare")), matter)
    stands = live_site.orm(what_stands, matter)
    assert stands["matter"] == (source.NUMBER, source.CLASSIFICATION)
    assert stands["decisions"] == [
        (source.COMMITTEE, source.PREPARED_ON, "§ 40", source.PAGE, "leave_open", source.LEFT_OPEN),
        (source.BOARD, source.DECIDED_ON, "§ 55", source.PAGE, "adopt", source.DECIDED),
    ]
    assert stands["edition"] == (True, source.DECIDED_ON, "§ 55", source.BOARD)

    content = papers.downloaded(page, f"/utskrifter/bestall/avskrift/{decision}/")
    assert papers.paragraphs_in(content) == {"55"}
    transcript = papers.pages_of(content)
    assert papers.missing(source.ROWS, [*before, *transcript]) == []
    assert [one for one in documents.sentences(source.plan()) if not documents.is_printed(one, before)] == []
