"""One of everything in the demo's municipality, made through services, so that every page has something to show."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils.timezone import localdate

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.services import create_user
from exchange.services import read_waiting
from foundation.rich_text import plain
from plans.inputs import ActivityInput, IndicatorInput, MeasureInput, ResponsibilityInput, SectionInput
from plans.models import Edition, FollowUpRound, Plan, UnitReport
from plans.services.approval import ask_approval, return_with_note
from plans.services.comment import answer_comment, write_comment
from plans.services.document_import import accept_document, take_document
from plans.services.edition import adopt_edition, freeze_edition
from plans.services.grant import share_plan
from plans.services.plan import create_plan
from plans.services.section import create_section, update_section, withdraw_section
from plans.services.table_import import import_measures
from reports.services import produce_now
from responsibilities.models import Function, Membership, Unit
from responsibilities.services.memberships import give_role
from responsibilities.services.people import open_municipality
from tests.e2e.scene_decision import of_decisions
from tests.e2e.scene_life import of_life
from tests.e2e.scene_matter import of_matters
from tests.e2e.scene_papers import of_papers
from tests.e2e.scene_statement import of_statements
from tests.live import PASSWORD
from vbe_portal.demo.plan import seed_around, seed_measures, seed_sections, told

MANY_ROLES = "flera.roller@exempelby.example"
Scene = dict[str, int | str]


def build() -> Scene:
    """Return the key of everything that an address of a page needs."""
    municipality = Municipality.objects.get(name="Exempelby kommun")
    coordinator = User.objects.get(email="samordnare@exempelby.example")
    life = of_life(municipality, coordinator)
    return {
        "municipality": municipality.pk,
        "unmanned": unmanned().pk,
        **of_plans(municipality, coordinator),
        **of_follow_up(municipality),
        **of_people(municipality),
        **life,
        **of_statements(municipality, coordinator),
        **of_decisions(municipality, coordinator),
        **of_papers(municipality, coordinator, life["referred"]),
        **of_matters(municipality, coordinator),
        "job": produce_now(source=Plan.objects.get(title="Sidornas plan"), by=coordinator).pk,
    }


def unmanned() -> Municipality:
    """A municipality whose first administrator has not come."""
    facts = {"administrator_name": "Eva Ek", "administrator_email": "eva@tmira.example"}
    keeper = User.objects.get(email="admin@exempelby.example")
    return open_municipality(name="Utan administratör", code="9001", county="", **facts, by=keeper)


def of_plans(municipality: Municipality, coordinator: User) -> Scene:
    """A full draft with an import, a removal and a guest; a proposal; an edition in force that nobody follows up."""
    plan = create_plan(municipality=municipality, title="Sidornas plan", document_type="Handlingsplan", by=coordinator)
    seed_sections(plan, told()["sections"], by=coordinator)
    seed_measures(plan, by=coordinator)
    seed_around(plan, by=coordinator)
    withdraw_section(section=create_section(plan=plan, heading="Bortvalt", body="", by=coordinator), by=coordinator)
    given = share_plan(
        plan=plan, email="revisor@exempelby.example", permission="view_plan", is_confirmed=True, by=coordinator
    )
    rows = [
        MeasureInput(
            focus_area="Inläst",
            text="Läsa in",
            activities=[ActivityInput(text="Klistra in", time_wording="våren 2027")],
            indicators=[IndicatorInput(text="Antal rader")],
            responsibilities=[ResponsibilityInput(wording="Någon okänd")],
        )
    ]
    imported = import_measures(plan=plan, rows=rows, source_name="tabell.csv", by=coordinator)
    section, measure = plan.sections.current().earliest("pk"), plan.measures.current().earliest("pk")
    update_section(section=section, version=1, heading="Ny rubrik", body="<p>Ny text.</p>", by=coordinator)
    board = Unit.objects.current().get(municipality=municipality, name="Kommunstyrelsen")
    proposal = freeze_edition(plan=plan, body=board, by=coordinator)
    elsewhere = create_plan(municipality=municipality, title="Sidornas beslutade plan", by=coordinator)
    seed_measures(elsewhere, by=coordinator)
    adopted = adopt_edition(
        edition=freeze_edition(plan=elsewhere, body=board, by=coordinator),
        body=board,
        decided_on=localdate() - timedelta(days=10),
        by=coordinator,
    )
    return {
        **of_group(plan, coordinator),
        "plan": plan.pk,
        "reader": given.user_id,
        "section": section.pk,
        "section_version": section.history.earliest("history_id").history_id,
        "area": plan.focus_areas.current().earliest("pk").pk,
        "related": plan.related_documents.current().earliest("pk").pk,
        "measure": measure.pk,
        "measure_version": measure.history.earliest("history_id").history_id,
        "imported": imported.pk,
        **of_documents(plan, coordinator),
        "proposal": proposal.pk,
        "adopted": adopted.pk,
    }


def of_documents(plan: Plan, by: User) -> Scene:
    """A document that waits, one to look through and one that was taken in."""
    words = "1. Från Word\n\nText ur dokumentet.\n\n2. Mer\n\nMer text."
    unread = take_document(plan=plan, source_name="väntar.docx", pasted=words, by=by)
    document = take_document(plan=plan, source_name="granskas.docx", pasted=words, by=by)
    read_waiting(document.pk)
    empty = create_plan(municipality=plan.municipality, title="Sidornas inlästa plan", by=by)
    taken = take_document(plan=empty, source_name="inläst.docx", pasted=words, by=by)
    read_waiting(taken.pk)
    accept_document(document=taken, sections=[SectionInput(level=1, heading="Från Word")], by=by)
    return {"unread_document": unread.pk, "document": document.pk, "taken_document": taken.pk}


def of_group(plan: Plan, coordinator: User) -> Scene:
    """A thread about marked words, answered; a draft that came back, was changed, and was laid there again."""
    section = plan.sections.current().earliest("pk")
    words = " ".join(plain(section.body).split()[:3])
    comment = write_comment(plan=plan, section=section, quote=words, text="Kan det sägas kortare?", by=coordinator)
    answer_comment(comment=comment, text="Ja, jag prövar.", by=User.objects.get(email="revisor@exempelby.example"))
    approver = User.objects.get(email="godkannare@exempelby.example")
    returned = ask_approval(plan=plan, approver=approver, question="Är målen rätt?", by=coordinator)
    return_with_note(approval=returned, sha256=returned.sha256, note="Skriv kortare.", by=approver)
    create_section(plan=plan, heading="Efter läsningen", body="<p>Nytt.</p>", by=coordinator)
    approval = ask_approval(plan=plan, approver=approver, by=coordinator)
    create_section(plan=plan, heading="Efter frågan", body="<p>Nyare.</p>", by=coordinator)
    return {"comment": comment.pk, "approval": approval.pk}


def of_follow_up(municipality: Municipality) -> Scene:
    follow_up_round = FollowUpRound.objects.get(
        municipality=municipality, edition__plan__title=told()["title"], title__startswith="Uppföljning"
    )

    def report(name: str) -> UnitReport:
        found: UnitReport = follow_up_round.unit_reports.get(unit__name=name)
        return found

    submitted = report("Utbildningsförvaltningen")
    begun = report("Socialförvaltningen")
    return {
        "in_force": Edition.objects.get(pk=follow_up_round.edition_id).pk,
        "round": follow_up_round.pk,
        "begun_report": begun.pk,
        "begun_answer": begun.measure_reports.earliest("position").pk,
        "submitted_report": submitted.pk,
        "submitted_answer": submitted.measure_reports.earliest("position").pk,
        "returned_report": report("Kultur- och fritidsförvaltningen").pk,
    }


def of_people(municipality: Municipality) -> Scene:
    system = User.objects.system()
    person = create_user(municipality=municipality, email=MANY_ROLES, name="Flera Roller", password=PASSWORD, by=system)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        give_role(user=person, municipality=municipality, role=role, unit=None, by=system)
    return {
        "unit": Unit.objects.current().get(municipality=municipality, name="Socialförvaltningen").pk,
        "function": Function.objects.filter(municipality=municipality).earliest("pk").pk,
        "person": User.objects.get(email="rapportor@exempelby.example").pk,
        "membership": Membership.objects.filter(municipality=municipality, role=Role.REPORTER).earliest("pk").pk,
        "uid": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
