"""A plan's values as the HTML that is printed."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from reports.documents.plan import LOGO, Paper, plan_context, plan_document
from tests.reports.values import (
    activity,
    answer,
    area,
    indicator,
    measure,
    plan_values,
    report,
    responsibility,
    round_values,
    section,
    time,
    uid,
    unit,
)

DRAFT = Paper(label="Utkast")


def context(round_answers=None, paper=DRAFT, **fields):
    with translation.override("sv"):
        return plan_context(plan_values(**fields), paper, round_answers)


def cells(*measures, round_answers=None, **fields):
    """The table of one area as {column: [cells]}."""
    made = context(round_answers, focus_areas=[area("Utbildning", *measures)], **fields)
    keys = [column.key for column in made["columns"]]
    return {key: [row.cells[place] for row in made["areas"][0].rows] for place, key in enumerate(keys)}


def test_a_header_field_is_printed_when_filled_in_or_said_not_to_apply():
    assert dict(context()["header"]) == {
        "Senast reviderad": "<p>–</p>",
        "Giltighet": "<p>2027–2030</p>",
        "Dokumenttyp": "<p>Handlingsplan</p>",
        "Ansvarig verksamhet": "<p>Kommunledningsförvaltningen</p>",
        "Sekretess": "<p>Öppen handling</p>",
    }


def test_the_decision_stands_on_the_cover_as_far_as_it_is_known():
    assert Paper(label="Antagen").decision == ""
    assert Paper(label="Antagen", decided_by="Kommunstyrelsen").decision == "Kommunstyrelsen"
    adopted = Paper(label="Antagen", decided_by="Kommunstyrelsen", decided_on=date(2027, 3, 12), paragraph="55")
    assert adopted.decision == "Kommunstyrelsen, 12\xa0mars\xa02027, §\xa055"


def test_a_draft_says_on_its_cover_and_at_its_foot_when_it_was_printed():
    draft = Paper(label="Utkast", printed_at=datetime(2026, 11, 21, 14, 5, tzinfo=UTC))

    html = plan_document(plan_values(), draft).html
    assert "<b>Utkast, utskrivet 2026-11-21 14:05</b>" in html
    assert 'data-foot="Dnr KS/2026:168 · Utkast, utskrivet 2026-11-21 14:05"' in html
    html = plan_document(plan_values(registry_number=None), draft).html
    assert 'data-foot="Utkast, utskrivet 2026-11-21 14:05"' in html


def test_the_edition_s_own_registry_number_comes_first():
    assert context(paper=Paper(label="Antagen", registry_number="KS 55"))["registry_number"] == "KS 55"
    assert context()["registry_number"] == "KS/2026:168"
    assert context(registry_number=None)["registry_number"] == ""


def test_sections_are_printed_in_reading_order_with_their_numbers_and_depth():
    tree = [section("Ett", "text", section("Ett ett", number="1.1"), number="1"), section("Två")]

    printed = context(sections=tree)["sections"]

    assert [(one.heading.tag, one.heading.label) for one in printed] == [
        ("h2", "1 Ett"),
        ("h3", "1.1 Ett ett"),
        ("h2", "Två"),
    ]


def test_a_deep_section_is_still_a_heading():
    tree = section("botten")
    for depth in range(8):
        tree = section(f"nivå {depth}", "", tree)

    assert context(sections=[tree])["sections"][-1].heading.tag == "h6"


def test_the_contents_list_two_levels_of_sections_and_every_area():
    tree = [section("Ett", "", section("Ett ett", "", section("för djupt")))]
    made = context(sections=tree, focus_areas=[area("A", measure(1)), area("tomt"), area("B\nC", measure(2))])

    assert [heading.label for heading in made["contents"]] == ["Ett", "Ett ett", "Åtgärder", "A", "B · C"]


def test_an_area_s_table_has_the_plan_s_labels_or_its_own():
    own = {"result": "Utfall", "comment": ""}
    made = context(
        focus_areas=[area("A", measure(1, result="Klart", comment="Bra")), area("B", measure(2), labels=own)],
        column_labels={"result": "Resultat 2017", "focus_area": "Insatsområde"},
    )

    assert [area.labels for area in made["areas"]] == [
        ("Nr", "Resultat 2017", "Kommentar"),
        ("Nr", "Utfall", "Kommentar"),
    ]
    assert {area.word for area in made["areas"]} == {"Insatsområde"}


def test_measures_without_an_area_stand_under_a_heading_of_their_own_beside_those_with_one():
    made = context(focus_areas=[area("A", measure(1)), area("", measure(2))])

    assert [heading.label for heading in made["contents"]] == ["Åtgärder", "A", "Åtgärder utan område"]
    assert (made["areas"][1].has_heading, made["areas"][1].word) == (True, "")


def test_a_plan_without_areas_says_measures_and_nothing_of_areas():
    document = plan_document(plan_values(sections=[section("Ett")], focus_areas=[area("", measure(1))]), DRAFT)

    assert "Åtgärder utan område" not in document.html
    assert document.html.count("Åtgärder</h2>") == 1


def test_an_activity_s_time_is_added_only_when_its_text_does_not_say_it():
    said = activity("Utbildningsplan (våren 2017)", "våren 2017")
    unsaid = activity("Bedöma behov", "2016")

    assert cells(measure(1, activities=[said, unsaid]))["activities"] == [
        "<ul><li>Utbildningsplan (våren 2017)</li><li>Bedöma behov (2016)</li></ul>"
    ]


def test_a_measure_s_text_tells_its_condition_and_where_it_comes_from():
    cell = cells(measure(1, text="Vägleda", condition="vid behov", section_number="2.1"))["text"][0]

    assert cell == '<p>Vägleda</p><p class="note">Villkor: vid behov</p><p class="note">Avsnitt 2.1</p>'


def test_every_part_of_the_responsibility_is_said_in_its_own_wording():
    one = measure(
        1,
        responsibilities=[
            responsibility("responsible", "RTH", subject="Rådet för trygghet och hälsa"),
            responsibility("in_consultation", "Socialtjänst"),
            responsibility("in_consultation", "Barn och utbildning"),
            responsibility("consult_when_needed", "Polisen"),
            responsibility("reports_back", "", subject="Kultur och teknik"),
            responsibility("convener", "Säkerhetschefen"),
            responsibility("actor", "Webbredaktör", scope_note="publicering"),
            responsibility("actor", "Utvecklingsstrateg (innehåll)", scope_note="innehåll"),
            responsibility("actor", "Utvecklingsstrateg (innehåll)"),
        ],
    )

    printed = cells(one)

    assert printed["actors"] == ["<ul><li>Webbredaktör (publicering)</li><li>Utvecklingsstrateg (innehåll)</li></ul>"]
    assert printed["responsible"] == [
        "<p>RTH</p>"
        '<p><span class="part">Återrapporterar:</span> Kultur och teknik</p>'
        '<p><span class="part">I samråd med:</span> Socialtjänst, Barn och utbildning</p>'
        '<p><span class="part">Vid behov i samråd med:</span> Polisen</p>'
        '<p><span class="part">Sammankallar:</span> Säkerhetschefen</p>'
    ]


def test_whom_a_party_acts_together_with_stands_in_its_own_clause():
    parties = [
        responsibility("actor", "Utvecklingsstrateg i samverkan med:"),
        responsibility("in_consultation", "Socialtjänst"),
        responsibility("in_consultation", "Barn och utbildning"),
        responsibility("responsible", "RTH"),
    ]

    printed = cells(measure(1, responsibilities=parties))

    assert printed["actors"] == [
        "<ul><li>Utvecklingsstrateg i samverkan med:</li><li>Socialtjänst</li><li>Barn och utbildning</li></ul>"
    ]


def test_levels_time_and_targets_have_their_columns():
    printed = cells(measure(1, levels=["Generell"], time=time("löpande"), indicators=[indicator("Antal", "4")]))

    assert printed["levels"] == ["Generell"]
    assert printed["time"] == ["löpande"]
    assert printed["indicators"] == ["Antal (mål: 4)"]


def test_answers_are_printed_unit_by_unit_and_the_silent_are_named():
    answers = answer(
        "not_met",
        report("Socialtjänst", "fully", "Klart.", indicator_values=[{"indicator": "Antal", "value": "34"}]),
        report("Kultur", "not_met", "Inget.", "Utbildaren ställde in."),
        silent=("RTH",),
    )
    printed = cells(
        measure(1, result="Eget", comment="Egen"), round_answers=round_values({uid("measure 1"): answers}, [])
    )

    result, comment = printed["result"][0], printed["comment"][0]
    assert result.startswith('<p>Eget</p><div class="answers"><p class="outcome"><span class="fulfilment not-met">')
    for said in (
        "✗</span>\xa0Ej uppfyllt",
        "2 av 3 har svarat",
        "<b>Socialtjänst</b>",
        "✓</span>\xa0Helt uppfyllt",
        "Antal: 34",
    ):
        assert said in result
    assert '<p class="silent"><b>Har inte svarat:</b> RTH</p>' in result
    assert comment == (
        '<p>Egen</p><div class="answers"><p class="unit"><b>Kultur</b></p><p>Utbildaren ställde in.</p></div>'
    )


def test_a_lone_unit_s_fulfilment_is_said_once():
    answers = round_values({uid("measure 1"): answer("fully", report("Socialtjänst", "fully", "Klart."))}, [])

    result = cells(measure(1), round_answers=answers)["result"][0]

    assert result.count("Helt uppfyllt") == 1
    assert "har svarat" not in result


def test_a_measure_that_nobody_was_asked_about_has_an_empty_result():
    answers = round_values({uid("measure 1"): answer("fully", report("S", "fully"))}, [])

    assert cells(measure(1), measure(2), round_answers=answers)["result"][1] == ""


def test_the_follow_up_page_counts_measures_and_names_who_is_silent():
    units = [unit("Socialtjänst"), unit("RTH", "silent"), unit("Kultur", "returned", "Vi väntar.")]

    follow_up = context(round_values({}, units, fully=3, not_assessed=1))["follow_up"]

    assert (follow_up.measures, follow_up.answered, follow_up.silent) == (4, 1, ("RTH",))
    assert follow_up.returned == ("Kultur",)
    assert [(one.key, one.number, one.share) for one in follow_up.counts] == [
        ("fully", 3, 75),
        ("partly", 0, 0),
        ("not-met", 0, 0),
        ("not-assessed", 1, 25),
        ("not-applicable", 0, 0),
    ]
    assert [(one.name, one.state) for one in follow_up.units] == [
        ("Socialtjänst", "Godkänd"),
        ("RTH", "Har inte svarat"),
        ("Kultur", "Återlämnad"),
    ]


def test_the_legend_names_in_the_plan_s_own_words_what_stands_in_the_table_and_nothing_else():
    reports = (report("Socialtjänst", "fully", "Klart."), report("Kultur", "partly", "Hälften."))
    answers = round_values({uid("measure 1"): answer("partly", *reports), uid("measure 9"): answer("not_met")}, [])
    made = context(answers, focus_areas=[area("A", measure(1))], fulfilment_labels={"fully": "Genomförd", "partly": ""})

    assert [(symbol, word) for _key, symbol, word in made["legend"]] == [("✓", "Genomförd"), ("◐", "Delvis uppfyllt")]


def test_a_plan_that_nobody_has_answered_has_no_legend():
    assert "Teckenförklaring" not in plan_document(plan_values(focus_areas=[area("A", measure(1))]), DRAFT).html


def test_a_fulfilment_that_no_measure_has_draws_no_bar():
    answers = round_values({}, [unit("Socialtjänst")], fully=1)
    html = plan_document(plan_values(), DRAFT, answers).html

    assert html.count('class="filled') == 1
    assert 'class="filled fully" style="width: 100%"' in html


def test_the_units_are_listed_without_the_columns_that_none_of_them_fills():
    silent = plan_document(plan_values(), DRAFT, round_values({}, [unit("RTH", "silent")])).html
    spoken = plan_document(plan_values(), DRAFT, round_values({}, [unit("Kultur", summary="Vi är klara.")])).html

    assert [word in silent for word in ("Inlämnad</th>", "Sammanfattning</th>")] == [False, False]
    assert [word in spoken for word in ("Inlämnad</th>", "Sammanfattning</th>")] == [True, True]


def test_a_list_of_contents_with_one_line_is_not_printed():
    assert context(focus_areas=[area("", measure(1))])["contents"] == []


ATTACK = '"><script src="http://evil.example/x"></script><img src=x onerror=alert(1)>\'; } @import url(http://evil)'


def test_whatever_is_written_anywhere_stays_text():
    values = plan_values(
        title=ATTACK,
        document_type=ATTACK,
        registry_number=ATTACK,
        municipality={"name": ATTACK, "phone": ATTACK},
        header=[{"label": ATTACK, "state": "value", "value": ATTACK}],
        column_labels={"focus_area": ATTACK, "text": ATTACK, "result": ATTACK},
        fulfilment_labels={"fully": ATTACK},
        sections=[
            section(ATTACK, ATTACK, number=ATTACK),
            section("Bilaga", f'<p class="footnote">{ATTACK}</p><a href="javascript:x">{ATTACK}</a>', is_annex=True),
        ],
        prevention_levels=[ATTACK],
        level_notes={ATTACK: {"description": ATTACK, "actors": ATTACK, "examples": ATTACK}},
        officials=[{"role": role, "name": ATTACK, "title": ATTACK} for role in ("officer", "signer")],
        related_documents=[
            {"kind": kind, "title": ATTACK, "reference": ATTACK, "url": url}
            for kind, url in (("source", "javascript:alert(1)"), ("law", f"https://x.example/{ATTACK}"))
        ],
        abbreviations=[[ATTACK, ATTACK]],
        focus_areas=[
            area(
                ATTACK,
                measure(
                    1,
                    text=ATTACK,
                    condition=ATTACK,
                    levels=[ATTACK, ATTACK],
                    time=time(ATTACK),
                    activities=[activity(ATTACK, ATTACK + "1"), activity(ATTACK)],
                    indicators=[indicator(ATTACK, ATTACK)],
                    responsibilities=[
                        responsibility(part, ATTACK, scope_note=ATTACK) for part in ("responsible", "actor", "convener")
                    ],
                    result=ATTACK,
                    comment=ATTACK,
                    section_number=ATTACK,
                ),
            )
        ],
    )
    told = report(ATTACK, "fully", ATTACK, ATTACK, indicator_values=[{"indicator": ATTACK, "value": ATTACK}])
    answers = round_values({uid("measure 1"): answer("partly", told, silent=(ATTACK,))}, [unit(ATTACK, summary=ATTACK)])
    paper = Paper(label=ATTACK, decided_by=ATTACK, paragraph=ATTACK, registry_number=ATTACK, edition=1)

    html = plan_document(values, paper, answers | {"title": ATTACK}).html

    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html
    assert html.count("@import url(http://evil)") > 30


def test_the_logo_comes_with_the_document_and_has_an_alternative_text():
    document = plan_document(plan_values(), Paper(label="Utkast", logo=b"png"))

    assert document.images == {LOGO: b"png"}
    assert f'<img class="logo" src="{LOGO}" alt="Logotyp för Exempelby kommun">' in document.html


@pytest.mark.parametrize(("length", "size"), [(20, "short"), (120, "long"), (300, "longest crowded")])
def test_a_long_title_is_set_smaller(length, size):
    assert context(title="x" * length)["cover_size"] == size


def test_many_header_fields_move_up():
    fields = [{"label": str(number), "state": "none", "value": ""} for number in range(15)]

    assert context(header=fields)["cover_size"] == "short crowded"


def test_an_empty_plan_is_a_cover_and_nothing_else():
    html = plan_document(plan_values(title=""), DRAFT).html

    assert "Plan utan titel" in html
    for part in ('class="contents"', 'class="sections"', 'class="measures"', 'class="follow-up"'):
        assert part not in html
