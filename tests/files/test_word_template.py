"""A municipality's Word template: what is kept, and what is refused before anything is made from it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError
from docx.opc.constants import RELATIONSHIP_TYPE

from files.word_template import MOST_BYTES, refuse_word_template


def template(change=lambda document: None):
    document = docx.Document()
    change(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(name, content, *, instead=None):
    """The template with one more part, or with bytes in a part replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(template())) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in given.infolist():
            part = given.read(entry)
            written.writestr(entry.filename, part.replace(*instead) if instead and entry.filename == name else part)
        if not instead:
            written.writestr(name, content)
    return made.getvalue()


def related(kind, target):
    return lambda document: document.part.relate_to(target, f"{RELATIONSHIP_TYPE.IMAGE[:-5]}{kind}", is_external=True)


def footer_link(document):
    document.sections[0].footer.part.relate_to("https://exempelby.example", RELATIONSHIP_TYPE.HYPERLINK, True)


def field(instruction):
    def put(document):
        element = docx.oxml.OxmlElement("w:instrText")
        element.text = instruction
        document.sections[0].header.paragraphs[0].add_run()._r.append(element)

    return put


def code_of(content):
    with pytest.raises(ValidationError) as refusal:
        refuse_word_template(content)
    return refusal.value.code


@pytest.mark.parametrize(
    "content",
    [
        template(),
        template(footer_link),
        template(related("attachedTemplate", "file:///C:/Mallar/Exempelby.dotx")),
        template(field(" PAGE ")),
        with_part("[Content_Types].xml", b"", instead=(b"document.main+xml", b"template.main+xml")),
    ],
)
def test_an_ordinary_template_is_kept(content):
    refuse_word_template(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_docx"),
        (b"%PDF-1.7", "not_docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_or_locked"),
        (b"PK" + b"0" * MOST_BYTES, "too_large"),
        (template()[:-200], "damaged"),
        (with_part("word/vbaProject.bin", b"x"), "macros"),
        (
            with_part(
                "[Content_Types].xml",
                b"",
                instead=(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
                ),
            ),
            "macros",
        ),
        (with_part("word/embeddings/oleObject1.bin", b"x"), "active"),
        (template(related("oleObject", "file:///x")), "external"),
        (template(related("image", "https://evil.example/spy.png")), "external"),
        (template(field(' INCLUDEPICTURE "https://evil.example/spy.png" ')), "fetching"),
        (template(field(" DDEAUTO c:\\\\cmd.exe ")), "fetching"),
        (with_part("word/more.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "entities"),
        (with_part("word/more.xml", b"<a>"), "damaged"),
        (with_part("word/bomb.bin", b"0" * (41 * 1024**2)), "too_much_inside"),
    ],
)
def test_what_could_run_fetch_or_flood_is_refused_with_its_reason(content, code):
    assert code_of(content) == code


def test_a_field_is_known_in_whichever_edition_of_the_format():
    word = b'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    part = b"<w:hdr %s><w:instrText> INCLUDETEXT x </w:instrText></w:hdr>" % word
    simple = b'<w:hdr %s><w:fldSimple w:instr=" DDE x "/></w:hdr>' % word
    assert [code_of(with_part("word/header9.xml", one)) for one in (part, simple)] == ["fetching"] * 2


def test_a_package_without_a_document_is_no_template():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    assert code_of(made.getvalue()) == "not_docx"
