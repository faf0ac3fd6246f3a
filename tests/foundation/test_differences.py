"""Differences between two texts: complete, readable, safe, and never slow."""

from __future__ import annotations

import random
import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.differences import Piece, said_differences, word_differences
from foundation.rich_differences import rich_differences
from foundation.rich_text import cleaned, plain

SOME_WORDS = st.lists(st.sampled_from(["skolan", "polisen", " ", "  ", "\n", ".", ",", "å", "och"]), max_size=60)


def seen(html: str) -> str:
    """Differences as a person sees them: {+added+} and {-removed-}, without tags."""
    html = re.sub(r'<span class="visually-hidden">.*?</span>', "", html)
    html = re.sub("<ins[^>]*>", "{+", re.sub("<del[^>]*>", "{-", html)).replace("</ins>", "+}").replace("</del>", "-}")
    return re.sub(r"<[^>]*>", "", html)


def test_a_changed_word_is_removed_and_added() -> None:
    assert word_differences("Skolan svarar.", "Polisen svarar.") == [
        Piece("removed", "Skolan"),
        Piece("added", "Polisen"),
        Piece("same", " svarar."),
    ]


def test_words_changed_side_by_side_are_told_as_one_change() -> None:
    assert word_differences("en stor plan", "två små planer") == [
        Piece("removed", "en stor plan"),
        Piece("added", "två små planer"),
    ]


@given(SOME_WORDS.map("".join), SOME_WORDS.map("".join))
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = word_differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old


@pytest.mark.alone
@pytest.mark.parametrize("alphabet", ["ab", "a", "abcdefghij"])
def test_sixty_thousand_characters_take_less_than_a_second(alphabet: str) -> None:
    chance = random.Random(1)
    old, new = (" ".join(chance.choices(alphabet, k=30_000)) for _ in range(2))
    started = process_time()
    pieces = word_differences(old, new)
    assert process_time() - started < 1
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@pytest.mark.alone
def test_a_long_text_changed_here_and_there_is_compared_by_words_in_less_than_a_second() -> None:
    chance = random.Random(2)
    vocabulary = [f"ord{number}" for number in range(900)]
    rows = [" ".join(chance.choices(vocabulary, k=90)) + "." for _ in range(90)]
    old = "\n".join(rows)
    new = "\n".join(row.replace("ord7", "annat", 2) for row in rows)
    started = process_time()
    pieces = word_differences(old, new)
    assert process_time() - started < 1
    assert max(len(piece.text) for piece in pieces if piece.kind != "same") < 60


def test_what_was_changed_is_said_in_words_too() -> None:
    assert said_differences([Piece("added", "<b>"), Piece("same", " x")]) == (
        '<ins><span class="visually-hidden">[tillagt: </span>&lt;b&gt;<span class="visually-hidden">]</span></ins> x'
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>Skolan svarar.</p>", "<p>Polisen svarar.</p>", "{-Skolan-}{+Polisen+} svarar."),
        ("<p>Ett.</p>", "<p>Ett.</p><p>Helt nytt stycke.</p>", "Ett.{+Helt nytt stycke.+}"),
        ("<ul><li>en</li><li>två</li></ul>", "<ul><li>två</li></ul>", "{-en-}två"),
        ("<p>en plan</p>", "<p>en <strong>plan</strong></p>", "en {-plan-}{+plan+}"),
        (
            '<p>Läs <a href="https://a.example">mer</a>.</p>',
            '<p>Läs <a href="https://b.example">mer</a>.</p>',
            "Läs {-mer (https://a.example)-}{+mer (https://b.example)+}.",
        ),
        (
            '<p>Barn<span class="footnote">BK 3</span></p>',
            '<p>Barn<span class="footnote">BK 6</span></p>',
            "Barn[Fotnot: BK {-3-}{+6+}]",
        ),
        (
            "",
            '<img alt="En karta" data-image="12345678-1234-1234-1234-123456789abc">',
            "{+[Bild: En karta]+}",
        ),
    ],
    ids=["word", "paragraph", "item", "bold", "link", "note", "image"],
)
def test_rich_text_shows_what_was_changed(old: str, new: str, expected: str) -> None:
    assert seen(rich_differences(cleaned(old), cleaned(new))) == expected


def test_cells_of_a_changed_row_stay_in_their_columns() -> None:
    old, new = (f"<table><tr><td>Skola</td><td>{number}</td></tr></table>" for number in (1, 2))
    assert "<td><p>Skola</p></td><td><p><del>" in rich_differences(cleaned(old), cleaned(new))


