# One image for the site, the workers and the dispatcher; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install -r requirements.txt

FROM python:3.11-slim-bookworm
# Pango lays out the letters; without libharfbuzz-subset0 their bytes would change from one second to the next.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/pilottihaku --shell /usr/sbin/nologin pilottihaku
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 VAR_DIR=/srv/var
WORKDIR /srv/pilottihaku
COPY . .
# Building needs no secret: the embedded profile's settings are enough for texts, fonts and static files.
RUN mkdir -p /srv/var/files \
 && python manage.py compile_translations \
 && python manage.py build_fonts \
 && python manage.py collectstatic --no-input --verbosity 0 \
 && chown -R pilottihaku: /srv/var
USER pilottihaku
EXPOSE 8000
