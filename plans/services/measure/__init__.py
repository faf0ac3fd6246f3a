"""A measure with its activities, indicators and responsibilities: one aggregate, one version."""

from plans.services.measure.moving import move_measure, restore_measure, withdraw_measure
from plans.services.measure.writing import create_measure, update_measure

__all__ = ["create_measure", "move_measure", "restore_measure", "update_measure", "withdraw_measure"]
