"""The environment of the tests, set before the one settings file is read.

PostgreSQL is the default (`DATABASE_URL`, else 127.0.0.1:5432); `VBE_TEST_SQLITE=1` runs on the demo's SQLite instead.
Several runs at a time need different `VBE_TEST_DB_SUFFIX`es.
"""

import atexit
import os
import shutil
import tempfile

SCRATCH = tempfile.mkdtemp(prefix="vbe-test-")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

if os.environ.get("VBE_TEST_SQLITE") == "1":
    os.environ.pop("DATABASE_URL", None)
    os.environ["VBE_DATA_DIR"] = SCRATCH
else:
    os.environ.pop("VBE_DATA_DIR", None)
    os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    os.environ["SECRET_KEY"] = "only-for-tests-" * 5
    os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost"
    os.environ["VBE_PLAIN_HTTP"] = "1"
    os.environ["VBE_FILES_DIR"] = SCRATCH
    # Nobody answers here: a test that wants its message delivered takes the fixtures `redis_server` or `live_worker`.
    os.environ["REDIS_URL"] = "redis://127.0.0.1:1/0"
    os.environ["EMAIL_URL"] = f"filemail:///{SCRATCH.lstrip('/')}/mail"

from vbe_portal.settings import *  # noqa: E402, F403 – the environment had to come first
from vbe_portal.settings import DATABASES, DEMO, STATIC_ROOT, STORAGES  # noqa: E402

if DEMO:
    DATABASES["default"]["TEST"] = {"NAME": f"{SCRATCH}/test.sqlite3"}
# Argon2 as in production, but weak and quick; a real web process can still check such a password.
PASSWORD_HASHERS = ["tests.hashers.QuickArgon2PasswordHasher"]
# Pages drawn in the test process name static files as they are; the real web process uses the collected ones.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
