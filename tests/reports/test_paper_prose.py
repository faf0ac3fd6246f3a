"""What a plan's text looks like on paper: notes, references, tables, pictures, annexes, and what stands after it."""

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest

from reports.documents.plan import Paper, plan_document
from reports.rendering import Rendered
from tests.reports.examples import full_measure
from tests.reports.pdfs import elements, outline_titles, pages_of, pieces_of, printed, squeezed, tagged, text_of
from tests.reports.test_rendering import PIXEL
from tests.reports.values import area, plan_values, section, uid

PICTURE, GONE = uid("picture"), uid("gone")
RIGHTS = (
    f'<p>Enligt <span class="reference" data-to="section:{uid("Uppdraget")}">avsnitt 9</span> och'
    f' <span class="reference" data-to="measure:{uid("measure 2")}">åtgärd 7</span> gäller konventionen'
    '<span class="footnote">SFS 2018:1197, <em>artikel 3</em>.</span> som lag,'
    f' se <span class="reference" data-to="section:{GONE}">det som fanns</span>.'
    ' <a href="https://www.exempelby.example/barn/">Läs mer</a> på <a href="https://scb.se">scb.se</a>.</p>\n'
    "<h4>Artiklar</h4>\n"
    "<blockquote><p><strong>Artikel 3</strong></p><p>Barnets bästa.</p></blockquote>\n"
    '<ol start="3"><li><p>tredje</p></li><li><p>fjärde</p></li></ol>\n'
    f'<img alt="En karta över kommunen" data-image="{PICTURE}">\n<img alt="" data-image="{PICTURE}">'
)
WORD = "Samhällsbyggnadsförvaltningen"


def table(columns: int) -> str:
    head = "".join(f"<th>{WORD} {number}</th>" for number in range(columns))
    cells = "".join(f"<td>{WORD} ska ta fram en rutin</td>" for _ in range(columns - 1))
    return f"<table><tbody><tr>{head}</tr><tr><th>{WORD}</th>{cells}</tr></tbody></table>"


def rights_plan(**fields):
    sections = [
        section("Uppdraget", "<p>Kommunen ska förebygga.</p>", number="1"),
        section("Barnets rättigheter", RIGHTS, section("Ansvar", table(4), number="2.1"), number="2"),
        section("Metod", "<p>Så skrevs planen.</p>", number="Bilaga 1", is_annex=True),
        section("Samråd", "<p>De som har hörts.</p>", number="Bilaga 2", is_annex=True),
    ]
    return plan_values(
        sections=sections,
        focus_areas=[area("Samordning", full_measure(1), full_measure(2))],
        images={PICTURE: {"sha256": "0", "width": 40, "height": 20}},
        level_notes={"Generell": {"description": "Riktas till alla.", "actors": "Skolan", "examples": ""}},
        officials=[
            {"role": "officer", "name": "Anna Ek", "title": "utvecklingsledare"},
            {"role": "signer", "name": "Bo Ask", "title": "kommundirektör"},
        ],
        related_documents=[
            {"kind": "governing", "title": "Folkhälsoprogram", "reference": "KS 9", "url": "https://f.example/x/"},
            {"kind": "source", "title": "Lägesbild 2026", "reference": "", "url": ""},
        ],
        abbreviations=[["RTH", "Rådet för trygghet och hälsa"]],
        **fields,
    )


def paper(part="whole") -> Paper:
    return Paper(label="Utkast", part=part, pictures={PICTURE: PIXEL})


@pytest.fixture(scope="module")
def made() -> Rendered:
    return printed(plan_document(rights_plan(), paper()))


@pytest.fixture(scope="module")
def pages(made: Rendered) -> list[str]:
    return pages_of(made.content)


@pytest.fixture(scope="module")
def pdf(made: Rendered) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        yield opened


def page_with(pages: list[str], words: str) -> int:
    """The number of the first page after the contents that says this."""
    return next(number for number, page in enumerate(pages, start=1) if number > 2 and words in page)


def test_nothing_is_complained_about_and_the_bytes_are_the_same_again(made):
    assert made.problems == ()
    assert printed(plan_document(rights_plan(), paper())).content == made.content


def test_a_note_stands_at_the_foot_of_the_page_that_calls_it(made, pages):
    page = page_with(pages, "konventionen")
    places = [piece for piece in pieces_of(made.content) if piece.page == page - 1]
    called = next(piece for piece in places if "konventionen" in piece.text)
    note = next(piece for piece in places if "SFS 2018:1197" in piece.text)

    assert note.y < min(piece.y for piece in places if "Barnets bästa" in piece.text) < called.y


def test_a_sentence_with_a_note_is_still_read_as_one(pages):
    assert squeezed("gäller konventionen1 som lag") in squeezed("".join(pages))


def test_a_note_is_tagged_as_one_with_its_number_and_found_by_its_identifier(pdf):
    (note,) = tagged(pdf, "/Note")
    (leaf,) = pdf.Root.StructTreeRoot.IDTree.Kids

    assert str(note.ID) in [str(key) for key in list(leaf.Names)[::2]]
    assert str(note.K[0].S) == "/Lbl"


def test_a_reference_says_what_it_points_at_today_and_on_which_page(made, pages):
    text = squeezed(text_of(made.content))

    assert squeezed(f"Enligt avsnitt 1 (s. {page_with(pages, 'Kommunen ska förebygga')})") in text
    assert squeezed(f"åtgärd 2 (s. {page_with(pages, 'Åtgärd nummer 2')})") in text
    assert squeezed("se det som fanns.") in text


def test_an_address_is_written_out_where_the_words_do_not_say_it(made):
    text = squeezed(text_of(made.content))

    assert squeezed("Läs mer (exempelby.example/barn) på scb.se.") in text


