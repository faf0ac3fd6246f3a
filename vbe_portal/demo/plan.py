"""The demo's plans and their follow-up, written, decided and answered as people would have done it."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from accounts.models import Municipality, User
from accounts.roles import Role
from foundation.rich_text import from_plain
from plans.inputs import ActivityInput, IndicatorInput, ResponsibilityInput
from plans.models import Edition, FocusArea, Plan, Responsibility, Section, UnitReport
from plans.services.edition import adopt_edition, freeze_edition, register_decided_edition
from plans.services.focus_area import create_focus_area
from plans.services.follow_up.report import submit_unit_report, write_measure_report
from plans.services.follow_up.review import return_measure_report
from plans.services.follow_up.round import open_round
from plans.services.measure import create_measure
from plans.services.plan import create_plan, update_plan
from plans.services.related import create_related_document
from plans.services.section import create_section
from plans.values import measures_of
from responsibilities.models import Membership
from vbe_portal.demo.organisation import unit_called

Part = Responsibility.Part
Told = dict[str, Any]


@cache
def told() -> Told:
    """What the demo's plan says, from exempelby.toml."""
    return tomllib.loads((Path(__file__).parent / "exempelby.toml").read_text())


def holder(municipality: Municipality, role: Role) -> User:
    membership = Membership.objects.filter(municipality=municipality, role=role).select_related("user").earliest("pk")
    person: User = membership.user
    return person


def seed_plan_in_force(municipality: Municipality, *, before: Told) -> Edition:
    """Exempelby's plan as it is put before the board; `before` tells of the edition that it replaces."""
    coordinator = holder(municipality, Role.COORDINATOR)
    board = unit_called("Kommunstyrelsen", municipality)
    plan = create_plan(
        municipality=municipality,
        title=before["title"],
        document_type="Handlingsplan",
        responsible_unit=unit_called("Kommunledningskontoret", municipality),
        registry_number=before["registry_number"],
        by=coordinator,
    )
    seed_sections(plan, told()["sections"][:2], by=coordinator)
    earlier = freeze_edition(plan=plan, body=board, by=coordinator)
    seed_sections(plan, told()["sections"][2:], by=coordinator)
    seed_measures(plan, by=coordinator)
    seed_around(plan, title=told()["title"], registry_number=told()["registry_number"], by=coordinator)
    decided_on = localdate() - timedelta(days=4 * 365 + 200)
    adopt_edition(
        edition=earlier,
        body=board,
        decided_on=decided_on,
        paragraph=before["paragraph"],
        registry_number=before["registry_number"],
        valid_from=decided_on,
        by=holder(municipality, Role.SECRETARY),
    )
    return freeze_edition(plan=plan, body=board, by=coordinator)


def seed_sections(plan: Plan, sections: list[Told], *, parent: Section | None = None, by: User) -> None:
    """Plain text, or rich text (`rich`) in which {Heading} is the identity of a section above."""
    for section in sections:
        known = {heading: str(uid) for heading, uid in plan.sections.values_list("heading", "uid")}
        body = section["rich"].format_map(known) if "rich" in section else from_plain(section["body"])
        made = create_section(
            plan=plan,
            heading=section["heading"],
            body=body,
            parent=parent,
            is_annex=section.get("is_annex", False),
            by=by,
        )
        seed_sections(plan, section.get("children", []), parent=made, by=by)


def seed_around(plan: Plan, *, title: str = "", registry_number: str = "", by: User) -> None:
    """Who prepares and signs it, what its levels mean, what it belongs with."""
    update_plan(
        plan=plan,
        version=None,
        title=title or plan.title,
        document_type=plan.document_type,
        responsible_unit=plan.responsible_unit,
        registry_number=registry_number or plan.registry_number,
        header=plan.header,
        prevention_levels=plan.prevention_levels,
        officials=told()["officials"],
        level_notes=told()["level_notes"],
        by=by,
    )
    for document in told()["related_documents"]:
        create_related_document(plan=plan, **document, by=by)


