"""One cell's activities and indicators: divided where the writer divided them, word for word."""

import re
from itertools import accumulate, pairwise

from exchange.imports.cell_text import Block, joined_lines
from plans.time_wording import time_wordings_in

# Verbs with which a step of a plan begins. As infinitives they begin no ordinary Swedish sentence.
_STEP_VERBS = (
    "Analysera Anordna Anta Anställa Använda Arbeta Arrangera Avsätta Avtala Bedöma Beskriva Besluta Besöka Beställa "
    "Bilda Bevaka Bjuda Bygga Dela Definiera Delta Dokumentera Erbjuda Etablera Fastställa Fortbilda Fortsätta Främja "
    "Förankra Fördela Förebygga Förmedla Förstärka Förtydliga Ge Genomföra Granska Göra Gör Hålla Höja Identifiera "
    "Implementera Informera Initiera Inleda Inrätta Integrera Inventera Kartlägga Kommunicera Komplettera Kontakta "
    "Kontrollera Leda Lyfta Lägga Marknadsföra Medverka Motverka Mäta Ordna Planera Presentera Prioritera Producera "
    "Prova Publicera Påbörja Rapportera Redovisa Rekrytera Revidera Samla Samordna Samråda Samverka Sammanställa Se "
    "Skapa Skicka Skriva Sprida Starta Stärka Stödja Säkerställa Söka Ta Tillhandahålla Tillsätta Tydliggöra Upphandla "
    "Uppmärksamma Upprätta Uppdatera Utarbeta Utbilda Utforma Utreda Utse Utveckla Utvärdera Uppmuntra Undersöka "
    "Verka Verkställa Öka Översätta"
)
_STEP = re.compile(r"(?<=[\wåäö.!)]) (?=(?:" + "|".join(_STEP_VERBS.split()) + r")\b)")
_NEW_SENTENCE = re.compile(r"[.;,]?(?= (?:[A-ZÅÄÖÉ]|\d+[.)] ))")
_RUN_ON = re.compile(r"(?<=[a-zåäöé)]) (?=[A-ZÅÄÖ][a-zåäöé]+\b)")

_RECURRENCE = re.compile(
    r"\b(?:årligen|halvårsvis|kvartalsvis|månadsvis|(?:varje|en gång per) (?:år|halvår|kvartal|månad))\b"
)

# After these words a capital letter is a name ("samverkan med Polisen"), not a new sentence.
_NO_END = (
    "i på av med för från till och eller samt som att om vid hos inom via enligt mellan mot under över genom utan "
    "efter före innan ska skall kan bör får måste vill den det de en ett kommunens stadens samordnare chef projektet "
    "enheten kontakta även t.ex. bl.a. ev. s.k. resp. inkl. ca"
)
_BEFORE_NAMES = frozenset(_NO_END.split())
_NAME_LIKE = re.compile(r"(?:\w+(?:en|et|erna|verket|styrelsen|myndigheten)|Brå|Säpo|Timrå|Sverige)\b")


def divided_activities(cell: str) -> list[str]:
    """The activities of a cell. Put together again with spaces they are all of its text."""
    return [piece for block in joined_lines(cell) for piece in cut(block.text, _activity_cuts(block))]


def divided_list(cell: str, *, names: bool = False) -> list[str]:
    """The entries of a cell with a list: paragraphs, lines, items; in a list that lost its items, each new sentence."""
    return [
        piece
        for block in joined_lines(cell)
        for piece in cut(block.text, run_on_cuts(block.text, names=names) if block.is_bare_list else set())
    ]


def time_wording_of(activity: str) -> str:
    """The time in the activity's text: in parentheses (the last one, if several), else "årligen" and the like."""
    spans = time_wordings_in(activity)
    if spans:
        return spans[-1].wording
    recurrences = _RECURRENCE.findall(activity)
    return str(recurrences[0]) if len(recurrences) == 1 else ""


def run_on_cuts(text: str, *, names: bool = False) -> set[int]:
    """Places where a new entry starts without any sign between ("… utbud Gör dessa …"); names = entries are names."""
    cuts = set()
    depth = parenthesis_depths(text)
    for match in _RUN_ON.finditer(text):
        before = _word_before(text, match.start())
        if before.casefold() in _BEFORE_NAMES or depth[match.start()]:
            continue
        if names or (before[:1].islower() and not _NAME_LIKE.match(text, match.end())):
            cuts.add(match.start())
    return cuts


def _activity_cuts(block: Block) -> set[int]:
    cuts = set(run_on_cuts(block.text)) if block.is_bare_list else set()
    for span in time_wordings_in(block.text):
        new_sentence = _NEW_SENTENCE.match(block.text, span.end)
        if new_sentence:
            cuts.add(new_sentence.end())
    depth = parenthesis_depths(block.text)
    for match in _STEP.finditer(block.text):
        if _word_before(block.text, match.start()).casefold() not in _BEFORE_NAMES and not depth[match.start()]:
            cuts.add(match.start())
    return cuts


def parenthesis_depths(text: str) -> list[int]:
    """For each place in the text, how many parentheses are open there."""
    return list(accumulate((sign == "(") - (sign == ")") for sign in text))


def _word_before(text: str, place: int) -> str:
    return text[text.rfind(" ", 0, place) + 1 : place].lstrip("(")


def cut(text: str, places: set[int]) -> list[str]:
    """The text cut at the places; empty pieces are left out."""
    return [piece for start, end in pairwise([0, *sorted(places), len(text)]) if (piece := text[start:end].strip())]
