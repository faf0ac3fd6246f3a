"""What kombu's Redis transport must do for a worker that holds one message at a time."""

from typing import Any

from kombu.transport import redis
from kombu.transport.virtual import QoS


class ForgivingQoS(redis.QoS):
    """Frees the place of a message also when Redis could not be told that it is done.

    With the place taken the worker would ask for no more, and so never notice that Redis is back. The message itself
    comes again later and finds its row done: it is only a doorbell.
    """

    def ack(self, delivery_tag: Any) -> None:
        try:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]  # kombu ships no types
        finally:
            QoS.ack(self, delivery_tag)  # type: ignore[no-untyped-call]  # kombu ships no types


redis.Channel.QoS = ForgivingQoS
