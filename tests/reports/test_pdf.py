"""The printed plan, as a reader, a screen reader and a checker meet it. (Assertions, not a certificate.)"""

import io
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from reports.documents.plan import Paper, plan_document
from reports.rendering import Rendered, render_pdf
from tests.reports.examples import ADOPTED, SENTENCES, full_measure, full_plan, full_round
from tests.reports.pdfs import (
    elements,
    embedded_fonts,
    is_ours,
    outline_titles,
    pages_of,
    pieces_of,
    printed,
    squeezed,
    tagged,
    text_of,
)
from tests.reports.test_rendering import PIXEL
from tests.reports.values import area, measure, plan_values, responsibility

PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"


@pytest.fixture(scope="module")
def made() -> Rendered:
    return printed(plan_document(full_plan(), ADOPTED, full_round()))


@pytest.fixture(scope="module")
def pdf(made: Rendered) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        yield opened


def test_the_renderer_has_nothing_to_complain_about(made):
    assert made.problems == ()


def test_the_renderer_tells_the_pages_also_when_it_sets_some_of_them_again():
    """The contents give page numbers, so their page is set anew when those are known."""
    document = plan_document(full_plan(2), Paper(label="Utkast"))
    told: list[int] = []

    made = render_pdf(document.html, stylesheets=document.stylesheets, on_sign_of_life=told.append)

    assert max(told) == made.pages


def test_the_same_plan_gives_the_same_bytes(made):
    assert printed(plan_document(full_plan(), ADOPTED, full_round())).content == made.content


def test_it_says_what_it_is(pdf):
    assert str(pdf.Root.Lang) == "sv"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata[PDFUA] == "1"
        assert metadata["dc:title"] == full_plan()["title"]
        assert metadata["dc:creator"] == ["Exempelby kommun"]
    assert str(pdf.docinfo["/Title"]) == full_plan()["title"]
    assert "/CreationDate" not in pdf.docinfo