def seed_measures(plan: Plan, *, by: User) -> None:
    areas: dict[str, FocusArea] = {}
    for measure in told()["measures"]:
        name = measure["area"]
        areas[name] = areas.get(name) or create_focus_area(plan=plan, name=name, by=by)
        create_measure(
            plan=plan,
            focus_area=areas[name],
            text=measure["text"],
            levels=measure["levels"],
            comment=measure["comment"],
            activities=[ActivityInput(text=one["text"], time_wording=one["when"]) for one in measure["activities"]],
            indicators=[IndicatorInput(**one) for one in measure["indicators"]],
            responsibilities=[
                *[responsibility(word, Part.RESPONSIBLE) for word in measure["responsible"]],
                *[responsibility(word, Part.ACTOR) for word in measure["actors"]],
            ],
            by=by,
        )


def responsibility(wording: str, part: str) -> ResponsibilityInput:
    return ResponsibilityInput(wording=wording, part=part, is_each_administration=wording.startswith("respektive"))


def seed_follow_up(edition: Edition) -> None:
    """A round that is due soon: one unit has submitted, one got an answer back, one is writing, others are silent."""
    municipality = edition.municipality
    coordinator = holder(municipality, Role.COORDINATOR)
    follow_up_round = open_round(
        edition=edition,
        title=f"Uppföljning {localdate().year}",
        due_on=localdate() + timedelta(days=24),
        parts=[Part.RESPONSIBLE, Part.ACTOR],
        body=edition.body,
        by=coordinator,
    )
    reports = {str(report): report for report in follow_up_round.unit_reports.select_related("unit", "round")}
    answer(reports["Utbildningsförvaltningen"], by=coordinator)
    submitted = answer(reports["Kultur- och fritidsförvaltningen"], by=coordinator)
    answer(reports["Socialförvaltningen"], by=holder(municipality, Role.REPORTER))
    submit_unit_report(unit_report=reports["Utbildningsförvaltningen"], by=coordinator)
    submit_unit_report(unit_report=reports["Kultur- och fritidsförvaltningen"], by=coordinator)
    return_measure_report(
        report=submitted.measure_reports.earliest("position"),
        note="Skriv gärna vem som har gått igenom rutinen.",
        by=coordinator,
    )


def answer(report: UnitReport, *, by: User) -> UnitReport:
    """Write what the unit answers; a measure that the story does not tell of is left for whoever tries the demo."""
    frozen = measures_of(report.round.edition.tree)
    told_of = {row["measure"]: row for row in told()["answers"] if row["unit"] == str(report)}
    for row in report.measure_reports.all():
        measure = frozen[str(row.measure_uid)]
        said = told_of.get(measure["number"])
        if said:
            write_measure_report(
                report=row,
                fulfilment=said["fulfilment"],
                result=said["result"],
                comment=said["comment"],
                indicator_values={one["uid"]: said["indicator"] for one in measure["indicators"]},
                is_ready=True,
                by=by,
            )
    return report


def seed_drafts(municipality: Municipality) -> Plan:
    """A second paper that is being written, so that there is a draft to try things on."""
    coordinator = holder(municipality, Role.COORDINATOR)
    draft: Plan = create_plan(
        municipality=municipality,
        title="Riktlinjer för uthyrning av kommunens lokaler",
        document_type="Riktlinjer",
        by=coordinator,
    )
    create_section(
        plan=draft,
        heading="Syfte",
        body="Kommunens lokaler ska vara öppna för föreningslivet, men inte för den som hotar andra till tystnad.",
        by=coordinator,
    )
    return draft


def seed_neighbour(municipality: Municipality) -> None:
    """Granneby has a plan of its own, which nobody in Exempelby may see."""
    coordinator = holder(municipality, Role.COORDINATOR)
    plan = create_plan(
        municipality=municipality,
        title="Grannebys plan för demokrati och trygghet",
        document_type="Handlingsplan",
        by=coordinator,
    )
    create_measure(
        plan=plan,
        focus_area=create_focus_area(plan=plan, name="Samverkan", by=coordinator),
        text="Träffa grannkommunerna två gånger om året",
        activities=[ActivityInput(text="Kalla till möte", time_wording="löpande")],
        responsibilities=[responsibility("Omsorgsförvaltningen", Part.RESPONSIBLE)],
        by=coordinator,
    )
    board = unit_called("Kommunstyrelsen", municipality)
    edition = register_decided_edition(plan=plan, body=board, by=coordinator)
    open_round(
        edition=edition,
        title=f"Uppföljning {localdate().year}",
        due_on=localdate() + timedelta(days=40),
        parts=[Part.RESPONSIBLE],
        by=coordinator,
    )
