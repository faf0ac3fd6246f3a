"""Two who write one section at once: the slower one is shown how the texts go together, and saves what was chosen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from plans.services.section import update_section
from tests.plans.factories import SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
BODY = "<p>Ett</p>\n<p>Två</p>\n<p>Tre</p>"


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def section(client, anna):
    client.force_login(anna)
    return SectionFactory(plan__municipality=anna.municipality, heading="Syfte", body=BODY)


def address(section) -> str:
    return reverse("plans:section_update", args=[section.pk])


def overtaken(client, section, *, mine: dict[str, Any], theirs: dict[str, Any], by: Any = None):
    """The answer to a save from a form that was opened before another saved."""
    slow = {"version": section.version, "heading": "Syfte", "body": BODY, "is_numbered": "on"}
    by = by or member(Role.COORDINATOR, section.municipality, name="Bo Ek")
    update_section(section=section, version=None, by=by, **{"heading": "Syfte", "body": BODY, **theirs})
    return client.post(address(section), slow | mine)


def sent_again(answer) -> dict[str, str]:
    """What the page of a conflict sends when nothing is chosen otherwise."""
    page = answer.content.decode().split('<form class="form merge"')[1].split("</form>")[0]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", page):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") != "radio" or " checked" in tag:
            fields[given["name"]] = given["value"].replace("&lt;", "<").replace("&gt;", ">")
    return fields


def standing(section) -> tuple[str, str]:
    section.refresh_from_db()
    return section.heading, section.body


def test_changes_in_different_places_are_put_together_and_saved(client, section):
    mine, theirs = {"body": BODY.replace("Ett", "ETT")}, {"heading": "Mål", "body": BODY.replace("Tre", "TRE")}
    answer = overtaken(client, section, mine=mine, theirs=theirs)
    assert answer.status_code == 409
    assert answer.context["form"].merge.questions == 0
    assert client.post(address(section), sent_again(answer)).status_code == 302
    assert standing(section) == ("Mål", "<p>ETT</p>\n<p>Två</p>\n<p>TRE</p>")


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "<p>Min</p>"), ("theirs", "<p>Deras</p>"), ("both", "<p>Deras</p>\n<p>Min</p>")]
)
def test_a_block_that_both_changed_is_chosen(client, section, choice, text):
    mine, theirs = ({"body": BODY.replace("Två", word)} for word in ("Min", "Deras"))
    answer = overtaken(client, section, mine=mine, theirs=theirs)
    page = answer.content.decode()
    assert "På 1 ställe har ni båda ändrat" in page
    assert "Min</ins>" in re.sub(r"<span class=.visually-hidden.>[^<]*</span>", "", page)
    client.post(address(section), sent_again(answer) | {"choose-body-0": choice})
    assert standing(section)[1] == f"<p>Ett</p>\n{text}\n<p>Tre</p>"


@pytest.mark.parametrize(("choice", "heading"), [("mine", "Min"), ("theirs", "Deras")])
def test_a_heading_that_both_changed_is_chosen(client, section, choice, heading):
    answer = overtaken(client, section, mine={"heading": "Min"}, theirs={"heading": "Deras"})
    client.post(address(section), sent_again(answer) | {"choose-heading": choice})
    assert standing(section)[0] == heading


def test_a_third_who_saves_while_one_chooses_is_met_in_the_same_way(client, section):
    answer = overtaken(client, section, mine={"body": BODY.replace("Ett", "Min")}, theirs={"heading": "Mål"})
    cia = member(Role.COORDINATOR, section.municipality)
    section.refresh_from_db()
    body = section.body.replace("Tre", "Cias")
    update_section(section=section, version=section.version, heading="Mål", body=body, by=cia)
    second = client.post(address(section), sent_again(answer))
    assert second.status_code == 409
    assert client.post(address(section), sent_again(second)).status_code == 302
    assert standing(section) == ("Mål", "<p>Min</p>\n<p>Två</p>\n<p>Cias</p>")


def test_one_can_go_on_writing_in_the_merged_text(client, section):
    mine, theirs = {"body": BODY.replace("Ett", "Min")}, {"body": BODY.replace("Tre", "Deras")}
    answer = overtaken(client, section, mine=mine, theirs=theirs)
    form = client.post(address(section), sent_again(answer) | {"edit": "1"})
    assert form.status_code == 200
    assert form.context["form"]["body"].value() == "<p>Min</p>\n<p>Två</p>\n<p>Deras</p>"
    assert str(form.context["form"]["version"].value()) == "2"
    assert standing(section)[1] == BODY.replace("Tre", "Deras")


def test_words_that_each_changed_apart_in_one_paragraph_are_put_together(client, section):
    before = "<p>Ett gammalt hus i byn</p>"
    bo = member(Role.COORDINATOR, section.municipality)
    section = update_section(section=section, version=1, heading="Syfte", body=before, by=bo)
    mine, theirs = before.replace("hus", "<strong>hus</strong>"), before.replace("byn", "staden")
    answer = overtaken(client, section, mine={"body": mine}, theirs={"body": theirs})
    assert answer.context["form"].merge.questions == 0
    form = client.post(address(section), sent_again(answer) | {"edit": "1"}).context["form"]
    assert form["body"].value() == "<p>Ett gammalt <strong>hus</strong> i staden</p>"


def test_nothing_is_chosen_for_anybody_and_nothing_is_lost(client, section):
    answer = overtaken(
        client, section, mine={"heading": "Min", "body": "<p>Mitt</p>"}, theirs={"heading": "Er", "body": "<p>Ert</p>"}
    )
    assert " checked" not in answer.content.decode().split('<form class="form merge"')[1]
    for press in ({}, {"edit": "1"}):
        again = client.post(address(section), sent_again(answer) | press | {"choose-heading": "theirs"})
        page = again.content.decode()
        assert again.status_code == 422
        assert page.count("Välj vilken text som ska stå här.") == 1
        assert 'href="#choose-body-0"' in page
        assert "Bo Ek sparade" in page
        assert sent_again(again)["body"] == "<p>Mitt</p>"
        assert sent_again(again)["choose-heading"] == "theirs"
    assert standing(section) == ("Er", "<p>Ert</p>")
    assert client.post(address(section), sent_again(again) | {"choose-body-0": "mine"}).status_code == 302
    assert standing(section) == ("Er", "<p>Mitt</p>")


def test_who_saved_and_when_is_said(client, section):
    answer = overtaken(client, section, mine={"body": "<p>Min</p>"}, theirs={"body": "<p>Deras</p>"})
    at = timezone.localtime(section.history.latest().history_date)
    assert f"Bo Ek sparade {at:%H:%M}." in answer.content.decode()


def test_ones_own_save_in_another_tab_is_called_so(client, section, anna):
    answer = overtaken(client, section, mine={"body": "<p>Min</p>"}, theirs={"body": "<p>Deras</p>"}, by=anna)
    page = answer.content.decode()
    assert "Du sparade i en annan flik" in page
    assert "Texten i den andra fliken" in page
    assert "Deras text" not in page


def test_the_merged_text_says_that_it_is_not_saved(client, section):
    answer = overtaken(client, section, mine={"heading": "Min"}, theirs={"body": "<p>Deras</p>"})
    page = client.post(address(section), sent_again(answer) | {"edit": "1"}).content.decode()
    assert "Här är den sammanslagna texten. Den är inte sparad än." in page


def test_the_same_text_twice_is_no_conflict(client, section):
    assert overtaken(client, section, mine={"body": "<p>A</p>"}, theirs={"body": "<p>A</p>"}).status_code == 302


def test_a_section_that_was_moved_meanwhile_stays_where_it_was_moved(client, section):
    parent = SectionFactory(plan=section.plan)
    answer = overtaken(client, section, mine={"body": "<p>Min</p>"}, theirs={"parent": parent})
    assert client.post(address(section), sent_again(answer)).status_code == 302
    assert standing(section)[1] == "<p>Min</p>"
    assert section.parent == parent


@pytest.mark.parametrize(
    "spoilt", [{"merge_base": "x"}, {"merge_base": "99"}, {"version": "99"}, {"choose-body-0": "?"}]
)
def test_a_spoilt_choice_is_no_fault_and_loses_nothing(client, section, spoilt):
    answer = overtaken(client, section, mine={"body": "<p>Min</p>"}, theirs={"body": "<p>Deras</p>"})
    again = client.post(address(section), sent_again(answer) | spoilt)
    assert again.status_code in (302, 409, 422)
    told = again.content.decode() if again.status_code != 302 else standing(section)[1]
    assert "Min" in told


def test_what_a_stranger_to_the_form_sends_as_text_is_cleaned_before_it_is_shown(client, section):
    answer = overtaken(client, section, mine={"body": "<p>Min</p>"}, theirs={"body": "<p>Deras</p>"})
    bad = sent_again(answer) | {"body": "<p>Min</p><script>alert(1)</script>", "version": "1"}
    assert "<script>alert" not in client.post(address(section), bad).content.decode()
