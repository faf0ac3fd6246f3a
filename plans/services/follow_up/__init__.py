"""Follow-up: a round is opened, units answer, the coordinator receives, the round is closed."""

from plans.services.follow_up.report import submit_unit_report, write_measure_report
from plans.services.follow_up.review import accept_measure_report, accept_unit_report, return_measure_report
from plans.services.follow_up.round import close_round, open_round, remind_units, update_round

__all__ = [
    "accept_measure_report",
    "accept_unit_report",
    "close_round",
    "open_round",
    "remind_units",
    "return_measure_report",
    "submit_unit_report",
    "update_round",
    "write_measure_report",
]
