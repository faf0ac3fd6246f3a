"""What kombu's transports must do for us: Redis for a worker that holds one message, files for a demo."""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem, redis
from kombu.transport.virtual import QoS
from kombu.utils.json import dumps


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


class WholeMessages(filesystem.Channel):
    """Puts a message into its folder when it is whole.

    kombu opens the file first and writes then: a worker that looks in between reads nothing, and ends of it.
    """

    def _put(  # type: ignore[override]  # kombu calls it message above, and payload here
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        begun = Path(self.data_folder_out, f"{name}.begun")  # a name that nobody looks for
        begun.write_text(dumps(payload))  # type: ignore[no-untyped-call]  # kombu ships no types
        begun.rename(begun.with_name(name))


redis.Channel.QoS = ForgivingQoS
filesystem.Transport.Channel = WholeMessages
