"""Search over all that one may see: drafts and what hangs on them, editions in force, matters, reports, units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.excerpts import Piece, excerpt, terms, whole
from foundation.rich_text import plain
from foundation.search_text import folded
from plans.models import Section
from plans.outline import flattened, outline
from plans.selectors.search import legal, organisation, rows
from plans.selectors.search.editions import Place, places_in_editions
from plans.selectors.search.organisation import Known, titles_and_known
from plans.selectors.search.rows import Key, Said

MOST = 50


class Kind(models.TextChoices):
    """What was found, as it is named in the address and above the hits."""

    PLANS = "planer", _("Drafts")
    SECTIONS = "avsnitt", _("Sections")
    AREAS = "omraden", _("Areas")
    MEASURES = "atgarder", _("Measures")
    RELATED = "dokument", _("Related documents")
    COMMENTS = "kommentarer", _("Comments")
    EDITIONS = "beslutade", _("Plans in force")
    MATTERS = "arenden", _("Matters")
    PAPERS = "handlingar", _("Documents of matters")
    REFERRALS = "remisser", _("Referrals")
    STATEMENTS = "yttranden", _("Statements")
    DECISIONS = "beslut", _("Decisions")
    REPORTS = "redovisningar", _("Reports from units")
    UNITS = "enheter", _("Units")
    FUNCTIONS = "funktioner", _("Functions")


KIND_OF = {
    rows.PLAN: Kind.PLANS,
    rows.SECTION: Kind.SECTIONS,
    rows.AREA: Kind.AREAS,
    rows.MEASURE: Kind.MEASURES,
    rows.RELATED: Kind.RELATED,
    rows.COMMENT: Kind.COMMENTS,
    rows.REPORT: Kind.REPORTS,
    rows.ANSWER: Kind.REPORTS,
    legal.MATTER: Kind.MATTERS,
    legal.DOCUMENT: Kind.PAPERS,
    legal.REFERRAL: Kind.REFERRALS,
    legal.STATEMENT: Kind.STATEMENTS,
    legal.DECISION: Kind.DECISIONS,
    organisation.UNIT: Kind.UNITS,
    organisation.FUNCTION: Kind.FUNCTIONS,
}


SAYS = {**rows.SAYS, **legal.SAYS}


@dataclass(frozen=True)
class Question:
    """What the reader asked for; without a kind, the first of every kind are shown."""

    words: str
    kind: str = ""
    plan: int | None = None
    page: str = "1"


@dataclass(frozen=True)
class Hit:
    """One place: what it is called and the words around what was sought, in pieces that are marked or not."""

    name: tuple[Piece, ...]
    text: tuple[Piece, ...]
    plan: str
    url: str


@dataclass(frozen=True)
class Group:
    """The hits of one kind that are shown, of how many."""

    kind: Kind
    count: int
    hits: list[Hit]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True)
class Found:
    """What was found, with how much there is of every kind and in every plan."""

    groups: list[Group] = field(default_factory=list)
    kinds: list[tuple[Kind, int]] = field(default_factory=list)
    plans: list[tuple[int, str, int]] = field(default_factory=list)
    page: Page[Any] | None = None

    @property
    def total(self) -> int:
        return sum(count for _kind, count in self.kinds)


One = Key | Place | Known


def found_for(user: User, asked: Question) -> Found:
    """What `user` may see in which every term stands, in five statements whatever is found.

    Ordered as the plans are by title, and within a plan as it is read.
    """
    sought = terms(asked.words)
    if not sought:
        return Found()
    titles, known = titles_and_known(user, sought)
    keys = rows.keys(user, titles.keys(), sought, also=legal.keys_of(user, sought))
    places = places_in_editions(user, sought)
    titles = {place.edition.plan_id: place.edition.title for place in places} | titles
    everything: list[One] = [*in_order(keys, titles), *places, *known]
    in_kind = [one for one in everything if asked.kind in ("", kind_of(one))]
    in_plan = [one for one in everything if asked.plan in (None, plan_of(one))]
    kept = [one for one in in_kind if asked.plan in (None, plan_of(one))]
    page = Paginator(kept, MOST).get_page(asked.page) if asked.kind else None
    shown = by_kind(page.object_list if page else kept)
    counts = Counter(kind_of(one) for one in in_plan)
    said = rows.texts((one for few in shown.values() for one in few if isinstance(one, Key)), SAYS)
    return Found(
        groups=[Group(kind, counts[kind], hits(few, said, titles, sought)) for kind, few in shown.items()],
        kinds=[(kind, counts[kind]) for kind in Kind if counts[kind]],
        plans=plan_counts(in_kind, titles),
        page=page,
    )


def kind_of(one: One) -> Kind:
    return Kind.EDITIONS if isinstance(one, Place) else KIND_OF[one.kind]


def plan_of(one: One) -> int | None:
    if isinstance(one, Known):
        return None
    return (one.plan or None) if isinstance(one, Key) else one.edition.plan_id


def by_kind(found: Iterable[One]) -> dict[Kind, list[One]]:
    """At most fifty of each kind, the kinds in their order."""
    inside: dict[Kind, list[One]] = defaultdict(list)
    for one in found:
        inside[kind_of(one)].append(one)
    return {kind: inside[kind][:MOST] for kind in Kind if inside[kind]}


def plan_counts(found: Iterable[One], titles: Mapping[int, str]) -> list[tuple[int, str, int]]:
    counts = Counter(plan_of(one) for one in found)
    named = [(pk, titles[pk], count) for pk, count in counts.items() if pk is not None and pk in titles]
    return sorted(named, key=lambda one: (folded(one[1]), one[0]))


def in_order(keys: Sequence[Key], titles: Mapping[int, str]) -> list[Key]:
    """By the plan's title, then as the plan is read; sections need the whole tree for that."""
    place = section_places({key.plan for key in keys if key.kind == rows.SECTION})
    return sorted(
        keys,
        key=lambda key: (
            folded(titles.get(key.plan, "")),
            key.plan,
            place.get(key.pk, 0) if key.kind == rows.SECTION else key.first,
            key.second,
            key.pk,
        ),
    )


