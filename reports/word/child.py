"""The Word file's own process: `python -m reports.word.child`, a job on standard input, a file on standard output."""

from __future__ import annotations

import json
import sys
from base64 import b64decode

from foundation.child_process import limit


def main() -> None:
    """Make the file of the job on standard input within its limits."""
    job = json.load(sys.stdin)
    limit(job["megabytes"], job["seconds"])

    from django.conf import settings  # after the limits are set

    settings.configure(USE_I18N=False)

    from reports.documents.block_reading import of_page
    from reports.word.making import docx_of

    made = docx_of(
        of_page(job["html"]),
        title=job["title"],
        sender=job["sender"],
        foot=job["foot"],
        template=b64decode(job["template"]) or None,
        images={uid: b64decode(content) for uid, content in job["images"].items()},
    )
    sys.stdout.buffer.write(made)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
