"""What a body decided in a matter: noted, corrected, put in force, sent out."""

from plans.services.decision.correcting import (
    correct_adoption,
    correct_decision_row,
    note_adoption_number,
    withdraw_decision,
)
from plans.services.decision.dispatch import note_dispatch
from plans.services.decision.meeting import update_meeting
from plans.services.decision.recording import adopt_amended, record_decision
from plans.services.decision.short_ways import note_adoption, note_repeal, note_small_change

__all__ = [
    "adopt_amended",
    "correct_adoption",
    "correct_decision_row",
    "note_adoption",
    "note_adoption_number",
    "note_dispatch",
    "note_repeal",
    "note_small_change",
    "record_decision",
    "update_meeting",
    "withdraw_decision",
]
