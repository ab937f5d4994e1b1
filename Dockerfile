# The application for production: web, worker, beat and migrate run from this one image.
FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-dev --no-group embedded --no-cache
COPY . .
ENV PATH=/app/.venv/bin:$PATH
RUN python -m config.catalogues
# uv compiled the dependencies; this does it for our own code, whose folder is read-only later.
RUN python -m compileall -q -x '/\.venv/' .
# Only to collect files: nothing of these values is kept or used.
RUN DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=only-for-the-build \
    DATABASE_URL=postgresql:///x DATABASE_OWNER_URL=postgresql:///x \
    python manage.py collectstatic --no-input

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin porchlight \
    && install -d -o porchlight -g porchlight /var/lib/porchlight/media
COPY --from=build /app /app
WORKDIR /app
USER porchlight
VOLUME /var/lib/porchlight/media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--preload", "--no-control-socket"]
