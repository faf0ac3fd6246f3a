"""The pages about papers: order, follow, download; and who gets which."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from plans.models import Edition, Plan
from plans.services.approval import ask_approval, recall_approval
from reports.models import ReportJob
from reports.sources import read_source
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import EditionFactory, PlanFactory, RoundFactory
from tests.reports.factories import ReportJobFactory, finished
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
PDF_BYTES = b"%PDF-1.7 made in a test"


@pytest.fixture
def municipality():
    return MunicipalityFactory(name="Exempelby kommun")


@pytest.fixture
def anna(municipality):
    return member(Role.COORDINATOR, municipality)


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def order_url(kind: str, source) -> str:
    return reverse("reports:report_order", args=[kind, source.pk])


def test_a_list_without_papers_says_how_to_get_one(anna):
    page = logged_in(anna).get(reverse("reports:report_list"))

    assert page.status_code == 200
    assert "Du har inte beställt något än" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_shows_my_papers_in_the_same_statements_whatever_their_number(
    anna, municipality, number, django_assert_max_num_queries
):
    for _paper in range(number):
        finished(ReportJobFactory(plan=PlanFactory(municipality=municipality), requested_by=anna))
        ReportJobFactory(edition=EditionFactory(plan__municipality=municipality), requested_by=anna)
    client = logged_in(anna)
    client.get(reverse("reports:report_list"))  # the first click also stamps the session

    with django_assert_max_num_queries(9):
        page = client.get(reverse("reports:report_list"))

    assert page.text.count("/hamta/") == number


def test_nobody_sees_another_person_s_papers(anna, municipality):
    job = finished(ReportJobFactory(plan=PlanFactory(municipality=municipality, title="KANARIE"), requested_by=anna))
    other = logged_in(member(Role.COORDINATOR, municipality))

    assert "KANARIE" not in other.get(reverse("reports:report_list")).text
    for route in ("reports:report_detail", "reports:report_download"):
        assert other.get(reverse(route, args=[job.pk])).status_code == 404


def test_a_draft_is_ordered_with_one_click(anna, municipality):
    plan = PlanFactory(municipality=municipality)
    client = logged_in(anna)
    assert "märkt Utkast på varje sida" in client.get(order_url("plan", plan)).text

    answer = client.post(order_url("plan", plan))

    job = ReportJob.objects.get()
    assert answer.status_code == 302
    assert answer.url == job.get_absolute_url()
    assert (job.plan, job.edition, job.requested_by) == (plan, None, anna)


def test_an_edition_is_ordered_alone_or_with_the_answers_of_a_round(anna, municipality):
    edition = EditionFactory(plan__municipality=municipality, state=Edition.State.ADOPTED)
    follow_up_round = RoundFactory(edition=edition, title="Uppföljning 2027")
    client = logged_in(anna)
    assert "Planen med svaren i Uppföljning 2027" in client.get(order_url("version", edition)).text

    client.post(order_url("version", edition), {"follow_up_round": ""})
    client.post(order_url("version", edition), {"follow_up_round": follow_up_round.pk})

    assert [job.follow_up_round for job in ReportJob.objects.order_by("pk")] == [None, follow_up_round]


def test_a_round_s_own_page_proposes_its_answers(anna, municipality):
    follow_up_round = RoundFactory(edition__plan__municipality=municipality)

    page = logged_in(anna).get(order_url("omgang", follow_up_round))

    assert f'value="{follow_up_round.pk}"' in page.text
    assert page.context["form"]["follow_up_round"].initial == str(follow_up_round.pk)


def test_an_edition_without_rounds_is_printed_alone_whatever_is_sent(anna, municipality):
    edition = EditionFactory(plan__municipality=municipality)

    logged_in(anna).post(order_url("version", edition), {"follow_up_round": RoundFactory().pk})

    assert ReportJob.objects.get().follow_up_round is None


def test_a_round_that_is_not_among_the_choices_is_a_clear_error(anna, municipality):
    edition = RoundFactory(edition__plan__municipality=municipality).edition
    foreign = RoundFactory()

    answer = logged_in(anna).post(order_url("version", edition), {"follow_up_round": foreign.pk})

    assert answer.status_code == 422
    assert not ReportJob.objects.exists()


@pytest.mark.parametrize(
    ("role", "kind", "state", "status"),
    [
        (Role.COORDINATOR, "plan", "proposal", 200),
        (Role.APPROVER, "plan", "proposal", 404),
        (Role.EMPLOYEE, "plan", "proposal", 404),
        (Role.MEMBER, "plan", "proposal", 404),
        (Role.ADMINISTRATOR, "plan", "proposal", 404),
        (Role.MEMBER, "version", "adopted", 200),
        (Role.MEMBER, "version", "proposal", 404),
        (Role.EMPLOYEE, "version", "adopted", 200),
        (Role.EMPLOYEE, "omgang", "adopted", 404),
        (Role.AUDITOR, "omgang", "adopted", 200),
        (Role.COORDINATOR, "nagot", "adopted", 404),
    ],
)
def test_whoever_may_read_may_print(municipality, role, kind, state, status):
    plan = PlanFactory(municipality=municipality)
    edition = EditionFactory(plan=plan, state=state)
    source = {"plan": plan, "omgang": RoundFactory(edition=edition)}.get(kind, edition)

    assert logged_in(member(role, municipality)).get(order_url(kind, source)).status_code == status


def test_another_municipality_prints_nothing_of_ours(municipality):
    plan = PlanFactory(municipality=municipality)
    stranger = logged_in(member(Role.COORDINATOR))

    assert stranger.post(order_url("plan", plan)).status_code == 404
    assert not ReportJob.objects.exists()


def test_a_withdrawn_plan_is_not_printed(anna, municipality):
    from django.utils import timezone

    plan = PlanFactory(municipality=municipality, withdrawn_at=timezone.now())

    assert logged_in(anna).get(order_url("plan", plan)).status_code == 404


def test_the_page_asks_again_until_the_paper_is_there(anna, municipality):
    plan = PlanFactory(municipality=municipality, title="Handlingsplan")
    job = ReportJobFactory(plan=plan, requested_by=anna, state="running", step="pages", progress=40, pages=7)
    client = logged_in(anna)

    page = client.get(job.get_absolute_url())
    assert 'hx-trigger="every 1s"' in page.text
    assert "Sätter sidorna, sida 7" in page.text
    assert 'value="40"' in page.text

    fragment = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert fragment.text.strip().startswith("<section")
    assert "<html" not in fragment.text

    finished(job)
    fragment = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert "hx-trigger" not in fragment.text
    assert reverse("reports:report_download", args=[job.pk]) in fragment.text
    assert job.file.sha256 in fragment.text


@pytest.mark.parametrize(
    ("as_format", "button", "link", "has_pages"),
    [("pdf", "Hämta PDF", "som PDF</a>", True), ("docx", "Hämta Word-filen", "som Word-fil</a>", False)],
)
def test_a_paper_is_offered_as_what_it_is(anna, municipality, as_format, button, link, has_pages):
    plan = PlanFactory(municipality=municipality)
    job = finished(ReportJobFactory(plan=plan, requested_by=anna, format=as_format))
    client = logged_in(anna)

    page = client.get(job.get_absolute_url()).text

    assert button in page
    assert ("<dt>Sidor</dt>" in page) is has_pages
    assert link in client.get(reverse("reports:report_list")).text


def test_a_failed_paper_says_why_and_how_to_go_on(anna, municipality):
    plan = PlanFactory(municipality=municipality)
    job = ReportJobFactory(plan=plan, requested_by=anna, state="failed", error="Det tog för lång tid.")

    page = logged_in(anna).get(job.get_absolute_url())

    assert "Det tog för lång tid." in page.text
    assert order_url("plan", plan) in page.text


def test_the_paper_is_downloaded_as_a_file_with_a_name(anna, municipality):
    plan = PlanFactory(municipality=municipality, title="Plan för Åmål / <b>")
    job = finished(ReportJobFactory(plan=plan, requested_by=anna), PDF_BYTES)

    answer = logged_in(anna).get(reverse("reports:report_download", args=[job.pk]))

    assert answer.content == PDF_BYTES
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan-for-amal-b-utkast.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_lost_the_right_to_read_does_not_get_the_paper(municipality):
    bo = member(Role.MEMBER, municipality)
    edition = EditionFactory(plan__municipality=municipality, state=Edition.State.PROPOSAL)
    job = finished(ReportJobFactory(edition=edition, requested_by=bo))

    for route in ("reports:report_download", "reports:report_detail"):
        assert logged_in(bo).get(reverse(route, args=[job.pk])).status_code == 404
    assert edition.title not in logged_in(bo).get(reverse("reports:report_list")).text


def test_a_round_s_paper_needs_the_right_to_the_round_too(municipality):
    bo = member(Role.EMPLOYEE, municipality)
    follow_up_round = RoundFactory(edition__plan__municipality=municipality)
    job = ReportJobFactory(edition=follow_up_round.edition, follow_up_round=follow_up_round, requested_by=bo)

    assert logged_in(bo).get(reverse("reports:report_download", args=[finished(job).pk])).status_code == 404


def test_an_unfinished_paper_leads_back_to_its_page(anna, municipality):
    job = ReportJobFactory(plan=PlanFactory(municipality=municipality), requested_by=anna)

    assert logged_in(anna).get(reverse("reports:report_download", args=[job.pk])).url == job.get_absolute_url()


@pytest.mark.parametrize("kind", ["plan", "version", "omgang"])
def test_a_paper_whose_bytes_are_gone_can_be_ordered_again(anna, municipality, kind):
    follow_up_round = RoundFactory(edition__plan__municipality=municipality)
    source = {
        "plan": {"plan": follow_up_round.edition.plan},
        "version": {"edition": follow_up_round.edition},
        "omgang": {"edition": follow_up_round.edition, "follow_up_round": follow_up_round},
    }[kind]
    job = finished(ReportJobFactory(**source, requested_by=anna), uuid.uuid4().bytes)
    default_storage.delete(job.file.path)

    answer = logged_in(anna).get(reverse("reports:report_download", args=[job.pk]), follow=True)

    assert answer.redirect_chain[0][0].startswith(f"/utskrifter/bestall/{kind}/")
    assert "Dokumentet finns inte kvar. Beställ det igen." in answer.text


def test_a_part_of_the_plan_is_ordered_and_named(anna, municipality):
    plan = PlanFactory(municipality=municipality)
    client = logged_in(anna)

    answer = client.post(order_url("plan", plan), {"part": "measures"}, follow=True)

    assert ReportJob.objects.get().part == "measures"
    assert "Utkast, endast åtgärder" in answer.text


def test_answers_are_not_printed_without_the_measures_that_they_stand_at(anna, municipality):
    follow_up_round = RoundFactory(edition__plan__municipality=municipality)

    sent = {"part": "prose", "follow_up_round": follow_up_round.pk}
    page = logged_in(anna).post(order_url("omgang", follow_up_round), sent)

    assert "Svaren står vid åtgärderna" in page.text
    assert not ReportJob.objects.exists()


@pytest.fixture
def karin(municipality):
    return member(Role.APPROVER, municipality)


@pytest.fixture
def asked(anna, karin, municipality):
    plan = PlanFactory(municipality=municipality, title="Som den var")
    asked = ask_approval(plan=plan, approver=karin, by=anna)
    Plan.objects.filter(pk=plan.pk).update(title="Som den blev")
    return asked


def test_the_approver_orders_a_paper_of_exactly_what_was_laid_there(karin, asked):
    client = logged_in(karin)
    assert order_url("godkannande", asked) in client.get(asked.get_absolute_url()).text
    assert client.post(order_url("godkannande", asked), {"part": "whole"}).status_code == 302
    job = ReportJob.objects.get(requested_by=karin)
    read = read_source(job.source)
    assert (job.approval, read.values["title"], read.paper.sha256) == (asked, "Som den var", asked.sha256)
    assert "Framlagd för godkännande" in client.get(job.get_absolute_url()).text


def test_no_other_approver_orders_it(municipality, asked):
    other = logged_in(member(Role.APPROVER, municipality))
    assert other.post(order_url("godkannande", asked), {"part": "whole"}).status_code == 404


def test_a_paper_of_what_was_taken_back_is_closed_to_the_approver_and_not_to_who_asked(anna, karin, asked):
    jobs = {one: finished(ReportJobFactory(edition=None, approval=asked, requested_by=one)) for one in (anna, karin)}
    recall_approval(approval=asked, by=anna)
    for one, status in ((anna, 200), (karin, 404)):
        for route in ("report_download", "report_detail"):
            assert logged_in(one).get(reverse(f"reports:{route}", args=[jobs[one].pk])).status_code == status
    assert logged_in(karin).get(order_url("godkannande", asked)).status_code == 404
    assert "Som den var" not in logged_in(karin).get(reverse("reports:report_list")).text
