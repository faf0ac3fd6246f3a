"""What the user wrote is text on paper, never markup."""

from datetime import date

import pytest

from reports.documents.text import in_words, listed, one_line, plain_text, printable, section_sign


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (None, ""),
        ("  \n ", ""),
        ("ett", "<p>ett</p>"),
        ("ett\ntvå", "<p>ett<br>två</p>"),
        ("ett\n\ntvå", "<p>ett</p><p>två</p>"),
        ("ett\r\n \r\ntvå", "<p>ett</p><p>två</p>"),
        ("- ett\n- två", "<ul><li>ett</li><li>två</li></ul>"),
        ("Detta gäller:\n- ett\n• två\nsedan", "<p>Detta gäller:</p><ul><li>ett</li><li>två</li></ul><p>sedan</p>"),
        ("2017-05-01 - en dag", "<p>2017-05-01 - en dag</p>"),
        ("<script>x</script> & <b>", "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(text, html):
    assert plain_text(text) == html


def test_characters_that_no_paper_can_hold_are_left_out():
    assert printable("a\x00b\x1bc\ud800d\ufffee\tf\ng") == "abcde\tf\ng"


def test_emoji_and_other_scripts_are_kept():
    assert printable("Är det 🎉 eller سلام?") == "Är det 🎉 eller سلام?"


def test_one_line_has_no_breaks():
    assert one_line(" a\n\n b\tc ") == "a b c"


def test_one_text_stands_as_it_is_and_several_as_a_list():
    assert listed(["ett", " "]) == "<p>ett</p>"
    assert listed(["ett", "två"]) == "<ul><li>ett</li><li>två</li></ul>"
    assert listed(["ett\n- a", "två"]) == "<ul><li><p>ett</p><ul><li>a</li></ul></li><li>två</li></ul>"
    assert listed([]) == ""


@pytest.mark.parametrize(("written", "printed"), [("55", "§\xa055"), ("§ 55", "§\xa055"), ("§55", "§\xa055"), ("", "")])
def test_the_paragraph_of_a_decision_has_its_sign_once(written, printed):
    assert section_sign(written) == printed


def test_a_date_in_words_stays_on_one_line():
    assert in_words("2027-03-12") == in_words(date(2027, 3, 12)) == "12\xa0mars\xa02027"
    assert in_words(None) == in_words("") == ""


def test_every_month_has_its_swedish_name():
    """Also "May", which English uses for a month and for a permission."""
    names = [in_words(date(2027, month, 1)).split("\xa0")[1] for month in range(1, 13)]

    assert names == [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ]
