"""A process that never comes to an end with the picture "spin": the limits do."""

import json
import sys

from foundation.child_process import limit

if __name__ == "__main__":
    job = json.load(sys.stdin)
    limit(job["megabytes"], job["seconds"])
    for picture in job["pictures"]:
        while picture == "spin":
            pass
        sys.stdout.write(json.dumps({"refused": "no_picture"}) + "\n")
        sys.stdout.flush()
