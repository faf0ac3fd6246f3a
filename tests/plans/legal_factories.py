"""Matters, decisions, referrals and statements for tests, with as little as a test cares about.

matter = MatterFactory(plan=plan, body=board)        StepFactory(matter=matter, body=committee, kind="preparation")
DocumentFactory(matter=matter) · DecisionFactory(matter=matter, body=board, paragraph="§ 55")
round = ReferralFactory(edition=edition, matter=matter)
recipient = RecipientFactory(round=round, unit=social)             with a seat for the unit itself
StatementFactory(recipient=recipient, state="registered", stance="endorses") · ViewpointFactory(statement=…)
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from plans.models import (
    AnswerLink,
    Decision,
    Dispatch,
    Document,
    Edition,
    Matter,
    MatterStep,
    Meeting,
    ReferralRecipient,
    ReferralRound,
    ReferralSeat,
    RegistrationItem,
    Revision,
    Statement,
    Viewpoint,
)
from plans.models.decision import paragraph_key_of, year_of
from tests.accounts.factories import MunicipalityFactory, RecordedFactory
from tests.plans.factories import EditionFactory, PlanFactory
from tests.responsibilities.factories import UnitFactory


class MatterFactory(RecordedFactory):
    class Meta:
        model = Matter

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    title = factory.Sequence(lambda n: f"Ärende {n}")
    body = factory.SubFactory(UnitFactory, kind="board", municipality=factory.SelfAttribute("..municipality"))


class StepFactory(RecordedFactory):
    class Meta:
        model = MatterStep

    matter = factory.SubFactory(MatterFactory)
    municipality = factory.SelfAttribute("matter.municipality")
    kind = MatterStep.Kind.DECISION
    body = factory.SelfAttribute("matter.body")
    position = factory.LazyAttribute(lambda row: row.matter.steps.count())


class DocumentFactory(RecordedFactory):
    class Meta:
        model = Document

    matter = factory.SubFactory(MatterFactory)
    municipality = factory.SelfAttribute("matter.municipality")
    kind = Document.Kind.OFFICIAL_LETTER
    title = factory.Sequence(lambda n: f"Handling {n}")
    position = factory.LazyAttribute(lambda row: row.matter.documents.count())


class MeetingFactory(RecordedFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(UnitFactory, kind="board")
    municipality = factory.SelfAttribute("body.municipality")
    held_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=3))


class DecisionFactory(RecordedFactory):
    class Meta:
        model = Decision

    matter = factory.SubFactory(MatterFactory)
    municipality = factory.SelfAttribute("matter.municipality")
    body = factory.SelfAttribute("matter.body")
    outcome = Decision.Outcome.ENDORSE
    year = factory.LazyAttribute(lambda row: year_of(getattr(row, "decided_on", None)))
    paragraph = ""
    paragraph_key = factory.LazyAttribute(lambda row: paragraph_key_of(row.paragraph))
    noted_by = factory.LazyFunction(User.objects.system)


class DispatchFactory(RecordedFactory):
    class Meta:
        model = Dispatch

    decision = factory.SubFactory(DecisionFactory)
    municipality = factory.SelfAttribute("decision.municipality")
    recipient = factory.Sequence(lambda n: f"Mottagare {n}")


class ReferralFactory(RecordedFactory):
    class Meta:
        model = ReferralRound

    edition = factory.SubFactory(EditionFactory, state=Edition.State.REFERRAL)
    municipality = factory.SelfAttribute("edition.municipality")
    matter = factory.LazyAttribute(lambda row: MatterFactory(plan=row.edition.plan))
    question = "Vad anser ni om förslaget?"
    answer_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    opened_by = factory.LazyFunction(User.objects.system)


class RecipientFactory(RecordedFactory):
    """One that is asked, with a seat for the unit itself, or for `seats`."""

    class Meta:
        model = ReferralRecipient

    round = factory.SubFactory(ReferralFactory)
    municipality = factory.SelfAttribute("round.municipality")
    unit = factory.SubFactory(UnitFactory, kind="board", municipality=factory.SelfAttribute("..municipality"))
    sent_on = factory.LazyFunction(timezone.localdate)
    position = factory.LazyAttribute(lambda row: row.round.recipients.count())

    @classmethod
    def _create(cls, model_class: type[ReferralRecipient], *args: Any, **kwargs: Any) -> ReferralRecipient:
        seats = kwargs.pop("seats", None)
        made: ReferralRecipient = super()._create(model_class, *args, **kwargs)
        for unit in seats or [made.unit]:
            ReferralSeat.objects.create(municipality=made.municipality, recipient=made, unit=unit)
        return made


class AnswerLinkFactory(factory.django.DjangoModelFactory):
    """AnswerLinkFactory(recipient=recipient, token="abc"): the token is what the letter holds."""

    class Meta:
        model = AnswerLink

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    recipient = factory.SubFactory(RecipientFactory)
    municipality = factory.SelfAttribute("recipient.municipality")
    token_hash = factory.LazyAttribute(lambda row: hashlib.sha256(row.token.encode()).hexdigest())
    sent_to = "forening@exempelby.example"
    made_by = factory.LazyFunction(User.objects.system)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class StatementFactory(RecordedFactory):
    class Meta:
        model = Statement

    recipient = factory.SubFactory(RecipientFactory)
    municipality = factory.SelfAttribute("recipient.municipality")
    answered_by = factory.SelfAttribute("recipient.unit")
    text = "Vi har läst förslaget."
    written_by = factory.LazyFunction(User.objects.system)
    registered_at = factory.LazyAttribute(
        lambda row: timezone.now() if getattr(row, "state", "") == Statement.State.REGISTERED else None
    )


class ViewpointFactory(RecordedFactory):
    class Meta:
        model = Viewpoint

    statement = factory.SubFactory(StatementFactory, state="registered", stance="endorses_with_views")
    municipality = factory.SelfAttribute("statement.municipality")
    text = factory.Sequence(lambda n: f"Synpunkt {n}")
    position = factory.LazyAttribute(lambda row: row.statement.viewpoints.count())


class RegistrationFactory(RecordedFactory):
    class Meta:
        model = RegistrationItem

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = RegistrationItem.Kind.STATEMENT_IN
    title = factory.Sequence(lambda n: f"Att diarieföra {n}")
    target_model = "plans.statement"
    target_pk = factory.Sequence(lambda n: n + 1)


class RevisionFactory(RecordedFactory):
    class Meta:
        model = Revision

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    base = factory.LazyAttribute(lambda row: EditionFactory(plan=row.plan, state="adopted"))
    reason = "Lägesbilden har ändrats."
    started_by = factory.LazyFunction(User.objects.system)
