# One image for the web server, the worker and every management command.
#
#   docker build -t attune .
#
# Runs with a read-only root file system, no capabilities and any writable /tmp: see compose.yaml.
# Any base with Python 3.11 or newer, its venv module, tzdata and ca-certificates will do.
ARG BASE_IMAGE=python:3.13-slim

FROM ${BASE_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
# pip lives in an environment of its own, so that the one which is shipped never held it.
RUN python3 -m venv /opt/pip && python3 -m venv --without-pip /opt/venv
COPY requirements/run.txt /tmp/run.txt
# A network with its own package index or certificate authority hands both in as build secrets:
#   --secret id=pip_conf,src=pip.conf --secret id=pip_cert,src=ca.crt  (cert = /run/secrets/pip_cert)
RUN --mount=type=secret,id=pip_conf --mount=type=secret,id=pip_cert \
    PIP_CONFIG_FILE=/run/secrets/pip_conf /opt/pip/bin/pip --python /opt/venv/bin/python3 \
        install --require-hashes --only-binary :all: --no-compile -r /tmp/run.txt
COPY . /app
WORKDIR /app
# The settings want their secrets even here. These are random, and gone with this line.
RUN random() { od -An -N40 -tx1 /dev/urandom | tr -d ' \n'; } \
    && SECRET_KEY="$(random)" ENCRYPTION_KEY="$(random)" \
       ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid \
       DATABASE_URL=postgres://nobody@build.invalid/nothing EMAIL_URL=smtp+tls://build.invalid \
       ATTUNE_HOME=/tmp/attune STATIC_ROOT=/app/var/static \
       /opt/venv/bin/python3 manage.py collectstatic --noinput
# Bytecode now, because later nothing can be written; hashes, because copying may change dates.
RUN rm -r requirements \
    && /opt/venv/bin/python3 -m compileall -q --invalidation-mode unchecked-hash /opt/venv/lib /app \
    && chmod -R a+rX,go-w /opt/venv /app

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="Attune" \
      org.opencontainers.image.description="A psychotherapist's practice website" \
      org.opencontainers.image.licenses="MIT"
# The uid is part of the interface: secret files must be readable by it.
RUN rm -rf /usr/local/bin/pip* /usr/local/lib/python3*/site-packages/pip* \
        /usr/local/lib/python3*/ensurepip /usr/lib/python3*/ensurepip /usr/share/python-wheels \
    && groupadd --gid 10001 attune \
    && useradd --uid 10001 --gid attune --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin attune
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# A volume that is mounted here takes over its owner.
RUN install --directory --owner=10001 --group=10001 /app/var/media /app/var/ledger
ENV PATH=/opt/venv/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONFAULTHANDLER=1
# What an operator may tune; `granian --help` names the rest.
# Each thread holds a connection to Postgres. More threads than this answer nobody sooner:
# measured, 16 only made the slowest pages slower. A thread that ends leaves its connection open
# until Python's next garbage collection, so idle ones are kept as long as granian allows.
# Backpressure counts open connections, idle ones too: a small number would let a few visitors
# who merely keep their browser open shut everybody else out.
# glibc's arenas, one a thread, would cost a full page cache ten megabytes more.
ENV MALLOC_ARENA_MAX=2 \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=1 \
    GRANIAN_BLOCKING_THREADS=8 \
    GRANIAN_BLOCKING_THREADS_IDLE_TIMEOUT=600 \
    GRANIAN_BACKPRESSURE=1024 \
    GRANIAN_HTTP1_BUFFER_SIZE=65536 \
    GRANIAN_WORKERS_KILL_TIMEOUT=20
WORKDIR /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# /livez never asks Postgres: a database that is away must not get the web server restarted.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python3", "-m", "practice.livez_check"]
CMD ["granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--no-access-log", \
     "--respawn-failed-workers", "practice.wsgi:application"]
