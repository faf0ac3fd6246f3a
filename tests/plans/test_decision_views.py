"""The pages about decisions: noted short or long, read, corrected, taken away, put in force with their change."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Decision, Edition, Matter, Plan
from plans.selectors.overview import coming
from plans.services.decision import record_decision
from plans.services.edition import freeze_edition
from plans.services.matter import matter_of_plan
from responsibilities.models import Unit
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.plans.legal_factories import DecisionFactory, DocumentFactory, MatterFactory, StepFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
Outcome = Decision.Outcome
YESTERDAY = localdate() - timedelta(days=1)


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan)
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality, name="Anna Ek")


@pytest.fixture
def board(plan: Plan) -> Unit:
    board: Unit = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")
    return board


@pytest.fixture
def eva(board: Unit) -> User:
    return member(Role.SECRETARY, unit=board, name="Eva Ö")


@pytest.fixture
def matter(plan: Plan, board: Unit) -> Matter:
    matter: Matter = MatterFactory(plan=plan, body=board, registry_number="2016.119")
    StepFactory(matter=matter, body=board)
    return matter


@pytest.fixture
def proposal(plan: Plan, board: Unit, anna: User) -> Edition:
    return freeze_edition(plan=plan, body=board, by=anna)


def given(**more: Any) -> dict[str, Any]:
    usual = {"submission_key": str(uuid.uuid4()), "outcome": "endorse", "decided_on": YESTERDAY.isoformat()}
    return {**usual, "paragraph": "§ 55", "wording": "Planen tillstyrks.", **more}


def test_the_short_form_is_enough_and_adopts(matter: Matter, board: Unit, eva: User, proposal: Edition) -> None:
    client, address = as_user(eva), url("decision_create", matter.pk)
    seen = page(client, address)
    assert 'value="2016.119"' in seen
    assert f'<option value="{proposal.pk}" selected>' in seen
    data = given(body=board.pk, outcome="adopt", edition=proposal.pk, wording="Planen antas.")
    answers = [client.post(address, data) for _ in range(2)]

    decision = Decision.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [decision.get_absolute_url()] * 2
    assert (decision.step, decision.noted_by) == (matter.steps.get(), eva)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.paragraph) == ("adopted", "§ 55")
    said = page(client, decision.get_absolute_url())
    assert all(one in said for one in ("Planen antas.", "§ 55", "Kommunstyrelsen"))
    assert decision.get_absolute_url() in page(client, proposal.get_absolute_url())


def test_what_else_the_minutes_say_is_kept_as_it_was_typed(matter: Matter, board: Unit, anna: User) -> None:
    pdf = b"%PDF-1.4 no pages"
    lines = {
        "motions": "Anna Johansson (S) yrkar bifall.\nBo Ek (M) yrkar avslag.",
        "basis": "Missiv, 2016-12-27\nRemiss, 2016-12-07",
        "recipients": "Kommunstyrelsen\nAkten",
        "point_0_kind": "commission",
        "point_0_text": "Följ upp planen",
        "point_0_who": "Förvaltningen",
        "point_0_report_by": "2027-05-01",
        "point_1_text": "",
        "section_0_heading": "Ärendebeskrivning",
        "section_0_text": "Planen behövs.",
        "section_1_heading": "Sammanfattning",
        "section_1_text": "",
    }
    client, address = as_user(anna), url("decision_create", matter.pk)
    refused = client.post(address, given(body=board.pk, file=SimpleUploadedFile("utdrag.pdf", pdf), **lines))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
    shown = {str(group.title): group.is_open for group in refused.context["form"].groups if group.folded}
    assert (shown["Mer: beslutspunkter och ändring"], shown["Mer: beslutsgång"], shown["Mer: protokollet"]) == (
        True,
        True,
        False,
    )
    assert all(one in refused.content.decode() for one in ("Bo Ek (M)", "Följ upp planen", "Planen behövs."))

    assert client.post(address, given(body=board.pk, **lines)).status_code == 302
    decision = Decision.objects.get()
    assert [one["party"] for one in decision.motions] == ["S", "M"]
    assert decision.points == [
        {"kind": "commission", "text": "Följ upp planen", "who": "Förvaltningen", "report_by": "2027-05-01"}
    ]
    assert decision.sections == [{"heading": "Ärendebeskrivning", "text": "Planen behövs."}]
    said = page(client, decision.get_absolute_url())
    assert all(one in said for one in ("Bo Ek (M) yrkar avslag.", "1 maj 2027", "Remiss, 2016-12-07", "Akten"))


@pytest.mark.parametrize("kind", ["point", "section"])
def test_one_more_row_is_given_and_nothing_is_noted_or_lost(matter: Matter, board: Unit, anna: User, kind: str) -> None:
    rows = {f"{kind}_{place}_text": f"Rad {place}" for place in range(4)}
    client, address = as_user(anna), url("decision_create", matter.pk)
    assert f'name="add" value="{kind}"' in page(client, address)
    data = given(body=board.pk, **rows)

    more = client.post(address, {**data, "decided_on": "i våras", "add": kind})

    said = more.content.decode()
    assert (more.status_code, f'name="{kind}_4_text"' in said, f'name="{kind}_5_text"' in said) == (200, True, False)
    assert all(one in said for one in ("Rad 0", "Rad 3", "i våras"))
    assert "error-summary" not in said
    assert not Decision.objects.exists()

    assert client.post(address, {**data, f"{kind}_4_text": "Rad 4"}).status_code == 302
    decision = Decision.objects.get()
    assert [one["text"] for one in getattr(decision, f"{kind}s")] == [f"Rad {place}" for place in range(5)]

    change = url("decision_update", decision.pk)
    more = client.post(change, {"version": 1, **rows, "add": kind})
    assert (more.status_code, f'name="{kind}_4_text"' in more.content.decode()) == (200, True)
    assert Decision.objects.get().version == 1


def test_an_extract_is_kept_as_it_came(matter: Matter, board: Unit, anna: User, a_pdf: bytes) -> None:
    client = as_user(anna)
    data = given(body=board.pk, file=SimpleUploadedFile("ks-55.pdf", a_pdf))
    assert client.post(url("decision_create", matter.pk), data).status_code == 302
    decision = Decision.objects.get()
    assert (decision.file.read(), decision.file_name) == (a_pdf, "ks-55.pdf")
    answer = client.get(url("decision_file", decision.pk))
    assert (answer.content, answer.headers["Content-Type"]) == (a_pdf, "application/pdf")


@pytest.fixture
def a_pdf() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("wording", "is_hinted"),
    [
        ("Yttrande lämnas enligt upprättat förslag.", True),
        ("Planen antas enligt förslaget.", True),
        ("Planen antas enligt förvaltningens förslag.", True),
        ("Antas i enlighet med kommunstyrelsens förvaltnings förslag.", True),
        ("att fastställa handlingsplan för våldsbejakande extremism.", False),
        ("Förslaget till yttrande godkänns och tillställs kommunstyrelsen", False),
        ("Planen antas enligt lag.", False),
    ],
)
def test_a_wording_that_leans_on_a_proposal_is_hinted_at_and_kept(
    matter: Matter, board: Unit, anna: User, wording: str, is_hinted: bool
) -> None:
    answer = as_user(anna).post(url("decision_create", matter.pk), given(body=board.pk, wording=wording), follow=True)
    assert Decision.objects.get().wording == wording
    assert ("stå för sig själv" in answer.content.decode()) is is_hinted


def test_a_secretary_notes_for_its_own_bodies_alone(matter: Matter, board: Unit, eva: User) -> None:
    UnitFactory(municipality=board.municipality, kind=Unit.Kind.BOARD, name="Skolnämnden")
    committee = UnitFactory(municipality=board.municipality, kind="committee", parent=board, name="Arbetsutskottet")
    client, address = as_user(eva), url("decision_create", matter.pk)
    seen = page(client, address)
    assert ("Skolnämnden</option>" in seen, "Arbetsutskottet</option>" in seen) == (False, True)
    refused = client.post(address, given(body=""))
    assert (refused.status_code, "body" in refused.context["form"].errors) == (422, True)
    assert client.post(address, given(body=committee.pk)).status_code == 302


@pytest.mark.parametrize(("kind", "may"), [("referral", False), ("preparation", False), ("decision", True)])
def test_a_body_that_does_not_decide_the_matter_ends_no_plan(
    matter: Matter, board: Unit, anna: User, proposal: Edition, kind: str, may: bool
) -> None:
    adopted = {"matter": matter, "body": board, "decided_on": YESTERDAY, "edition": proposal}
    record_decision(**adopted, outcome=Outcome.ADOPT, by=anna)
    asked: Unit = UnitFactory(municipality=board.municipality, kind=Unit.Kind.BOARD, name="Socialnämnden")
    StepFactory(matter=matter, body=asked, kind=kind)
    client, address = as_user(member(Role.SECRETARY, unit=asked)), url("decision_create", matter.pk)
    data = given(body=asked.pk, outcome="repeal", edition=proposal.pk, valid_from=localdate().isoformat())
    answer = client.post(address, data)
    proposal.refresh_from_db()
    assert (answer.status_code, proposal.state) == ((302, "repealed") if may else (422, "adopted"))
    if not may:
        assert "outcome" in answer.context["form"].errors
        assert client.post(address, given(body=asked.pk)).status_code == 302  # what else it says is noted as before


def test_the_step_that_one_comes_from_is_the_one_that_decides(matter: Matter, board: Unit, anna: User) -> None:
    second = StepFactory(matter=matter, body=board)
    client, address = as_user(anna), f"{url('decision_create', matter.pk)}?steg={second.pk}"
    assert f'<option value="{board.pk}" selected>' in page(client, address)
    client.post(address, given(body=board.pk))
    assert Decision.objects.get().step == second
    page(client, f"{url('decision_create', matter.pk)}?steg=x")


def test_recipients_are_proposed_from_the_papers_of_the_matter(matter: Matter, anna: User) -> None:
    assert ">\nAkten</textarea>" in page(as_user(anna), url("decision_create", matter.pk))
    DocumentFactory(matter=matter, recipients=["Miljönämnden", "Akten"])
    assert "Miljönämnden\nAkten</textarea>" in page(as_user(anna), url("decision_create", matter.pk))


def test_a_decision_is_corrected_with_a_reason_and_the_edition_follows(
    matter: Matter, board: Unit, anna: User, proposal: Edition
) -> None:
    decision = record_decision(
        matter=matter, body=board, met_on=YESTERDAY, paragraph="§ 55", outcome=Outcome.ADOPT, edition=proposal, by=anna
    )
    client, address = as_user(anna), url("decision_update", decision.pk)
    page(client, address)
    before = (YESTERDAY - timedelta(days=1)).isoformat()
    data = {
        "version": 1,
        "decided_on": before,
        "paragraph": "§ 56",
        "registry_number": "2016.119",
        "recipients": "Akten",
    }
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "reason": "Fel dag"}).status_code == 302
    assert client.post(address, {**data, "paragraph": "§ 57", "reason": "Fel"}).status_code == 409

    decision.refresh_from_db()
    proposal.refresh_from_db()
    for row in (decision, proposal):
        assert (row.decided_on.isoformat(), row.paragraph, row.registry_number) == (before, "§ 56", "2016.119")
    assert decision.meeting.held_on.isoformat() == before
    assert decision.history.first().history_change_reason == "Fel dag"
    assert [one.recipient for one in decision.dispatches.all()] == ["Akten"]


def test_what_is_corrected_beside_the_edition_follows_in_the_decision(
    plan: Plan, board: Unit, anna: User, proposal: Edition
) -> None:
    client = as_user(anna)
    data = {"version": 1, "body": board.pk, "decided_on": YESTERDAY.isoformat(), "paragraph": "§ 55"}
    assert client.post(url("edition_adopt", proposal.pk), data).status_code == 302
    decision = Decision.objects.get()
    assert (decision.matter, decision.outcome) == (matter_of_plan(plan=plan, by=anna), "adopt")

    corrected = {"version": 2, "decided_on": YESTERDAY.isoformat(), "paragraph": "§ 56", "registry_number": "KS 9"}
    assert client.post(url("edition_update", proposal.pk), corrected).status_code == 302
    decision.refresh_from_db()
    assert (decision.paragraph, decision.paragraph_key, decision.registry_number) == ("§ 56", "56", "KS 9")


def test_a_paragraph_of_another_decision_is_refused_in_the_short_way_too(
    matter: Matter, board: Unit, anna: User, proposal: Edition
) -> None:
    record_decision(matter=matter, body=board, met_on=YESTERDAY, paragraph="§ 55", outcome=Outcome.TABLE, by=anna)
    data = {"version": 1, "body": board.pk, "decided_on": YESTERDAY.isoformat(), "paragraph": "KS § 55"}
    refused = as_user(anna).post(url("edition_adopt", proposal.pk), data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["paragraph"])


def test_a_decision_is_taken_away_unless_it_put_something_in_force(
    matter: Matter, board: Unit, anna: User, proposal: Edition
) -> None:
    shared = {"matter": matter, "body": board, "met_on": YESTERDAY, "by": anna}
    wrong = record_decision(**shared, paragraph="§ 54", outcome=Outcome.TABLE)
    adopting = record_decision(**shared, paragraph="§ 55", outcome=Outcome.ADOPT, edition=proposal)
    client = as_user(anna)
    for one, status in ((wrong, 302), (adopting, 422)):
        page(client, url("decision_withdraw", one.pk))
        answer = client.post(url("decision_withdraw", one.pk), {"version": one.version, "reason": "Fel ärende"})
        assert answer.status_code == status
    assert list(Decision.objects.current()) == [adopting]
    assert wrong.matter.registrations.filter(target_pk=wrong.pk).count() == 0
    record_decision(**shared, paragraph="§ 54", outcome=Outcome.TABLE)
    assert "Fel ärende" not in page(client, wrong.get_absolute_url())


def test_the_changed_version_is_chosen_beside_what_it_changes(
    matter: Matter, plan: Plan, board: Unit, anna: User, proposal: Edition
) -> None:
    decision = record_decision(
        matter=matter,
        body=board,
        met_on=YESTERDAY,
        paragraph="§ 55",
        outcome=Outcome.ADOPT_CHANGED,
        amendment="Lägg till en åtgärd.",
        edition=proposal,
        by=anna,
    )
    client, address = as_user(anna), url("decision_adopt_amended", decision.pk)
    assert address in page(client, decision.get_absolute_url())
    assert url("edition_freeze", plan.pk) in page(client, address)
    MeasureFactory(plan=plan, text="KAN-ÄNDRING")
    changed = freeze_edition(plan=plan, body=board, by=anna)
    assert "KAN-ÄNDRING" in page(client, address)
    assert client.post(address, {"version": 1, "edition": proposal.pk}).status_code == 422
    assert client.post(address, {"version": 1, "edition": changed.pk}).status_code == 302
    assert client.post(address, {"version": 2, "edition": changed.pk}).status_code == 422
    states = dict(plan.editions.values_list("number", "state"))
    assert states == {1: "proposal", 2: "adopted"}


def test_a_task_with_a_day_is_coming_for_the_coordinator(matter: Matter, board: Unit, anna: User) -> None:
    soon = localdate() + timedelta(days=20)
    point = {"kind": "commission", "text": "Följ upp planen", "who": "Förvaltningen", "report_by": soon}
    decision = record_decision(
        matter=matter, body=board, met_on=YESTERDAY, outcome=Outcome.ENDORSE, points=[point], by=anna
    )
    found = coming(fresh(anna), today=localdate())
    assert [(one.kind, one.target, one.days) for one in found] == [("commission_due", decision, 20)]
    assert "Förvaltningen" in page(as_user(anna), "/")
    assert coming(fresh(member(Role.REGISTRAR, board.municipality)), today=localdate()) == []


def test_the_page_costs_the_same_whatever_the_number_of_recipients(matter: Matter, board: Unit, anna: User) -> None:
    counts = []
    for names in (["A"], ["A", "B", "C"]):
        decision = record_decision(
            matter=matter, body=board, met_on=YESTERDAY, outcome=Outcome.TABLE, recipients=names, by=anna
        )
        client = as_user(fresh(anna))
        page(client, decision.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, decision.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_member_reads_and_does_not_note(matter: Matter, board: Unit) -> None:
    decision = DecisionFactory(matter=matter)
    client = as_user(member(Role.MEMBER, unit=board))
    assert url("decision_update", decision.pk) not in page(client, decision.get_absolute_url())
    for route, row in (("decision_create", matter), ("decision_update", decision), ("dispatch_note", decision)):
        page(client, url(route, row.pk), 403)
