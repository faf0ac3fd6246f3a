"""Word files that are not opened: each says why, and none is parsed before it was looked at."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.utils import translation
from docx import Document

from exchange.imports.document.docx import read_docx
from exchange.imports.document.package import MAX_BYTES, MAX_ENTRIES, MAX_UNPACKED
from exchange.imports.document.reader import read_document
from exchange.imports.document.reading import NoteFound
from exchange.imports.document.refusals import DocumentRefused

TYPES = "[Content_Types].xml"


def plain() -> bytes:
    document = Document()
    document.add_paragraph("En plan")
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A Word file whose parts were changed."""
    with zipfile.ZipFile(BytesIO(plain())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def in_document(old: bytes, new: bytes) -> bytes:
    return changed(lambda parts: parts.update({"word/document.xml": parts["word/document.xml"].replace(old, new, 1)}))


def refusal(content: bytes) -> str:
    with pytest.raises(DocumentRefused) as error:
        read_docx(content)
    return str(error.value.code)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Hej", "not_docx"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old_or_locked"),
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1}", "rtf"),
        (b"\x89PNG\r\n", "picture"),
        (b"PK" + b"\0" * MAX_BYTES, "too_large"),
    ],
)
def test_what_is_no_word_file_is_named(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_cut_file_is_damaged() -> None:
    assert refusal(plain()[:-40]) == "damaged"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        (
            TYPES,
            b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
            "macros",
        ),
        (TYPES, b'<Types><Override ContentType="x.wordprocessingml.template.main+xml"/></Types>', "template"),
        ("mimetype", b"application/vnd.oasis.opendocument.text", "odt"),
        ("word/media/a.bin", b"\0" * (MAX_UNPACKED + 1), "too_much_inside"),
        ("word/media/a.bin", b"\0" * 1_000_000, "too_much_inside"),
        ("word/settings.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("word/settings.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16"), "entities"),
        ("word/document.xml", b"<w:document", "damaged"),
        ("word/document.xml", b"<a>" * 300 + b"</a>" * 300, "damaged"),
    ],
)
def test_a_part_that_no_plain_document_has_is_refused(name: str, content: bytes, code: str) -> None:
    assert refusal(changed(lambda parts: parts.update({name: content}))) == code


@pytest.mark.parametrize(("folder", "code"), [("xl", "xlsx"), ("ppt", "pptx"), ("other", "not_docx")])
def test_packages_of_other_programs_are_named(folder: str, code: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[f"{folder}/main.xml"] = parts.pop("word/document.xml")

    assert refusal(changed(change)) == code


def test_too_many_parts_are_refused() -> None:
    many = {f"word/media/{number}": b"" for number in range(MAX_ENTRIES + 1)}
    assert refusal(changed(lambda parts: parts.update(many))) == "too_much_inside"


def test_a_directory_that_lies_about_the_size_is_not_believed() -> None:
    bomb = bytearray(changed(lambda parts: parts.update({"word/media/a.bin": b"\0" * 2_000_000})))
    size = (2_000_000).to_bytes(4, "little")
    assert size in bomb
    assert refusal(bytes(bomb.replace(size, (10).to_bytes(4, "little")))) in ("damaged", "too_much_inside")


def test_a_password_is_told() -> None:
    content = bytearray(plain())
    for found in re.finditer(rb"PK\x01\x02", bytes(content)):
        content[found.start() + 8] |= 1
    assert refusal(bytes(content)) == "locked"


def test_nothing_outside_the_file_is_fetched_and_it_is_told() -> None:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
    )
    reading = read_docx(changed(lambda parts: parts.update({"word/_rels/settings.xml.rels": rels})))
    assert NoteFound("embedded", "http://evil.example/a.dotm") in reading.notes


def test_a_document_of_three_thousand_pages_is_refused_and_not_read_by_halves() -> None:
    pages = b"".join(b"<w:p><w:r><w:t>%d %s</w:t></w:r></w:p>" % (page, b"ord " * 300) for page in range(3_000))
    assert refusal(in_document(b"<w:body>", b"<w:body>" + pages)) in ("too_long", "too_much_inside")


def test_deep_tables_are_read_or_refused_but_never_fell_anything() -> None:
    depth = 60
    opening = b"<w:tbl><w:tr><w:tc>" * depth + b"<w:p><w:r><w:t>innerst</w:t></w:r></w:p>"
    tables = opening + b"<w:p/></w:tc></w:tr></w:tbl>" * depth
    reading = read_document(kind="docx", content=in_document(b"<w:body>", b"<w:body>" + tables))
    assert "innerst" in "".join(section.body for section in reading.sections)


@pytest.mark.parametrize("limits", [{"megabytes": 80}, {"seconds": 0}])
def test_what_takes_too_much_memory_or_time_is_refused(limits: dict[str, int]) -> None:
    with pytest.raises(DocumentRefused) as error:
        read_document(kind="pasted", text="1. Rubrik\nEn mening om något.\n" * 60_000, **limits)
    assert error.value.code == "too_long"


def test_every_refusal_is_a_swedish_sentence() -> None:
    with translation.override("sv"), pytest.raises(DocumentRefused) as error:
        read_document(kind="docx", content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "Spara som .docx utan lösenord" in error.value.messages[0]
