"""Two municipalities full of canaries: every text field holds a string of its own that says whose secret it is.

KAN-1-DRAFT-…      in the draft of a plan: for those who read drafts
KAN-1-ADOPTED-…    in the edition in force: for everyone inside the municipality who reads plans
KAN-1-PROPOSAL-…   in a proposal that lies before the executive board
KAN-1-LAID-…       in what was laid before the approver
KAN-1-OTHERS-…     in what was laid before another approver
KAN-1-SOC-…        in the report that Socialtjänsten has not submitted
KAN-1-BUN-…        in the report that Barn och utbildning has submitted
KAN-1-REMISS-…     in what is on referral, to Socialtjänsten among others
KAN-1-MATTER-…     in a matter and its documents; KAN-1-DECISION-… in what a body decided
KAN-1-SOCSVAR-…    in the answer that Socialtjänsten drafts; KAN-1-KSSVAR-… in the one of the executive board
KAN-1-YTTRANDE-…   in a statement that is registered; KAN-1-SYNPUNKT-… in what was cut out of it
KAN-1-DIARIE-…     on the registrar's list; KAN-1-LINK-… about a one-time link (lower case in an address)
KAN-1-PEOPLE-…     in accounts and memberships
KAN-1-UNIT-…       in the organisation
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from accounts.grants import permission_of
from accounts.models import Municipality, User
from accounts.roles import Role
from files.services import store_bytes
from foundation.history import record
from notifications.models import Notice
from plans.frozen import words_of
from plans.models import (
    Activity,
    ApprovalRequest,
    Comment,
    DocumentImport,
    Edition,
    FocusArea,
    FollowUpRound,
    Fulfilment,
    Indicator,
    IndicatorValue,
    Measure,
    MeasureImport,
    MeasureReport,
    Plan,
    PlanGrant,
    PlanImage,
    PlanReading,
    RelatedDocument,
    Responsibility,
    Section,
    TextDraft,
    UnitReport,
)
from plans.values import content_hash, measures_of, plan_values
from reports.models import ReportJob
from responsibilities.models import Function, Membership, Unit
from tests.accounts.factories import UserFactory
from tests.architecture.matrix.legal_world import build_legal_life

Made = TypeVar("Made", bound=Model)

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff030000060005"
    "57bfabd40000000049454e44ae426082"
)
IN_BOARD = (Role.SECRETARY, Role.MEMBER)
IN_SOCIAL = (Role.REPORTER, Role.MANAGER)
READS_ADOPTED = (
    Role.COORDINATOR,
    Role.APPROVER,
    Role.REGISTRAR,
    Role.AUDITOR,
    Role.EMPLOYEE,
    *IN_BOARD,
    *IN_SOCIAL,
)
GUEST = "guest"
KEEPER = "keeper"
NOTED = {Edition.State.ADOPTED: "ADOPTED", Edition.State.PROPOSAL: "PROPOSAL", Edition.State.REFERRAL: "REMISS"}
READERS: dict[str, tuple[Role | str, ...]] = {
    "DRAFT": (Role.COORDINATOR, GUEST),
    "LAID": (Role.COORDINATOR, Role.APPROVER),
    "OTHERS": (Role.COORDINATOR,),
    "ADOPTED": READS_ADOPTED,
    "PROPOSAL": (Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD),
    "REMISS": (Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD, *IN_SOCIAL),
    "MATTER": (Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD),
    "DECISION": (Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD),
    "SOCSVAR": IN_SOCIAL,
    "KSSVAR": IN_BOARD,
    "YTTRANDE": (Role.COORDINATOR, Role.APPROVER, Role.REGISTRAR, Role.AUDITOR, *IN_BOARD),
    "SYNPUNKT": (Role.COORDINATOR, Role.APPROVER, Role.AUDITOR),
    "DIARIE": (Role.COORDINATOR, Role.REGISTRAR, Role.AUDITOR),
    "LINK": (Role.COORDINATOR,),
    "SOC": (Role.COORDINATOR, *IN_SOCIAL),
    "BUN": (Role.COORDINATOR, Role.APPROVER, Role.AUDITOR, *IN_BOARD),
    "PEOPLE": (Role.ADMINISTRATOR,),
    "UNIT": (*(role for role in Role if role not in (Role.POLICE, Role.COUNTY)), GUEST),
}
"""Who may ever be shown which canaries. Everybody else must never meet them, on any page, by any method."""


@dataclass
class World:
    """One municipality: its people by role, and one of everything."""

    number: int
    municipality: Municipality
    people: dict[Role | str, User]
    rows: dict[str, Any]
    neighbour: World | None = None

    def canary(self, secret: str, place: str = "") -> str:
        """The string that gives a text away: `canary("DRAFT", "body")` is "KAN-1-DRAFT-body"."""
        return f"KAN-{self.number}-{secret}-{place}" if place else f"KAN-{self.number}-{secret}"

    def hidden_from(self, who: Role | str) -> list[str]:
        """The beginnings of every canary that `who` of this municipality must never meet."""
        own = [self.canary(f"{secret}-") for secret, readers in READERS.items() if who not in readers]
        # What the coordinator has ordered is the coordinator's alone, also for who may read what it was made of.
        links = [] if who == Role.COORDINATOR else [f'href="{self.job.get_absolute_url()}"']
        return [*own, *links, f"KAN-{3 - self.number}-"]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None


def put(model: type[Made], **fields: Any) -> Made:
    return record(model(**fields), by=User.objects.system())


def two_worlds() -> tuple[World, World]:
    return build(1), build(2)


def build(number: int) -> World:
    municipality = put(
        Municipality,
        name=f"Kommun {number}",
        code=f"000{number}",
        phone=f"KAN-{number}-UNIT-phone",
        logo=store_bytes(PICTURE, content_type="image/png"),
    )
    world = World(number=number, municipality=municipality, people={}, rows={})
    build_organisation(world)
    build_people(world)
    build_plan(world)
    build_follow_up(world)
    build_own_rows(world)
    build_group(world)
    build_legal_life(world, put, write_plan, rewrite, freeze)
    return world


def build_organisation(world: World) -> None:
    def unit(name: str, kind: str) -> Unit:
        return put(Unit, municipality=world.municipality, name=world.canary("UNIT", name), kind=kind)

    world.rows["unmanned"] = put(Municipality, name=f"Utan administratör {world.number}", code=f"900{world.number}")
    world.rows["board"] = unit("KS", Unit.Kind.BOARD)
    world.rows["council"] = unit("KF", Unit.Kind.COUNCIL)
    world.rows["social"] = unit("social", Unit.Kind.ADMINISTRATION)
    world.rows["school"] = unit("school", Unit.Kind.ADMINISTRATION)
    world.rows["function"] = put(
        Function,
        municipality=world.municipality,
        title=world.canary("UNIT", "function"),
        unit=world.social,
        holder_name=world.canary("UNIT", "holder"),
    )


def build_people(world: World) -> None:
    for role in Role:
        unit = world.board if role in IN_BOARD else world.social if role in IN_SOCIAL else None
        person = UserFactory(
            municipality=world.municipality, name=f"{role} {world.number}", email=f"{role}@kommun{world.number}.example"
        )
        put(Membership, user=person, municipality=world.municipality, unit=unit, role=role)
        world.people[role] = person
    for who, is_keeper in ((KEEPER, True), (GUEST, False)):
        world.people[who] = UserFactory(
            municipality=None, name=who, email=f"{who}@kommun{world.number}.example", is_superuser=is_keeper
        )
    other = UserFactory(municipality=world.municipality, name=world.canary("PEOPLE", "name"))
    world.rows["person"] = other
    world.rows["membership"] = put(
        Membership, user=other, municipality=world.municipality, unit=world.school, role=Role.REPORTER
    )


def build_plan(world: World) -> None:
    """A plan whose edition in force says ADOPTED while its draft has moved on to say DRAFT; and a proposal."""
    world.rows["adopted"] = freeze(world, write_plan(world, "ADOPTED"), number=1, state=Edition.State.ADOPTED)
    plan = world.adopted.plan
    rewrite(world, plan, "DRAFT")
    world.rows["plan"] = plan
    world.rows["section"] = plan.sections.get()
    world.rows["image"] = plan.images.get()
    world.rows["frozen_image"] = UUID(next(iter(world.adopted.tree["images"])))
    world.rows["area"] = plan.focus_areas.get()
    world.rows["measure"] = plan.measures.get()
    world.rows["related"] = plan.related_documents.get()
    elsewhere = write_plan(world, "ADOPTED")
    world.rows["of_other_body"] = freeze(world, elsewhere, number=1, state=Edition.State.ADOPTED, body=world.council)
    rewrite(world, elsewhere, "DRAFT")
    proposed = write_plan(world, "PROPOSAL")
    world.rows["proposal"] = freeze(world, proposed, number=1, state=Edition.State.PROPOSAL)
    rewrite(world, proposed, "DRAFT")
    world.rows["imported"] = put_import(world)
    world.rows["document"] = put_document(world)


def write_plan(world: World, secret: str) -> Plan:
    shared = {"municipality": world.municipality}
    plan = put(Plan, **shared, title=world.canary(secret, "title"), header=[], responsible_unit=world.social)
    picture = store_bytes(PICTURE, content_type="image/png")
    image = put_image(plan, file=picture, added_by=world.people[Role.COORDINATOR])
    body = (
        f"""<p>{world.canary(secret, "body")}</p>\n<img alt="{world.canary(secret, "alt")}" data-image="{image.uid}">"""
    )
    put(
        RelatedDocument,
        **shared,
        plan=plan,
        title=world.canary(secret, "title"),
        reference=world.canary(secret, "reference"),
    )
    section = put(Section, **shared, plan=plan, heading=world.canary(secret, "heading"), body=body)
    area = put(FocusArea, **shared, plan=plan, name=world.canary(secret, "area"))
    measure = put(
        Measure,
        **shared,
        plan=plan,
        focus_area=area,
        section=section,
        text=world.canary(secret, "measure"),
        condition=world.canary(secret, "condition"),
        comment=world.canary(secret, "comment"),
        result=world.canary(secret, "result"),
        time_wording=world.canary(secret, "time"),
    )
    put(Activity, **shared, measure=measure, text=world.canary(secret, "activity"))
    put(Indicator, **shared, measure=measure, text=world.canary(secret, "indicator"))
    for unit in (world.social, world.school):
        put(Responsibility, **shared, measure=measure, unit=unit, wording=world.canary(secret, "wording"))
    return plan


def put_image(plan: Plan, **fields: Any) -> PlanImage:
    return PlanImage.objects.create(municipality=plan.municipality, plan=plan, width=1, height=1, **fields)


def rewrite(world: World, plan: Plan, secret: str) -> None:
    """Write every text of the draft anew, so that what was frozen and what is being written can be told apart."""
    measure = plan.measures.get()
    rows: list[Any] = [plan, *plan.sections.all(), *plan.focus_areas.all(), *plan.related_documents.all(), measure]
    rows += [*measure.activities.all(), *measure.indicators.all(), *measure.responsibilities.all()]
    for row in rows:
        for field in row._meta.get_fields():
            value = getattr(row, field.name, None) if field.concrete else None
            if isinstance(value, str) and value.startswith("KAN-"):
                setattr(row, field.name, world.canary(secret, field.name))
            elif isinstance(value, str) and "KAN-" in value:
                setattr(row, field.name, re.sub(r"(KAN-\d)-[A-Z]+-", rf"\1-{secret}-", value))
        record(row, by=User.objects.system())


def freeze(world: World, plan: Plan, *, number: int, state: str, body: Unit | None = None) -> Edition:
    values = plan_values(plan)
    return put(
        Edition,
        municipality=world.municipality,
        plan=plan,
        number=number,
        title=plan.title,
        values=values,
        sha256=content_hash(values),
        search_text=words_of(values),
        frozen_by=world.people[Role.COORDINATOR],
        state=state,
        body=body or world.board,
        note=world.canary(NOTED[state], "note"),
    )


def put_import(world: World) -> MeasureImport:
    made = MeasureImport.objects.create(
        municipality=world.municipality,
        plan=world.plan,
        source_name=world.canary("DRAFT", "source"),
        imported_by=world.people[Role.COORDINATOR],
    )
    put(
        Measure,
        municipality=world.municipality,
        plan=world.plan,
        text=world.canary("DRAFT", "imported"),
        imported_in=made,
    )
    return made


def put_document(world: World) -> DocumentImport:
    """A document that was read and waits to be looked through."""
    section = {"level": 1, "heading": world.canary("DRAFT", "found"), "number": "", "is_numbered": True}
    section |= {"body": f"<p>{world.canary('DRAFT', 'read')}</p>", "is_annex": False, "measure": None}
    reading = {"title": world.canary("DRAFT", "named"), "header": [], "sections": [section], "tables": []}
    return DocumentImport.objects.create(
        municipality=world.municipality,
        plan=world.plan,
        source_name=world.canary("DRAFT", "document"),
        state=DocumentImport.State.READ,
        reading={**reading, "images": [], "notes": [{"kind": "comment", "text": world.canary("DRAFT", "comment")}]},
        imported_by=world.people[Role.COORDINATOR],
    )


def build_follow_up(world: World) -> None:
    asked = world.rows["round"] = put_round(world, world.adopted)
    state = MeasureReport.State
    world.rows["social_report"], world.rows["social_answer"] = put_report(world, world.social, "SOC", state.DRAFT)
    world.rows["school_report"], world.rows["school_answer"] = put_report(world, world.school, "BUN", state.SUBMITTED)
    world.rows["round"] = put_round(world, world.of_other_body, reporter_may_submit=False)
    world.rows["ready_report"], _answer = put_report(world, world.social, "SOC", state.READY)
    world.rows["round"] = asked


def put_round(world: World, edition: Edition, **settings: Any) -> FollowUpRound:
    return put(
        FollowUpRound,
        municipality=world.municipality,
        edition=edition,
        body=edition.body,
        title="Uppföljning",
        due_on=timezone.localdate(),
        parts=["responsible"],
        opened_by=world.people[Role.COORDINATOR],
        **settings,
    )


def put_report(world: World, unit: Unit, secret: str, state: str) -> tuple[UnitReport, MeasureReport]:
    is_submitted = state == MeasureReport.State.SUBMITTED
    measure = next(iter(measures_of(world.round.edition.values).values()))
    by = world.people[Role.COORDINATOR] if is_submitted else None
    shared = {"municipality": world.municipality}
    report = put(
        UnitReport,
        **shared,
        round=world.round,
        unit=unit,
        summary=world.canary(secret, "summary"),
        state=UnitReport.State.SUBMITTED if is_submitted else UnitReport.State.OPEN,
        submitted_at=timezone.now() if is_submitted else None,
        submitted_by=by,
    )
    answer = put(
        MeasureReport,
        **shared,
        unit_report=report,
        unit=unit,
        measure_uid=measure["uid"],
        parts=["responsible"],
        fulfilment=Fulfilment.PARTLY,
        result=world.canary(secret, "result"),
        comment=world.canary(secret, "comment"),
        state=state,
        written_by=by,
    )
    put(
        IndicatorValue,
        **shared,
        measure_report=answer,
        indicator_uid=measure["indicators"][0]["uid"],
        value=world.canary(secret, "value"),
    )
    return report, answer


def build_own_rows(world: World) -> None:
    """The coordinator's own print, notice and unsaved text, and a draft shared with a person who has no role at all."""
    coordinator = world.people[Role.COORDINATOR]
    world.rows["notice"] = Notice.objects.create(
        municipality=world.municipality,
        recipient=coordinator,
        kind="report_submitted",
        target_model="plans.unitreport",
        target_pk=world.school_report.pk,
    )
    world.rows["unsaved"] = TextDraft.objects.create(
        municipality=world.municipality,
        plan=world.plan,
        user=coordinator,
        place=f"section-new:{world.plan.pk}",
        fields={"heading": [world.canary("DRAFT", "unsaved")]},
    )
    world.rows["job"] = ReportJob.objects.create(
        municipality=world.municipality,
        plan=world.plan,
        requested_by=coordinator,
        content_key=str(world.number) * 64,
        state=ReportJob.State.DONE,
        file=store_bytes(world.canary("DRAFT", "paper").encode(), content_type="application/pdf"),
        finished_at=timezone.now(),
    )
    PlanReading.objects.create(municipality=world.municipality, plan=world.plan, user=coordinator)
    world.rows["grant"] = PlanGrant.objects.create(
        municipality=world.municipality,
        content_object=world.plan,
        user=world.people[GUEST],
        permission=permission_of("plans.view_plan"),
    )


