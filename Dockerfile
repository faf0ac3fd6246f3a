# One image for web, worker, beat and migrate: the role is the argument (bin/serve).
FROM debian:12-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/vbe
COPY requirements/ requirements/
RUN python3 -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
 && .venv/bin/uv pip install --no-cache --compile-bytecode --python .venv/bin/python --require-hashes -r requirements/run.txt
COPY . .
# Static files are collected with throw-away values: nothing of them stays in the image.
RUN DATABASE_URL=postgres://build@localhost/build SECRET_KEY=build ALLOWED_HOSTS=localhost REDIS_URL=redis://localhost \
    VBE_FILES_DIR=/tmp/build STATIC_ROOT=/srv/vbe/staticfiles .venv/bin/python manage.py collectstatic --no-input

FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/vbe --shell /usr/sbin/nologin vbe \
 && install -d -o vbe -g vbe -m 700 /var/lib/vbe
COPY --from=build /srv/vbe /srv/vbe
WORKDIR /srv/vbe
USER vbe
ENV VBE_FILES_DIR=/var/lib/vbe STATIC_ROOT=/srv/vbe/staticfiles VBE_BIND=0.0.0.0:8000 XDG_CACHE_HOME=/tmp PYTHONDONTWRITEBYTECODE=1
VOLUME /var/lib/vbe
EXPOSE 8000
ENTRYPOINT ["bin/serve"]
CMD ["web"]
