# syntax=docker/dockerfile:1
# One image for all roles: `dife api`, `dife gateway`, `dife worker`, `dife migrate`. For arm64 and amd64: every locked
# package has a wheel for both, so nothing is compiled here.
ARG PYTHON=python:3.12-slim-bookworm

FROM ${PYTHON} AS build
ENV UV_PROJECT_ENVIRONMENT=/opt/dife/venv UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1
WORKDIR /opt/dife
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
# The versions and hashes of uv.lock and no others; a package without a wheel is an error.
COPY pyproject.toml uv.lock ./
RUN /opt/uv/bin/uv sync --frozen --no-default-groups --group production --no-install-project --no-build --python python3
COPY backend/dife backend/dife
COPY backend/migrations backend/migrations
# The authorities of RDS in Seoul: whoever connects with sslmode=verify-full compares the database's certificate with them.
COPY cloud/certificates/rds.pem ./
RUN /opt/dife/venv/bin/python -m compileall -q backend

FROM ${PYTHON}
ENV PATH=/opt/dife/venv/bin:$PATH PYTHONPATH=/opt/dife/backend PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin dife
COPY --from=build /opt/dife /opt/dife
RUN printf '#!/opt/dife/venv/bin/python\nfrom dife.cli import main\nmain()\n' >/usr/local/bin/dife && chmod 0755 /usr/local/bin/dife
# Nothing is ever written but to /tmp: the root file system may be read-only.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000 8001 8002
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 CMD ["python", "-m", "dife.healthcheck"]
CMD ["dife", "api"]
