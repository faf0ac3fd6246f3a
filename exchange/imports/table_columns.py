"""Swedish header words to the columns that a measure has. What is not recognised is asked about, never guessed."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COLUMN_NAMES: dict[str, Promise] = {
    "focus_area": _("Focus area"),
    "text": _("Measure"),
    "activities": _("Activities"),
    "time": _("When"),
    "indicators": _("Indicators"),
    "actors": _("Actors"),
    "responsible": _("Responsible"),
    "reports_back": _("Reports back"),
    "result": _("Result"),
    "comment": _("Comment"),
    "levels": _("Prevention level"),
}
IGNORE = "ignore"
LOOKED_FOR = "Område, Åtgärd, Aktivitet, När, Indikator, Aktörer, Ansvarig, Resultat, Kommentar"

# The first line that fits wins: "Vad ska göras och när ska det göras" is no time, "Ansvarig aktör" is no actor.
_WORDS = [
    (key, re.compile(words))
    for key, words in [
        ("activities", r"^vad ska (göras|vi göra)|^(del)?aktivitet|^vad görs|^vad\b.*\bnär\b|^genomförande$"),
        (
            "focus_area",
            r"^(fokus|insats|mål|åtgärds|prioriterat |prioriterade |strategiska? )?områden?\b|^mål(sättning)?$",
        ),
        ("levels", r"nivå"),
        ("indicators", r"indikator|mätetal|nyckeltal|^mått\b|uppföljningsmått"),
        ("reports_back", r"återrapport|^rapport(erar|ör|eras av)"),
        ("responsible", r"^(huvud)?ansvar|ansvarig|^vem( är ansvarig| gör)?$"),
        ("actors", r"aktör|medverkande|samverka|^deltagare|^berörda|^involverade"),
        (
            "time",
            r"^(när|tid|tidplan|tidsplan|tidpunkt|tidsram|tidsperiod|datum|klart?|slutdatum|startdatum|deadline)\b",
        ),
        ("result", r"^resultat|^status|uppfyllelse|uppfyllnad|^utfall|^läge\b"),
        ("comment", r"kommentar|anmärkning|^notering|^övrigt"),
        ("text", r"^åtgärd(er|en)?\b|^insats(er)?\b|^förslag till åtgärd|^arbetsuppgift|^vad$"),
    ]
]
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Column:
    """A column of one part of the table: its place, the label as it was written, and what it holds ("" = unknown)."""

    index: int
    label: str
    key: str


def key_of(label: str) -> str:
    """The key of COLUMN_NAMES that a header word stands for, or ""."""
    words = " ".join(re.sub(r"[\u00ad*:.]", " ", label).casefold().split())
    if not words or len(words) > _LONGEST_LABEL:
        return ""
    return next((key for key, form in _WORDS if form.search(words)), "")


def columns_of(labels: list[str]) -> list[Column]:
    """A column for each header cell; one without a word has no label and is unknown."""
    return [Column(index, label, key_of(label)) for index, label in enumerate(labels)]


def is_header(labels: list[str]) -> bool:
    """True if this row names columns: at least half of its cells are known, or its only cell is."""
    filled = [label for label in labels if label]
    known = {key for label in filled if (key := key_of(label))}
    return bool(known) and len(known) * 2 >= len(filled) and (len(filled) >= 2 or len(labels) == 1)


def is_repeated_header(labels: list[str], first: list[Column]) -> bool:
    """True if the row names again, perhaps in other words, the columns that the table began with."""
    named = [column for column in first if column.key]
    again = [
        column
        for column in columns_of(labels)
        if any((column.index, column.key) == (one.index, one.key) for one in named)
    ]
    return is_header(labels) and len(again) * 2 >= len(named)