def section_places(plans: set[int]) -> dict[int, int]:
    """The place of every section of these plans in its plan, in one statement; none when there is no plan."""
    if not plans:
        return {}
    needed = ("plan_id", "parent_id", "position", "is_annex", "is_numbered", "own_number")
    trees: dict[int, list[Section]] = defaultdict(list)
    for section in Section.objects.current().filter(plan__in=plans).only(*needed):
        trees[section.plan_id].append(section)
    return {
        node.section.pk: place
        for tree in trees.values()
        for place, node in enumerate(flattened(outline(tree, is_numbered=False)))
    }


def hits(
    found: Iterable[One], said: Mapping[tuple[str, int], Said], titles: Mapping[int, str], sought: list[str]
) -> list[Hit]:
    return [hit(one, said, titles, sought) for one in found]


def hit(one: One, said: Mapping[tuple[str, int], Said], titles: Mapping[int, str], sought: list[str]) -> Hit:
    if isinstance(one, Place):
        return Hit(whole(one.name, sought), excerpt(one.text, sought), one.edition.title, one.url)
    if isinstance(one, Known):
        return Hit(whole(one.name, sought), excerpt(one.text, sought), one.unit, one.url)
    text = said[one.kind, one.pk]
    words = plain(text.text) if one.kind == rows.SECTION else in_one_line(one, text.text)
    name = text.name.strip(" ·")
    first = next(iter(name.splitlines()), "")
    rest = f"{name}\n{words}" if first != name else words
    return Hit(whole(first, sought), excerpt(rest, sought), titles.get(one.plan, ""), address(one))


def in_one_line(key: Key, text: str) -> str:
    said = legal.readable(text) if key.kind in legal.ROUTES else text
    return " · ".join(filter(str.strip, said.splitlines()))


def address(key: Key) -> str:
    """Where the words are read: the place in the plan's document, the unit's report, the comment's own page."""
    if key.kind in (rows.REPORT, rows.ANSWER):
        report = reverse("plans:unit_report_detail", args=[key.first])
        return f"{report}#matt-{key.pk}" if key.kind == rows.ANSWER else report
    if key.kind in legal.ROUTES:
        return legal.address(key)
    if key.kind == rows.COMMENT:
        return reverse("plans:comment_detail", args=[key.pk])
    if key.kind == rows.RELATED:
        return reverse("plans:related_document_list", args=[key.plan])
    document = reverse("plans:plan_detail", args=[key.plan])
    return f"{document}{anchor(key)}"


def anchor(key: Key) -> str:
    return {rows.SECTION: f"#s-{key.uid}", rows.MEASURE: f"#m-{key.uid}", rows.AREA: f"#omrade-{key.uid}"}.get(
        key.kind, ""
    )