def test_a_list_goes_on_from_its_first_number():
    html = plan_document(rights_plan(), paper()).html

    assert '<ol style="counter-reset: list-item 2"><li><p>tredje' in html


def test_headings_in_the_text_leave_no_step_out_and_stay_out_of_the_bookmarks(pdf):
    levels = [int(str(one.S)[2]) for one in tagged(pdf, "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")]

    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert "Artiklar" not in outline_titles(pdf)


def test_words_of_others_are_a_block_of_their_own(pdf):
    assert len(tagged(pdf, "/BlockQuote")) == 1


def test_a_quote_stays_whole_unless_that_would_leave_most_of_a_page_empty():
    said = "Konventionsstaterna ska vidta alla lämpliga åtgärder för att skydda barnet. "
    articles = {number: f"<p><strong>Artikel {number}</strong></p><p>{said * number}</p>" for number in (12, 80)}
    body = "".join(f"<p>{said * 30}</p><blockquote>{article}</blockquote>" for article in articles.values())

    made = printed(plan_document(plan_values(sections=[section("Rättigheter", body)]), paper()))

    short, long = (next(page for page in pages_of(made.content) if f"Artikel {number}" in page) for number in articles)
    assert squeezed(short).count(squeezed(said)) >= 12
    assert squeezed(long).index(squeezed("Artikel 80")) > len(squeezed(said))  # begun on a page that has text already


def test_a_link_can_be_followed_and_is_named_for_those_who_do_not_see_it(pdf):
    links = [one for page in pdf.pages for one in page.get("/Annots", []) if "/URI" in one.get("/A", {})]

    assert [str(one.A.URI) for one in links] == [
        "https://www.exempelby.example/barn/",
        "https://scb.se",
        "https://f.example/x/",
    ]
    assert all(str(one.Contents) and "/StructParent" in one for one in links)


def test_a_picture_has_its_words_and_one_that_decorates_is_no_figure(pdf):
    assert [str(one.Alt) for one in elements(pdf) if one.S == "/Figure"] == ["En karta över kommunen"]


def test_every_header_cell_of_a_table_in_the_text_has_its_scope(pdf):
    scopes = [str(cell.A.Scope) for one in tagged(pdf, "/Table") for cell in tagged_in(one)]

    assert scopes.count("/Column") >= 4
    assert set(scopes) == {"/Column", "/Row"}


def tagged_in(table_element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    rows = [row for group in table_element.K for row in group.get("/K", []) if str(row.get("/S", "")) == "/TR"]
    return [cell for row in rows for cell in row.K if str(cell.S) == "/TH"]


@pytest.mark.parametrize("columns", [2, 5, 9, 20])
def test_a_table_in_the_text_stays_on_its_paper(columns):
    made = printed(plan_document(plan_values(sections=[section("Tabell", table(columns), number="1")]), paper()))

    with pikepdf.open(io.BytesIO(made.content)) as opened:
        widths = [float(page.mediabox[2]) for page in opened.pages]
    assert made.problems == ()
    assert all(40 <= piece.x < widths[piece.page] - 40 for piece in pieces_of(made.content))
    assert squeezed(text_of(made.content)).count(WORD) == 2 * columns


def test_annexes_come_last_each_on_a_page_of_its_own_and_under_its_own_name(pdf, pages):
    assert outline_titles(pdf)[-2:] == ["Bilaga 1 Metod", "Bilaga 2 Samråd"]
    assert pages[-2].startswith("Bilaga 1")
    assert pages[-1].startswith("Bilaga 2")
    assert page_with(pages, "Åtgärd nummer 2") < len(pages) - 1


def test_what_belongs_to_the_plan_is_printed_and_listed_when_there_is_something(made, pdf, pages):
    text = squeezed(text_of(made.content))

    for said in (
        "Generell Riktas till alla. Aktörer Skolan",
        "Folkhälsoprogram, KS 9 (f.example/x)",
        "Källor Lägesbild 2026",
        "RTH Rådet för trygghet och hälsa",
        "Ort och datum Bo Ask kommundirektör",
        "Handläggare Anna Ek, utvecklingsledare",
    ):
        assert squeezed(said) in text
    assert {"Preventionsnivåer", "Källor", "Förkortningar", "Underskrifter"} <= set(outline_titles(pdf))
    assert all(word in pages[1] for word in ("Preventionsnivåer", "Underskrifter", "Bilaga 2"))


def test_a_plan_without_any_of_it_has_none_of_it():
    html = plan_document(plan_values(sections=[section("Ett", "<p>Text</p>")]), paper()).html

    for part in ('class="levels"', 'class="back-matter"', "annexes", "Handläggare"):
        assert part not in html


@pytest.mark.parametrize(
    ("part", "said", "unsaid"),
    [
        ("prose", ("Endast text", "Barnets bästa", "Så skrevs planen", "Bo Ask"), ("Åtgärd nummer 1", "Riktas till")),
        (
            "measures",
            ("Endast åtgärder", "Åtgärd nummer 1", "Riktas till alla"),
            ("Barnets bästa", "Så skrevs", "Bo Ask"),
        ),
    ],
)
def test_a_part_of_the_plan_is_printed_alone_and_says_so(part, said, unsaid):
    made = printed(plan_document(rights_plan(), paper(part)))
    text = squeezed(text_of(made.content))

    assert made.problems == ()
    assert [words for words in said if squeezed(words) not in text] == []
    assert [words for words in unsaid if squeezed(words) in text] == []


def test_a_reference_to_what_this_paper_leaves_out_keeps_its_words():
    text = squeezed(text_of(printed(plan_document(rights_plan(), paper("prose"))).content))

    assert squeezed("och åtgärd 2 gäller") in text
