"""What is found in the words of a plan, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from html import unescape

from django.utils.translation import gettext as _

from foundation.rich_text import IMAGE, REFERENCE, plain
from foundation.search_text import folded
from plans.checks.facts import Facts
from plans.checks.kinds import KINDS, Finding, Place
from plans.checks.words import Abolished, around, contacts_in, named, placeholder_in, suspected
from plans.frozen import FrozenMeasure, Values, frozen_measures, measure_name, section_name
from plans.prose import sections_in_order

COMES_WITH_DECISION = frozenset(
    folded(label)
    for label in ("Beslutad av", "Beslutsdatum", "Beslut", "Beslutad", "Antagen", "Antagen av", "Paragraf", "§")
)
"""Header fields that are empty, or wait, until the decision is noted: no finding."""
UNKNOWN_UNTIL_LATER = COMES_WITH_DECISION | {folded("Senast reviderad"), folded("Diarienummer")}
HREF = re.compile(r'href="(?:mailto:|tel:)?([^"]*)"')


@dataclass(frozen=True)
class Text:
    """What is written in one place. `source` is the rich text of a section, with its tags."""

    called: Callable[[], Place]
    words: str
    source: str = ""
    uid: str = ""

    @cached_property
    def place(self) -> Place:
        """Made when something is found there: most texts have nothing to say about."""
        return self.called()

    @cached_property
    def addressed(self) -> str:
        """The words, and the addresses behind links."""
        links = map(unescape, HREF.findall(self.source)) if "href" in self.source else ()
        return "\n".join([self.words, *links])


@dataclass(frozen=True)
class Draft:
    """A plan's values, walked through once."""

    values: Values

    @cached_property
    def sections(self) -> list[Values]:
        return [one for _level, one in sections_in_order(self.values["sections"])]

    @cached_property
    def measures(self) -> list[FrozenMeasure]:
        return list(frozen_measures(self.values))

    @cached_property
    def texts(self) -> list[Text]:
        """Everything that is written in the plan, each text with its place, in the order of the paper."""
        return [
            *head_texts(self.values),
            *map(section_text, self.sections),
            *area_texts(self.values),
            *(
                Text(partial(place_of, one), "\n".join(filter(None, written_in(one.values))), uid=one.uid)
                for one in self.measures
            ),
            *document_texts(self.values),
        ]


def head_texts(values: Values) -> Iterator[Text]:
    def text(name: str, words: str) -> Text:
        return Text(partial(Place, "plan", name), words)

    yield text(values["title"], values["title"])
    yield text(_("Registry number"), values["registry_number"] or "")
    for one in values["header"]:
        if folded(one["label"]) not in COMES_WITH_DECISION:
            yield text(one["label"], one["value"])
    for one in values["officials"]:
        yield text(_("Officers and signers"), f"{one['name']}, {one['title']}")
    for level, note in values["level_notes"].items():
        yield text(level, "\n".join(note.values()))


def section_text(section: Values) -> Text:
    words = f"{section['heading']}\n{plain(section['body'])}"
    return Text(partial(place_of_section, section), words, section["body"], section["uid"])


def area_texts(values: Values) -> Iterator[Text]:
    for one in values["focus_areas"]:
        yield Text(partial(Place, "area", one["name"], one["uid"]), one["name"], uid=one["uid"])


def document_texts(values: Values) -> Iterator[Text]:
    for one in values["related_documents"]:
        said = "\n".join((one["title"], one["reference"], one["url"]))
        yield Text(partial(Place, "related", one["title"], one["uid"]), said, uid=one["uid"])


def place_of_section(section: Values) -> Place:
    return Place("section", section_name(section), section["uid"])


def place_of(measure: FrozenMeasure) -> Place:
    return Place("measure", measure_name(measure), measure.uid)


def written_in(measure: Values) -> Iterator[str]:
    """Everything that is written in a measure and its rows."""
    yield from (measure[name] for name in ("text", "condition", "result", "comment"))
    yield measure["time"]["wording"]
    for activity in measure["activities"]:
        yield from (activity["text"], activity["time"]["wording"])
    for indicator in measure["indicators"]:
        yield from (indicator["text"], indicator["target"])
    for responsibility in measure["responsibilities"]:
        yield from (responsibility["wording"], responsibility["scope_note"])


def placeholders(draft: Draft) -> Iterator[Finding]:
    """One for each place where something waits for its value."""
    for text in draft.texts:
        if found := placeholder_in(text.words):
            yield Finding(KINDS["placeholder"], text.place, around(text.words, found))


def authorities(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Authorities that are no more, one for each place and authority."""
    abolished = Abolished(facts.abolished)
    for text in draft.texts:
        for one in abolished.found_in(text.addressed):
            since = _("abolished %(day)s") % {"day": one["since"]} if one.get("since") else _("abolished")
            yield Finding(KINDS["authority"], text.place, f"{one['name']} ({since})", one.get("successor", ""))


def unchecked_contacts(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Sections that hold contacts, unless somebody has checked them lately."""
    if facts.contacts_are_checked:
        return
    for text in draft.texts:
        if text.source and (found := contacts_in(text.addressed)):
            yield Finding(KINDS["contacts"], text.place, named(found))


def misspellings(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Words that were suspected when the text was read in, and still stand there."""
    for text in draft.texts:
        if text.uid in facts.imported and (found := suspected(text.words)):
            yield Finding(KINDS["spelling"], text.place, ", ".join(found))


def lost(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """References to what stands no more, and pictures that are gone."""
    standing = {f"section:{one['uid']}" for one in draft.sections} | {f"measure:{one.uid}" for one in draft.measures}
    for text in draft.texts:
        if text.uid and text.uid in facts.astray:
            yield Finding(KINDS["reference"], text.place, _("The section that the measure comes from"))
        for kind, uid, label in REFERENCE.findall(text.source):
            if f"{kind}:{uid}" not in standing:
                yield Finding(KINDS["reference"], text.place, plain(label))
        for alt, uid in IMAGE.findall(text.source):
            if uid not in draft.values["images"]:
                yield Finding(KINDS["picture"], text.place, unescape(alt))


def missing_sections(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Sections that the municipality expects; a heading that contains the words is enough."""
    headings = [folded(one["heading"]) for one in draft.sections]
    for wanted in facts.standard_sections:
        if not any(folded(wanted) in heading for heading in headings):
            yield Finding(KINDS["standard"], Place("new_section", wanted))


def empty_header(draft: Draft) -> Iterator[Finding]:
    """Header fields of which nobody has said anything, but for what is known later."""
    for one in draft.values["header"]:
        if one["state"] == "missing" and folded(one["label"]) not in UNKNOWN_UNTIL_LATER:
            yield Finding(KINDS["header"], Place("plan", one["label"]))
