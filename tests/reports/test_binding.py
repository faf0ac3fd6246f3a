"""Received files in a package: drawn as they came, attached unchanged, and never able to spoil the paper."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from django.utils import translation
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from plans.forms.document import ReceivedCreateForm
from plans.forms.statement import StatementFields
from reports.documents.package import Package, decision_package
from reports.documents.received import Received
from reports.receiving import opened
from reports.rendering.cleaning import MOST_PAGES
from tests.reports.legal_examples import decision, document, matter, recipient, referral, statement
from tests.reports.pdfs import outline_titles, pages_of, printed, squeezed
from tests.reports.values import MUNICIPALITY

KEY = "a" * 64
FILE = {"sha256": KEY, "name": "yttrande.pdf", "content_type": "application/pdf", "size": 1}


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


def pdf_of(*texts: str, size: tuple[int, int] = (595, 842), rotate: int = 0, **page_keys: Any) -> bytes:
    """A PDF with one line of text a page, tagged as text processors do it."""
    with Pdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for text in texts:
            content = f"/P <</MCID 0>> BDC BT /F1 24 Tf 72 700 Td ({text}) Tj ET EMC".encode("latin-1")
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            page.obj.Contents = Stream(pdf, content)
            page.obj.Rotate = rotate
            for key, value in page_keys.items():
                page.obj[f"/{key}"] = value
        made = io.BytesIO()
        pdf.save(made)
        return made.getvalue()


def received(content: bytes, name: str = "yttrande.pdf") -> dict[str, Received]:
    return opened({KEY: (name, "application/pdf", content)})


def filed(name: str) -> dict[str, Any]:
    return {**FILE, "name": name}


def package(content: bytes, name: str = "yttrande.pdf") -> Package:
    bound = document("Yttrande över förslaget", document_kind="other", file=filed(name), sections=[], signers=[])
    return Package(
        matter=matter(documents=[document(), bound]),
        municipality=MUNICIPALITY,
        received=received(content, name),
    )


def open_pdf(content: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_received_pages_stand_in_the_paper_with_heading_and_number():
    made = printed(decision_package(package(pdf_of("Sida ett", "Sida nio"))))

    pages = pages_of(made.content)
    first, second = pages[-2:]
    assert "Sida ett" in first
    assert "Sida nio" in second
    assert squeezed("Yttrande över förslaget, sida 1 av 2") in squeezed(first)
    assert squeezed("Yttrande över förslaget, sida 2 av 2") in squeezed(second)
    assert f"sida {len(pages)} av {len(pages)}" in second
    with open_pdf(made.content) as pdf:
        assert any("Yttrande över förslaget" in one for one in outline_titles(pdf))


def test_the_file_is_attached_as_it_came():
    content = pdf_of("Original")
    made = printed(decision_package(package(content)))

    with open_pdf(made.content) as pdf:
        ((name, spec),) = pdf.attachments.items()
        assert name == "01 yttrande.pdf"
        assert spec.get_file().read_bytes() == content


def test_a_paragraph_s_file_follows_it_and_says_that_it_is_as_it_came():
    endorsed = decision("Trygghetsutskottet", "5", outcome="endorse", file=filed("par5.pdf"))
    whole = Package(
        matter=matter(decisions=[endorsed]), municipality=MUNICIPALITY, received=received(pdf_of("Paragraf"))
    )

    html = decision_package(whole).html

    assert squeezed("Trygghetsutskottet § 5, 19 januari 2027, som det kom in") in squeezed(html)
    places = re.findall(r'\bid="([^"]+)"', html)
    assert len(places) == len(set(places))


def test_the_same_file_in_two_rows_has_the_name_of_each():
    def came(title: str, name: str):
        return document(title, document_kind="other", file=filed(name), sections=[], signers=[])

    rows = [document(), came("Ett", "ett.pdf"), came("Två", "två.pdf"), came("Tre", "")]
    found = decision_package(
        Package(
            matter=matter(documents=rows), municipality=MUNICIPALITY, received=received(pdf_of("Samma"), "sist.pdf")
        )
    )

    assert [one.name for one in found.bound] == ["ett.pdf", "två.pdf", "sist.pdf"]


def test_the_files_of_a_statement_and_of_its_paragraph_are_told_apart():
    came = document("Yttrande", document_kind="statement", file=filed("yttrande.pdf"))
    own = decision(file=filed("par6.pdf"))
    answer = recipient("Miljönämnden", statement("Miljönämnden", document=came, decision=own))
    whole = Package(
        matter=matter(referrals=[referral(answer)]), municipality=MUNICIPALITY, received=received(pdf_of("Samma"))
    )

    html = squeezed(decision_package(whole).html)

    assert squeezed("Yttrande: Miljönämnden, som det kom in") in html
    assert squeezed("Miljönämnden § 6, 19 januari 2027, som det kom in") in html


def test_what_was_received_is_an_artifact_and_ours_is_tagged():
    made = printed(decision_package(package(pdf_of("Ett", "Två"))))

    with open_pdf(made.content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        for page in pdf.pages:
            marks: list[str] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("BDC", "BMC"):
                    marks.append(str(operands[0]))
                elif str(operator) == "EMC":
                    marks.pop()
                elif str(operator) in ("Tj", "TJ"):
                    assert marks
                elif str(operator) == "Do" and str(operands[0]).startswith("/Received"):
                    assert marks == ["/Artifact"]
            assert marks == []
        drawings = [one for one in pdf.objects if isinstance(one, Stream) and one.get("/Subtype") == "/Form"]
        assert len(drawings) >= 2
        assert all(b"BDC" not in one.read_bytes() for one in drawings)


def test_the_same_files_give_the_same_bytes():
    content = pdf_of("Ett")

    assert printed(decision_package(package(content))).content == printed(decision_package(package(content))).content


def test_scripts_actions_links_and_forms_stay_behind():
    with open_pdf(pdf_of("Farlig")) as pdf:
        script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('hej')"))
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([pikepdf.String("a"), script])))
        page = pdf.pages[0]
        page.obj.AA = Dictionary(O=script)
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 99, 99]),
            A=Dictionary(S=Name.URI, URI=pikepdf.String("http://evil.example/")),
        )
        page.obj.Annots = Array([pdf.make_indirect(link)])
        pdf.attachments["evil.txt"] = b"evil"
        spoiled = io.BytesIO()
        pdf.save(spoiled)

    pages = received(spoiled.getvalue())[KEY].pages

    with open_pdf(pages) as pdf:
        said = b"".join(bytes(one.unparse(resolved=True)) for one in pdf.objects if isinstance(one, Dictionary))
        assert not any(word in said for word in (b"JavaScript", b"evil", b"/AA", b"/Annot", b"OpenAction"))
    assert "Farlig" in pages_of(pages)[0]


def test_a_layer_that_nobody_sees_is_not_printed():
    with open_pdf(pdf_of("Synlig")) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Dold")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        page = pdf.pages[0]
        page.obj.Resources.Properties = Dictionary(L1=layer)
        page.contents_add(Stream(pdf, b"/OC /L1 BDC BT /F1 24 Tf 72 500 Td (Dold text) Tj ET 0 0 9 9 re f EMC"))
        made = io.BytesIO()
        pdf.save(made)

    text = pages_of(received(made.getvalue())[KEY].pages)[0]

    assert "Synlig" in text
    assert "Dold" not in text


def test_a_page_that_lies_down_gets_a_page_that_lies_down():
    lying = received(pdf_of("Bred", size=(842, 595)))[KEY]
    turned = received(pdf_of("Vriden", rotate=90))[KEY]

    assert lying.sizes == ((842.0, 595.0),)
    assert turned.sizes == ((842.0, 595.0),)
    made = printed(decision_package(package(pdf_of("Bred", size=(842, 595)))))
    with open_pdf(made.content) as pdf:
        *_point, width, height = (float(one) for one in pdf.pages[-1].mediabox)
        assert width > height


def locked() -> bytes:
    made = io.BytesIO()
    with open_pdf(pdf_of("Hemlig")) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="ägare", user="nyckel"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (locked(), "låst med lösenord"),
        (b"PK\x03\x04 not a pdf", "ingen PDF"),
        (b"%PDF-1.7\nbroken from here", "skadad"),
        (pdf_of("Halv")[:300], "skadad"),
    ],
    ids=["locked", "word", "broken", "cut"],
)
def test_a_file_that_cannot_be_shown_has_a_page_that_says_so(content, said):
    made = printed(decision_package(package(content, "bilaga.pdf")))

    last = pages_of(made.content)[-1]
    assert squeezed(said) in squeezed(last)
    assert squeezed("Filen bilaga.pdf är bifogad") in squeezed(last)
    assert made.problems == ()


def test_of_a_file_that_is_lost_the_paper_says_so_and_attaches_nothing():
    made = printed(decision_package(package(b"", "bilaga.pdf")))

    last = squeezed(pages_of(made.content)[-1])
    assert squeezed("Filen finns inte kvar") in last
    assert "bilaga.pdf" in last
    assert "bifogad" not in last
    assert made.problems == ()
    with open_pdf(made.content) as pdf:
        assert len(pdf.attachments) == 0


@pytest.mark.parametrize("field", [ReceivedCreateForm.base_fields["file"], StatementFields.base_fields["file"]])
def test_who_sends_a_file_in_is_told_how_much_is_bound(field):
    assert f"högst {MOST_PAGES} sidor" in field.help_text


def test_one_bad_file_does_not_cost_the_others_their_pages():
    found = opened(
        {"a": ("a.pdf", "application/pdf", pdf_of("Ett")), "b": ("b.pdf", "application/pdf", b"%PDF-1.7 nothing")}
    )

    assert len(found["a"].sizes) == 1
    assert found["b"].sizes == ()
    assert found["b"].trouble