def test_its_headings_step_down_one_at_a_time(pdf):
    levels = [int(str(one.S)[2]) for one in tagged(pdf, "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_its_bookmarks_lead_to_every_section_and_area(pdf):
    titles = outline_titles(pdf)

    assert titles[:3] == [full_plan()["title"], "Innehåll", "Uppföljning"]
    assert "1.1 Mål 1" in titles
    assert titles[-3:] == [f"Förebyggande arbete, del {number}" for number in (1, 2, 3)]


def test_every_header_cell_has_a_scope_and_every_cell_its_headers(pdf):
    header_cells, cells = tagged(pdf, "/TH"), tagged(pdf, "/TD")
    identifiers = [str(cell.ID) for cell in header_cells]

    assert {str(cell.A.Scope) for cell in header_cells} == {"/Column", "/Row"}
    assert len(identifiers) == len(set(identifiers))
    named = {str(name) for cell in cells for name in cell.A.get("/Headers", [])}
    assert named <= set(identifiers)
    assert all(len(cell.A.Headers) >= 1 for cell in cells)


def test_the_tree_of_identifiers_leads_to_the_header_cells(pdf):
    (leaf,) = pdf.Root.StructTreeRoot.IDTree.Kids
    names = list(leaf.Names)

    assert len(names) // 2 == len(tagged(pdf, "/TH"))
    assert [str(key) for key in names[::2]] == sorted(str(key) for key in names[::2])
    assert all(str(cell.ID) == str(key) for key, cell in zip(names[::2], names[1::2], strict=True))


def test_every_page_s_content_is_tagged_or_an_artifact(pdf):
    for page in pdf.pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                depth += 1
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in ("Tj", "TJ"):
                assert depth > 0, operands
        assert depth == 0


def test_links_of_the_contents_have_words_and_a_place_in_the_tree(pdf):
    links = [link for page in pdf.pages for link in page.get("/Annots", [])]

    assert len(links) >= len(tagged(pdf, "/Link")) > 5
    assert all("/Contents" in link and "/StructParent" in link for link in links)


def test_every_font_is_embedded_and_one_of_ours(pdf):
    fonts = embedded_fonts(pdf)

    assert {name.rstrip(",") for name in fonts} >= {"Source-Sans-3", "Source-Serif-4", "Noto-Sans-Symbols-2"}
    assert all(is_embedded and is_ours(name) for name, is_embedded in fonts.items()), fonts


def test_qpdf_finds_nothing_wrong(made, tmp_path: Path):
    if shutil.which("qpdf") is None:
        with pikepdf.open(io.BytesIO(made.content)) as opened:
            assert opened.check_pdf_syntax() == []
        return
    path = tmp_path / "plan.pdf"
    path.write_bytes(made.content)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_every_cell_s_text_can_be_read(made):
    text = squeezed(text_of(made.content))

    for number in range(1, 25):
        one = full_measure(number)
        said = [one["text"], one["time"]["wording"], one["comment"], *one["levels"], one["condition"]]
        said += [activity["text"] for activity in one["activities"]]
        said += [indicator["text"] for indicator in one["indicators"]]
        said += [responsibility["wording"] for responsibility in one["responsibilities"]]
        for cell in said:
            assert squeezed(cell) in text, cell


def test_every_answer_can_be_read_and_the_silent_are_named(made):
    text = squeezed(text_of(made.content))

    for one in full_round()["measures"].values():
        for report in one["reports"]:
            for said in (report["unit"], report["result"], report["comment"]):
                assert squeezed(said) in text
    assert text.count(squeezed("Har inte svarat: Rådet för trygghet och hälsa")) == 3  # the page, and two measures


def test_every_page_but_the_cover_says_whose_it_is_and_which_page(made):
    pages = pages_of(made.content)

    assert len(pages) == made.pages
    assert "sida" not in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert f"sida {number} av {made.pages}" in page
        assert "Dnr KS/2026:168" in page
        assert squeezed("Exempelby kommun · Handlingsplan mot våldsbejakande extremism 2027–2030") in squeezed(page)
        assert "Antagen" in page


def test_the_contents_give_the_page_that_each_heading_stands_on(made):
    pages = pages_of(made.content)
    listed = dict(re.findall(r"(Förebyggande arbete, del \d|Åtgärder|Uppföljning) ?[. ]+(\d+)", pages[1]))

    assert len(listed) == 5
    for heading, number in listed.items():
        assert heading in pages[int(number) - 1]


def test_no_page_is_empty(made):
    assert all(len(squeezed(page)) > 150 for page in pages_of(made.content))


def test_no_heading_is_the_last_thing_on_its_page(made):
    by_page = defaultdict(list)
    for piece in pieces_of(made.content):
        by_page[piece.page].append(piece)
    headings = re.compile(r"^(\d(\.\d)*\s|Kapitel|Delmål|Mål|Förebyggande arbete, del)")
    for page in list(by_page)[2:]:  # after the cover and the contents
        foot = max(piece.y for piece in by_page[page] if "sida" in piece.text)
        lowest = min((piece for piece in by_page[page] if piece.y > foot + 5), key=lambda piece: piece.y)
        assert not headings.match(lowest.text), lowest


def test_the_header_row_stands_on_every_page_of_a_table(made):
    for page in pages_of(made.content):
        if "Utvecklingsstrateg" in page:
            assert squeezed("Indikator/mätetal") in squeezed(page)


def test_a_row_that_no_page_can_hold_is_cut_and_its_header_row_repeated():
    tall = measure(1, text=SENTENCES[0] * 120, responsibilities=[responsibility("responsible", "RTH")])
    made = printed(plan_document(plan_values(focus_areas=[area("A", tall)]), Paper(label="Utkast")))

    pages = pages_of(made.content)[2:]
    assert len(pages) > 1
    assert all("Ansvarig" in page for page in pages)
    assert squeezed("".join(pages)).count(squeezed(SENTENCES[0])) > 100


def test_text_never_leaves_the_paper():
    """Ten columns of the longest words: hyphenated, never over the edge."""
    word = "Samhällsbyggnadsförvaltningsorganisationen " * 4
    crowded = full_measure(1)
    crowded |= {"text": word, "result": word, "comment": word * 2, "levels": [word, word]}
    crowded["responsibilities"] = [
        responsibility("responsible", "Utbildningsförvaltningen"),
        responsibility("actor", word),
    ]
    made = printed(plan_document(plan_values(focus_areas=[area("A", crowded)]), ADOPTED))

    with pikepdf.open(io.BytesIO(made.content)) as opened:
        widths = [float(page.mediabox[2]) for page in opened.pages]
    assert all(40 <= piece.x < widths[piece.page] - 40 for piece in pieces_of(made.content))
    assert squeezed(word) in squeezed(text_of(made.content))


def test_a_long_title_and_many_fields_stay_on_one_cover():
    fields = [{"label": f"Fält nummer {number}", "state": "value", "value": "text " * 8} for number in range(20)]
    made = printed(plan_document(plan_values(title="Riktlinjer för samverkan " * 12, header=fields), ADOPTED))

    assert made.pages == 1


@pytest.mark.parametrize("fields", [1, 6, 20])
def test_the_imprint_stands_below_the_header_fields(fields):
    header = [{"label": f"Fält {number}", "state": "value", "value": f"värde {number}"} for number in range(fields)]
    made = printed(plan_document(plan_values(header=header), ADOPTED))

    places = {piece.text: piece.y for piece in pieces_of(made.content)}
    imprint = next(y for text, y in places.items() if text.startswith("Version 2"))
    lowest_field = next(y for text, y in places.items() if f"värde {fields - 1}" in text)
    assert 40 < imprint < lowest_field - 15
    assert made.pages == 1


def test_the_figures_of_the_cover_have_an_alternative_text():
    made = printed(plan_document(plan_values(), Paper(label="Utkast", logo=PIXEL)))

    with pikepdf.open(io.BytesIO(made.content)) as opened:
        assert [str(one.Alt) for one in elements(opened) if one.S == "/Figure"] == ["Logotyp för Exempelby kommun"]
