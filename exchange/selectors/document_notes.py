"""What a document held that was not taken over as it stood, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import ngettext_lazy

from exchange.imports.document.contents import is_contents_heading

SAID = {
    "comment": ngettext_lazy("%(number)d comment was not read in", "%(number)d comments were not read in", "number"),
    "tracked_insertion": ngettext_lazy(
        "%(number)d suggested addition was read in as text",
        "%(number)d suggested additions were read in as text",
        "number",
    ),
    "tracked_deletion": ngettext_lazy(
        "%(number)d deleted text was not read in", "%(number)d deleted texts were not read in", "number"
    ),
    "contents": ngettext_lazy(
        "The list of contents (%(number)d line) is left out: the plan makes its own",
        "The list of contents (%(number)d lines) is left out: the plan makes its own",
        "number",
    ),
    "page_furniture": ngettext_lazy(
        "%(number)d page number or page head was not read in",
        "%(number)d page numbers and page heads were not read in",
        "number",
    ),
    "header_footer": ngettext_lazy(
        "%(number)d page head or foot was not read in", "%(number)d page heads and feet were not read in", "number"
    ),
    "text_box": ngettext_lazy(
        "%(number)d text box was read in as text", "%(number)d text boxes were read in as text", "number"
    ),
    "image": ngettext_lazy("%(number)d picture was not read in", "%(number)d pictures were not read in", "number"),
    "embedded": ngettext_lazy(
        "%(number)d embedded object was not read in", "%(number)d embedded objects were not read in", "number"
    ),
    "field": ngettext_lazy(
        "%(number)d automatic field was read in as its text",
        "%(number)d automatic fields were read in as their text",
        "number",
    ),
    "deep_list": ngettext_lazy(
        "%(number)d list was too deep and was made flatter",
        "%(number)d lists were too deep and were made flatter",
        "number",
    ),
    "equation": ngettext_lazy(
        "%(number)d formula was read in as plain text", "%(number)d formulas were read in as plain text", "number"
    ),
    "style": ngettext_lazy(
        "%(number)d text has lost its looks, not its words",
        "%(number)d texts have lost their looks, not their words",
        "number",
    ),
    "other": ngettext_lazy(
        "%(number)d other thing was not read in as it stood",
        "%(number)d other things were not read in as they stood",
        "number",
    ),
}


def note_groups(notes: Iterable[Mapping[str, str]]) -> list[tuple[str, list[str]]]:
    """(what it was and how many, the words of each), by kind, in the order of the document."""
    groups: dict[str, list[str]] = defaultdict(list)
    for note in notes:
        groups[note["kind"]].append(note["text"])
    return [
        (in_words(kind, number_of(kind, texts)), [text for text in texts if text]) for kind, texts in groups.items()
    ]


def number_of(kind: str, texts: Sequence[str]) -> int:
    """How many of a kind were found. A list of contents is one thing, told by its lines below its own heading."""
    if kind != "contents":
        return len(texts)
    return sum(not is_contents_heading(line) for text in texts for line in text.split("\n"))


def in_words(kind: str, number: int) -> str:
    """ "3 comments were not read in"."""
    return str(SAID.get(kind, SAID["other"]) % {"number": number})
