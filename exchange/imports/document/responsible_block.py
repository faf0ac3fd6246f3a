"""Who answers, as prose says it: "Kulturförvaltningen ansvarar för utbildningen, i samråd med kansliet."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from exchange.imports.document.reading import ResponsibilityFound
from exchange.imports.responsibility_wording import read_responsibilities

LONGEST_NAME, LONGEST_NOTE = 500, 300
_MOST_WORDS = 8  # of a name
_SENTENCE_END = re.compile(r"(?<!\bt\.ex)(?<!\bbl\.a)(?<!\bm\.fl)(?<!\bresp)(?<!\bdvs)(?<=[.!?])\s+(?=[A-ZÅÄÖ\"”])|\n")
_UNIT = r"\w*(?:förvaltning|nämnd|kontor|styrelse|division|avdelning|enhet|kansli|bolag|polis)\w*"
_BETWEEN_NAMES = re.compile(rf"\s*,\s+(?!som\b)|\s+samt\s+|(?<=[a-zåäö])\s+och\s+(?=(?:\w+- och )?{_UNIT}\b)")
_SAYS = re.compile(
    r"(?P<who>[A-ZÅÄÖ][^.:]{1,150}?)\s+"
    r"(?:(?:ansvarar|svarar|är (?:ytterst )?ansvarig[at]?)\s+|(?P<has>har)\s+(?=(?:\w+ ){0,3}ansvar)|ska(?:ll)?\s+)"
    r"(?P<what>.+)",
    re.DOTALL,
)
_INCLUDED = re.compile(
    r"(?:I (?:detta |det )?ansvaret?|I uppdraget|I uppgiften) ingår\s+(?:även |också |bland annat )?(?P<what>.+)",
    re.DOTALL,
)
_WORK_OF = re.compile(r"arbetet?$|arbete$")
_WITH_AT_END = re.compile(r",?\s*(?P<need>vid behov )?(?:ske )?(?:i|efter) samråd med (?P<who>[^.]{2,150})$")
_NAME = rf"(?:\w+- och )?{_UNIT}"
_WITH_AT_START = re.compile(
    rf"^(?P<need>vid behov )?i samråd med (?P<who>{_NAME}(?: (?:och|samt) {_NAME})*) (?P<what>.+)$", re.DOTALL
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, a paragraph a line."""
    return [said for one in _SENTENCE_END.split(text) if (said := one.strip())]


def responsible_in(text: str) -> list[ResponsibilityFound]:
    """Everybody whom the sentences name, in their order, each with what it is that they answer for."""
    found: list[ResponsibilityFound] = []
    for sentence in sentences(text):
        said = sentence.rstrip(" .;")
        if included := _INCLUDED.fullmatch(said):
            found = with_more(found, included["what"])
            continue
        found += [one for one in said_by(said) if one not in found]
    return found


@dataclass(frozen=True)
class OwnTask:
    """A sentence of a block that is a task of its own ("I ansvaret ingår att …"), and who does it with whom."""

    text: str
    responsibilities: tuple[ResponsibilityFound, ...]
    rest: str  # the other sentences of the block


def own_task_in(text: str) -> OwnTask | None:
    """The first of them: of whoever was last named before it, in consultation with those that follow it."""
    said = sentences(text)
    place = next((place for place, one in enumerate(said) if _INCLUDED.fullmatch(one.rstrip(" .;"))), 0)
    doers = [one for one in responsible_in("\n".join(said[:place])) if one.part == "responsible"]
    if not doers:
        return None
    people = [replace(doers[-1], scope_note="")]
    end = place + 1
    while end < len(said) and (named := list(said_by(said[end].rstrip(" .;")))):
        if any(one.part == "responsible" for one in named):
            break
        people += named
        end += 1
    return OwnTask(said[place], tuple(people), "\n".join([*said[:place], *said[end:]]))


def said_by(sentence: str) -> Iterator[ResponsibilityFound]:
    """What one sentence says; nothing, if it names nobody."""
    says = _SAYS.fullmatch(sentence)
    if says and ", som" not in says["who"]:
        yield from _told(says)
        return
    rows = read_responsibilities(sentence, "responsible")
    names = [(name, row) for row in rows for name in names_in(row.subject_name)]
    if all(len(name.split()) <= _MOST_WORDS for name, _row in names):
        for name, row in names:
            yield ResponsibilityFound(name, row.part, row.scope_note)


def _told(says: re.Match[str]) -> Iterator[ResponsibilityFound]:
    what, part, others = says["what"], "in_consultation", ""
    if found := _WITH_AT_START.match(what):
        others, what = found["who"], found["what"]
    elif found := _WITH_AT_END.search(what):
        others, what = found["who"], what[: found.start()]
    if found and found["need"]:
        part = "consult_when_needed"
    if not _WORK_OF.search(says["who"]):
        for name in names_in(says["who"]):
            yield ResponsibilityFound(name, "responsible", note(what, has=bool(says["has"])))
    for name in names_in(others):
        yield ResponsibilityFound(name, part)


def note(what: str, *, has: bool) -> str:
    """What somebody answers for: "för att …" as it stands, otherwise without its "för"."""
    what = " ".join(what.split()).strip(" ,")
    what = what if has or what.startswith("för att ") else what.removeprefix("för ")
    return shortened(re.sub(r"^(?:ett|det) ", "", what))


def names_in(text: str) -> list[str]:
    """Names that stand beside one another; "barn- och ungdomsförvaltningen" is one."""
    return [name[:LONGEST_NAME] for piece in _BETWEEN_NAMES.split(text) if (name := piece.strip(" ,;:."))]


def with_more(found: list[ResponsibilityFound], what: str) -> list[ResponsibilityFound]:
    """The last who answers also answers for this."""
    last = next((place for place in range(len(found) - 1, -1, -1) if found[place].part == "responsible"), None)
    if last is None:
        return found
    one = found[last]
    more = f"{one.scope_note}; {what}" if one.scope_note else what
    return [*found[:last], replace(one, scope_note=shortened(more)), *found[last + 1 :]]


def shortened(what: str) -> str:
    """What fits in a note; the whole of it stands in the section."""
    return what if len(what) <= LONGEST_NOTE else f"{what[: LONGEST_NOTE - 1]}…"
