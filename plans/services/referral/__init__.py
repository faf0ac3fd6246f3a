"""Referral: an edition is sent out, each one that is asked is followed, and the round ends."""

from plans.services.referral.links import revoke_answer_link, send_answer_link
from plans.services.referral.opening import add_recipients, open_referral_round
from plans.services.referral.recipients import (
    extend_recipient,
    note_mailed,
    note_no_answer,
    note_opened,
    note_own_number,
    note_refused,
    send_again,
)
from plans.services.referral.reminding import remind_recipient, remind_referrals
from plans.services.referral.rounds import close_referral_round, reopen_referral_round, update_referral_round

__all__ = [
    "add_recipients",
    "close_referral_round",
    "extend_recipient",
    "note_mailed",
    "note_no_answer",
    "note_opened",
    "note_own_number",
    "note_refused",
    "open_referral_round",
    "remind_recipient",
    "remind_referrals",
    "reopen_referral_round",
    "revoke_answer_link",
    "send_again",
    "send_answer_link",
    "update_referral_round",
]
