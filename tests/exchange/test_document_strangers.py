"""What people really bring, through the pages and the worker: read, or told in plain words, and nothing fails."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.oxml import parse_xml
from PIL import Image

from files.models import StoredFile
from plans.models import DocumentImport, Plan
from tests.exchange.documents import address, given, proposed, taken
from tests.exchange.test_document_refusals import NUMBER, with_part
from tests.exchange.test_document_speed import document as pages_of

pytestmark = pytest.mark.django_db
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(make: Callable[[Any], object], name: str = "plan.docx") -> SimpleUploadedFile:
    """A Word file with one chapter and what `make` puts after it."""
    made = docx.Document()
    made.add_heading("Syfte", 1)
    made.add_paragraph("Alla ska vara trygga.")
    make(made)
    written = BytesIO()
    made.save(written)
    return SimpleUploadedFile(name, written.getvalue())


def put(xml: str) -> Callable[[Any], object]:
    return lambda made: made.element.body.insert(-1, parse_xml(f"<w:p {W}>{xml}</w:p>"))


def looked_through(page: Client, document: DocumentImport) -> str:
    """The page that a person looks the document through on; taken in, it is no error either."""
    response = page.get(document.get_absolute_url())
    assert (response.status_code, document.state) == (200, "read"), document.error
    return response.content.decode()


def taken_in(page: Client, document: DocumentImport) -> str:
    response = page.post(document.get_absolute_url(), proposed(page, document, confirm="1"))
    assert response.status_code == 302, response.context["form"].errors
    return "\n".join(document.plan.sections.order_by("pk").values_list("body", flat=True))


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/media/../vbaProject.bin"])
def test_macros_are_told_and_nothing_of_the_file_is_kept(page: Client, plan: Plan, part: str) -> None:
    content = with_part(word(lambda _made: None).read(), part, b"Sub AutoOpen()")
    document = taken(page, plan, file=SimpleUploadedFile("plan.docm", content))
    shown = page.get(document.get_absolute_url()).content.decode()
    assert "Filen innehåller makron. Spara den som ett vanligt Word-dokument (.docx) utan makron." in shown
    assert (document.state, StoredFile.objects.count()) == ("failed", 0)


def test_changes_and_comments_are_told_on_the_page_and_only_what_stands_is_taken(page: Client, plan: Plan) -> None:
    def make(made: Any) -> None:
        mark = 'w:id="9" w:author="Bo" w:date="2026-01-01T00:00:00Z"'
        inserted = f"<w:ins {mark}><w:r><w:t>Nytt ord.</w:t></w:r></w:ins>"
        put(f"{inserted}<w:del {mark}><w:r><w:delText>Gammalt ord.</w:delText></w:r></w:del>")(made)
        made.add_comment(made.paragraphs[1].runs, text="Stämmer det?", author="Bo Berg", initials="BB")

    document = taken(page, plan, file=word(make))
    shown = looked_through(page, document)
    for told in (
        "1 kommentar lästes inte in",
        "1 föreslaget tillägg lästes in som text",
        "1 struken text lästes inte in",
    ):
        assert told in shown
    for words in ("Bo Berg: Stämmer det?", "Gammalt ord."):
        assert f"<li>{words}</li>" in shown
    body = taken_in(page, document)
    assert "Nytt ord." in body
    assert "Gammalt" not in body + str(DocumentImport.objects.values_list("reading", "pasted"))


@pytest.mark.alone
def test_three_hundred_pages_are_looked_through_and_taken_in(page: Client, plan: Plan) -> None:
    document = taken(page, plan, file=SimpleUploadedFile("lang.docx", pages_of(300)))
    assert "Kapitel på sida 299" in looked_through(page, document)
    assert taken_in(page, document).count("våld") == 300 * 100


def test_a_file_of_thirty_megabytes_is_told_at_its_field(page: Client, plan: Plan) -> None:
    large = SimpleUploadedFile("stor.docx", b"PK" + b"\0" * 30 * 1024**2)
    response = page.post(address(plan), given(file=large))
    assert (response.status_code, response.context["form"].errors["file"]) == (
        422,
        ["Filen är för stor. Ett dokument på högst 10 MB kan läsas in."],
    )
    assert not DocumentImport.objects.exists()


def test_a_picture_that_unpacks_to_too_much_is_told_and_the_text_taken(page: Client, plan: Plan) -> None:
    wide = BytesIO()
    Image.new("L", (12_000, 3_000)).save(wide, "PNG")
    assert 12_000 * 3_000 > 30 * 1024**2
    document = taken(page, plan, file=word(lambda made: made.add_picture(wide)))
    shown = looked_through(page, document)
    assert "1 bild lästes inte in" in shown
    assert "bild-1.png: Bilden har en sida med fler än 8000 bildpunkter" in shown
    assert taken_in(page, document) == "<p>Alla ska vara trygga.</p>"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script><text>Figur</text></svg>'


def test_a_script_in_a_drawing_never_reaches_the_plan(page: Client, plan: Plan) -> None:
    def make(made: Any) -> None:
        picture = BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "PNG")
        made.add_picture(picture)

    content = BytesIO(word(make).read())
    changed = BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, SVG if name.startswith("word/media/") else old.read(name))
    document = taken(page, plan, file=SimpleUploadedFile("plan.docx", changed.getvalue()))
    assert "1 bild lästes inte in" in looked_through(page, document)
    assert "alert(" not in taken_in(page, document)


def test_a_hundred_lists_in_each_other_are_read_flatter_and_told(page: Client, plan: Plan) -> None:
    lists = f"{'<ul><li>steg' * 100}<p>innerst</p>{'</li></ul>' * 100}"
    html = f"<p>Plan</p><h1>Syfte</h1>{lists}<h1>Mål</h1><p>Text</p>"
    document = taken(page, plan, pasted="Plan", html=html)
    assert "var för djup och gjordes plattare" in looked_through(page, document)
    body = taken_in(page, document)
    assert (body.count("steg"), body.count("innerst")) == (100, 1)


def test_a_web_page_of_scripts_styles_and_unclosed_tags_is_read_for_its_words(page: Client, plan: Plan) -> None:
    html = (
        "<html><head><title>Fliken</title><style>p{color:red}</style><script>alert('kod')</script></head><body>"
        f"<p>Plan<h1 onclick='alert(1)'>Syfte<p>Ett <b>viktigt <i>ord</b></p></div>{SVG}<h1>Mål</h1>"
        "<p>Se <a href='javascript:alert(1)'>här</a><img src=x onerror=alert(1)><table><tr><td>Cell"
    )
    document = taken(page, plan, pasted="Plan Syfte Ett viktigt ord Mål Se här Cell", html=html)
    assert "1 bild lästes inte in" not in looked_through(page, document)  # the drawing and the picture that is missing
    body = taken_in(page, document)
    assert "<strong>viktigt <em>ord</em></strong>" in body
    assert "Cell" in body
    for never in ("alert", "javascript", "color:red", "onclick", "Fliken"):
        assert never not in body


def in_core(made: Any) -> None:
    made.core_properties.author = f"Anna {NUMBER}"


def in_header(made: Any) -> None:
    made.sections[0].header.paragraphs[0].text = f"Akt {NUMBER}"


def in_alt(made: Any) -> None:
    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    made.add_picture(picture)
    drawing = next(
        made.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    drawing.set("descr", f"Foto av {NUMBER}")


def in_table(made: Any) -> None:
    made.add_table(rows=1, cols=1).cell(0, 0).text = f"Ring {NUMBER}"


PLACES: dict[str, Callable[[Any], object]] = {
    "hidden text": put(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NUMBER}</w:t></w:r>"),
    "deleted text": put(f'<w:del w:id="9" w:author="Bo"><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>'),
    "comment": lambda made: made.add_comment(
        made.paragraphs[1].runs, text=f"Gäller {NUMBER}", author="Bo", initials="B"
    ),
    "page header": in_header,
    "what a picture shows": in_alt,
    "table": in_table,
    "parted into runs": put("".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (NUMBER[:4], NUMBER[4:9], NUMBER[9:]))),
}


@pytest.mark.parametrize("make", PLACES.values(), ids=PLACES.keys())
def test_an_identity_number_anywhere_is_told_and_nothing_is_kept(
    page: Client, plan: Plan, make: Callable[[Any], object]
) -> None:
    document = taken(page, plan, file=word(make))
    shown = page.get(document.get_absolute_url()).content.decode()
    assert document.state == "failed"
    assert "Dokumentet innehåller ett personnummer" in shown
    assert NUMBER not in shown + str(DocumentImport.objects.values())
    assert not StoredFile.objects.exists()


def test_a_number_in_the_properties_of_the_file_is_not_read_at_all(page: Client, plan: Plan) -> None:
    document = taken(page, plan, file=word(in_core))
    assert NUMBER not in looked_through(page, document) + str(DocumentImport.objects.values())
    taken_in(page, document)
    assert not StoredFile.objects.exists()  # the file itself is gone with its properties


def test_a_number_in_the_name_of_the_file_is_told_at_the_field(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(file=word(lambda _made: None, name=f"Anna {NUMBER}.docx")))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert not DocumentImport.objects.exists()
