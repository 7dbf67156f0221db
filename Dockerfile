# BookBytes as an image: `serve`, `worker`, `migrate`, `make` and the other commands, with both offline voices.
#
#     docker build -t bookbytes .                        add --build-arg M4B=1 to bind M4B files too (about 100 MB more)
#     docker run --rm --network none bookbytes make /opt/bookbytes/sample.epub

FROM python:3.11-slim-bookworm AS build

# the Pico voice is compiled
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev

ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv --without-pip /opt/bookbytes
WORKDIR /build

ARG M4B=0
COPY requirements.lock requirements-pico.lock ./
RUN awk -v m4b="$M4B" '/^[a-z0-9]/ { wanted = m4b || !/^av==/ } wanted' requirements.lock > wanted.lock \
    && python -m pip --python /opt/bookbytes/bin/python install --no-compile --require-hashes \
        -r wanted.lock -r requirements-pico.lock

COPY pyproject.toml README.md LICENSE ./
COPY bookbytes_core bookbytes_core
COPY bookbytes_adapters bookbytes_adapters
COPY bookbytes_http bookbytes_http
COPY bookbytes_worker bookbytes_worker
RUN python -m pip --python /opt/bookbytes/bin/python install --no-compile --no-deps . \
    && ln -s /opt/bookbytes/lib/python3.11/site-packages/bookbytes_worker/sample/*.epub /opt/bookbytes/sample.epub \
    && find /opt/bookbytes/lib -type d \( -name tests -o -name test \) -prune -exec rm -r {} +


FROM python:3.11-slim-bookworm

RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin bookbytes \
    && install --directory --owner bookbytes --group bookbytes --mode 700 /data
COPY --from=build /opt/bookbytes /opt/bookbytes

# The image holds no bytecode; what runs may keep its own where it can be thrown away.
ENV PATH=/opt/bookbytes/bin:$PATH DATA_DIR=/data PYTHONUNBUFFERED=1 PYTHONPYCACHEPREFIX=/tmp
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000

# For `serve`; compose.yaml has another for workers.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]

ENTRYPOINT ["bookbytes"]
CMD ["serve", "--host", "0.0.0.0"]
