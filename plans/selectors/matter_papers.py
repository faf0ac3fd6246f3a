"""What the pages of matters show: the list with what waits, and one matter with the papers beside each stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from accounts.models import Municipality, User
from accounts.roles import Role
from foundation.search_text import containing
from plans.models import Decision, Document, Edition, Matter, Plan, ReferralRound, Statement
from plans.selectors.matter_line import (
    Asked,
    Facts,
    Stop,
    asked_of,
    editions_of_matter,
    facts_of,
    has_answered,
    line_of,
)
from plans.selectors.sent_papers import sent_papers

A_PAGE = 50
OPEN, CLOSED, ALL = "oppna", "avslutade", "alla"
CHOICES = (OPEN, CLOSED, ALL)
IN_BODIES = (Role.SECRETARY, Role.MEMBER)
Kind = Document.Kind


@dataclass(frozen=True)
class MatterRow:
    """One matter of the list: where it is now, and what it asks of the reader."""

    matter: Matter
    line: list[Stop]
    asked: list[Asked]

    @property
    def now(self) -> Stop | None:
        return next((one for one in self.line if one.state == "now"), None)


@dataclass(frozen=True)
class MatterList:
    page: Page[Matter]
    rows: list[MatterRow]
    waiting: list[MatterRow]


def plans_to_choose(user: User, municipality: Municipality) -> QuerySet[Plan]:
    """The plans of which a matter of the municipality may be."""
    rows: QuerySet[Plan] = Plan.objects.visible_to(user, "plans.add_matter").filter(municipality=municipality)
    return rows.filter(withdrawn_at=None).defer("search_text").order_by("title", "pk")


@dataclass(frozen=True)
class StopPapers:
    """A stop, and the papers that lie beside it, each only where the reader may open it."""

    stop: Stop
    documents: list[Document] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    rounds: list[ReferralRound] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def has_papers(self) -> bool:
        return any((self.documents, self.editions, self.rounds, self.statements, self.decisions))


@dataclass(frozen=True)
class MatterPage:
    line: list[StopPapers]
    asked: list[Asked]
    documents: list[Document]
    removed: list[Document]
    sent: frozenset[int | None]
    editions: list[Edition]
    rounds: list[ReferralRound]
    decisions: list[Decision]

    @property
    def to_refer(self) -> Edition | None:
        """The version that can be sent on referral: the newest, while nothing is decided about it."""
        newest = max(self.editions, key=lambda one: one.number, default=None)
        is_free = newest is not None and not newest.is_decided and not newest.is_settled
        return newest if is_free else None


def matters_for(user: User, *, words: str = "", choice: str = OPEN, page: str = "") -> MatterList:
    """The matters that the reader sees, and above them those that wait for the reader."""
    seen = Matter.objects.visible_to(user).current().select_related("body")
    found = seen.filter(containing(words)) if words else seen
    if choice == OPEN:
        found = found.open()
    elif choice == CLOSED:
        found = found.exclude(closed_on=None)
    chosen = Paginator(found, A_PAGE).get_page(page)
    rows = rows_of(chosen.object_list, user)
    waiting = []
    if choice == OPEN and not words:
        waiting = [row for row in (rows_of(seen.open(), user) if chosen.has_other_pages() else rows) if row.asked]
    return MatterList(page=chosen, rows=rows, waiting=waiting)


def rows_of(matters: Iterable[Matter], user: User) -> list[MatterRow]:
    facts = facts_of(matters)
    lines = {pk: line_of(one) for pk, one in facts.items()}
    return [MatterRow(one.matter, lines[pk], asked_of_user(one, lines[pk], user)) for pk, one in facts.items()]


def asked_of_user(facts: Facts, line: list[Stop], user: User) -> list[Asked]:
    leads = user.has_perm("plans.change_matter", facts.matter)
    return asked_of(facts, line, user.access.units_as(*IN_BODIES), leads=leads)


def matter_page(matter: Matter, user: User) -> MatterPage:
    """One matter as `user` may see it; a fixed number of statements."""
    facts = facts_of([matter])[matter.pk]
    line = line_of(facts)
    documents = list(matter.documents.all().select_related("withdrawn_by"))
    current = [one for one in documents if not one.is_withdrawn]
    editions = list(editions_of_matter(matter).visible_to(user).without_values().select_related("body"))
    seen = set(ReferralRound.objects.visible_to(user).filter(matter=matter).values_list("pk", flat=True))
    rounds = [one for one in facts.rounds if one.pk in seen]
    statements, decisions = statements_of(facts, user), decisions_seen(facts, user)
    return MatterPage(
        line=[beside(stop, current, editions, rounds, statements, decisions) for stop in line],
        asked=asked_of_user(facts, line, user),
        documents=current,
        removed=[one for one in documents if one.is_withdrawn],
        sent=sent_papers(facts),
        editions=editions,
        rounds=rounds,
        decisions=decisions,
    )


def decisions_seen(facts: Facts, user: User) -> list[Decision]:
    """What bodies decided in the matter, in its order, as far as the reader may open it."""
    rows = Decision.objects.visible_to(user).filter(pk__in=[one.pk for one in facts.decisions])
    seen = set(rows.values_list("pk", flat=True)) if facts.decisions else set()
    return [one for one in facts.decisions if one.pk in seen]


def statements_of(facts: Facts, user: User) -> list[Statement]:
    """The registered statements that the reader may open, in the order in which they were asked for."""
    answered = [one.statement for one in facts.recipients if has_answered(one)]
    seen = Statement.objects.visible_to(user).filter(pk__in=[one.pk for one in answered])
    keys = set(seen.values_list("pk", flat=True)) if answered else set()
    return [one for one in answered if one.pk in keys]


def beside(
    stop: Stop,
    documents: list[Document],
    editions: list[Edition],
    rounds: list[ReferralRound],
    statements: list[Statement],
    decisions: list[Decision],
) -> StopPapers:
    """The papers of one stop: what went out, what came in, what is decided from, what was decided."""

    def of_kind(*kinds: str) -> list[Document]:
        return [one for one in documents if one.kind in kinds]

    if stop.kind == "referral":
        return StopPapers(stop, documents=of_kind(Kind.REFERRAL_LETTER), rounds=rounds)
    if stop.kind == "statements":
        bound = {one.document_id for one in statements}
        return StopPapers(
            stop,
            documents=[one for one in of_kind(Kind.STATEMENT) if one.pk not in bound],
            statements=statements,
        )
    if stop.kind == "dispatch":
        return StopPapers(stop, documents=of_kind(Kind.EXTRACT))
    proposals = [one for one in editions if one.state == Edition.State.PROPOSAL][:1] if stop.state != "done" else []
    letters = of_kind(Kind.OFFICIAL_LETTER, Kind.COVER_LETTER) if stop.state != "coming" else []
    made = [one for one in decisions if one in stop.decisions]
    return StopPapers(stop, documents=letters, editions=proposals, decisions=made)
