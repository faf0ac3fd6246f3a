"""The pictures' own process: `python -m exchange.imports.document.picture_child`, pictures in, one line out for each.

It knows neither database nor settings. Each line is written as soon as it is made: whatever the next picture does to
the process, those before it are safe.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from typing import Any

from foundation.child_process import limit


def main() -> None:
    """Read the job on standard input and clean its pictures within its limits."""
    job = json.load(sys.stdin)
    limit(job["megabytes"], job["seconds"])
    from django.conf import settings

    settings.configure(USE_I18N=False)
    for content in job["pictures"]:
        sys.stdout.write(f"{json.dumps(answer(content, job['most_bytes'], job['shown_side']))}\n")
        sys.stdout.flush()


def answer(content: str, most_bytes: int, shown_side: int) -> dict[str, Any]:
    """{"content": …, "content_type": …, "width": …, "height": …} or {"refused": code}."""
    from django.core.exceptions import ValidationError

    from files.images import clean_image

    try:
        picture = clean_image(b64decode(content), most_bytes=most_bytes, shown_side=shown_side)
    except ValidationError as error:
        return {"refused": error.code}
    return {
        "content": b64encode(picture.content).decode(),
        "content_type": picture.content_type,
        "width": picture.width,
        "height": picture.height,
    }


if __name__ == "__main__":
    main()