def build_group(world: World) -> None:
    """Two comments on the draft, and drafts laid before approvers, one of whom is not asked by the matrix."""
    shared = {"municipality": world.municipality, "plan": world.plan}
    for name, who in (("comment", Role.COORDINATOR), ("guests_comment", GUEST)):
        text = world.canary("DRAFT", "remark")
        world.rows[name] = put(Comment, **shared, section=world.section, text=text, written_by=world.people[who])
    other = UserFactory(municipality=world.municipality, name="another approver")
    put(Membership, user=other, municipality=world.municipality, role=Role.APPROVER)
    before = lay(world, "LAID", world.people[Role.APPROVER])
    before.state, before.answered_at, before.answered_by = "returned", timezone.now(), before.approver
    record(before, by=before.approver)
    world.rows["approval"] = lay(world, "LAID", world.people[Role.APPROVER], plan=before.plan)
    world.rows["laid_image"] = UUID(next(iter(world.approval.tree["images"])))
    world.rows["others_approval"] = lay(world, "OTHERS", other)
    world.rows["recalled_approval"] = lay_and_recall(world, world.people[Role.APPROVER])
    for plan in (before.plan, world.others_approval.plan):
        rewrite(world, plan, "DRAFT")
    put(Measure, municipality=world.municipality, plan=before.plan, text=world.canary("DRAFT", "added"))


def lay_and_recall(world: World, approver: User) -> ApprovalRequest:
    """What the approver once could read, and can no more: its content is as another's."""
    values, shared = world.others_approval.values, {"municipality": world.municipality, "approver": approver}
    plan, by = world.others_approval.plan, world.people[Role.COORDINATOR]
    fields = {"plan": plan, "title": "Tillbakatagen", "values": values, "sha256": content_hash(values), "asked_by": by}
    asked = put(ApprovalRequest, **shared, **fields, question=world.canary("OTHERS", "question"))
    asked.state = ApprovalRequest.State.RECALLED
    return record(asked, by=by)


def lay(world: World, secret: str, approver: User, *, plan: Plan | None = None) -> ApprovalRequest:
    if plan is None:
        plan = write_plan(world, secret)
    else:
        measure = plan.measures.get()
        measure.text += " igen"
        record(measure, by=User.objects.system())
    values = plan_values(plan)
    return put(
        ApprovalRequest,
        municipality=world.municipality,
        plan=plan,
        title=plan.title,
        values=values,
        sha256=content_hash(values),
        question=world.canary(secret, "question"),
        approver=approver,
        asked_by=world.people[Role.COORDINATOR],
    )