def test_nothing_dangerous_passes() -> None:
    said = rich_differences(
        '<p onclick="x()">a</p>', '<script>x()</script><p>&lt;script&gt;<a href="javascript:x">b</a>'
    )
    assert seen(said) == "{-a-}{+&lt;script&gt;b+}"
    assert "javascript" not in said
    assert "onclick" not in said


BLOCKS = st.lists(
    st.sampled_from(
        [
            "<p>Skolan svarar för detta.</p>",
            "<p>Polisen svarar <em>för</em> detta.</p>",
            "<h3>Ansvar</h3>",
            "<ul><li>en</li><li>två<ul><li>tre</li></ul></li></ul>",
            "<blockquote>Barnets bästa</blockquote>",
            "<table><tr><th>År</th></tr><tr><td>2026</td></tr></table>",
        ]
    ),
    max_size=8,
)


@given(BLOCKS, BLOCKS)
def test_what_is_not_removed_of_a_rich_text_is_the_new_text(old: list[str], new: list[str]) -> None:
    assert both_texts(rich_differences("".join(old), "".join(new))) == [
        plain(cleaned("".join(text))) for text in (old, new)
    ]


def both_texts(said: str) -> list[str]:
    """What a comparison says of the old text and of the new, also where their paragraphs end."""
    said = re.sub(r'<span class="visually-hidden">.*?</span>', "", said)
    old = said.replace('<ins class="paragraph"></ins></p><p>', "").replace('<del class="paragraph"></del>', "</p><p>")
    new = said.replace('<del class="paragraph"></del>', "")
    return [plain(re.sub(rf"<{gone}[^>]*>.*?</{gone}>", "", text)) for gone, text in (("ins", old), ("del", new))]


SENTENCES = st.lists(st.sampled_from(["Skolan svarar.", "Polisen svarar.", "En rutin tas fram.", "Chefen"]), max_size=7)


@given(SENTENCES, st.lists(st.booleans(), min_size=7, max_size=7), st.lists(st.booleans(), min_size=7, max_size=7))
def test_divided_and_joined_paragraphs_are_still_both_texts(said: list[str], old: list[bool], new: list[bool]) -> None:
    texts = []
    for divisions in (old, new):
        glued = "".join(("</p><p>" if cut else " ") + one for one, cut in zip(said, divisions, strict=False))
        texts.append(cleaned(f"<p>{glued}</p>"))
    assert both_texts(rich_differences(*texts)) == [plain(text) for text in texts]


def test_a_divided_paragraph_says_only_where_it_was_divided_and_what_was_written() -> None:
    whole = "<p>Skolan svarar för rutinen. Polisen ger underlag till den varje år.</p>"
    parts = "<p>Skolan svarar för rutinen.</p>\n<p>Polisen ger nytt underlag till den varje år.</p>"
    divided = rich_differences(whole, parts)
    assert seen(divided) == "Skolan svarar för rutinen.{- -}{++}Polisen ger{+ nytt+} underlag till den varje år."
    assert "[nytt stycke]" in divided
    joined = rich_differences(parts, whole)
    assert seen(joined) == "Skolan svarar för rutinen.{--}{+ +}Polisen ger{- nytt-} underlag till den varje år."
    assert "[styckebrytning borttagen]" in joined


def test_a_new_paragraph_beside_a_rewritten_one_is_new_as_a_whole() -> None:
    old = "<p>Skolan svarar för rutinen.</p>"
    new = "<p>Skolan och polisen svarar för rutinen.</p>\n<p>Ett helt annat stycke om anhöriga.</p>"
    assert seen(rich_differences(old, new)) == (
        "Skolan {+och polisen +}svarar för rutinen.{+Ett helt annat stycke om anhöriga.+}"
    )


@pytest.mark.alone
def test_a_long_rich_text_is_compared_in_less_than_a_second() -> None:
    chance = random.Random(3)
    rows = [" ".join(f"ord{chance.randrange(900)}" for _ in range(90)) for _ in range(90)]
    old = "".join(f"<p>{row}.</p>" for row in rows)
    new = "".join(f"<p>{row.replace('ord7', 'annat', 2)}.</p>" for row in rows)
    started = process_time()
    rich_differences(old, new)
    assert process_time() - started < 1
