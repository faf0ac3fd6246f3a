"""What a body decided in a matter: noted, corrected, put in force, sent out."""

from plans.services.decision.recording import adopt_amended, note_adoption, record_decision

__all__ = [
    "adopt_amended",
    "note_adoption",
    "record_decision",
]
