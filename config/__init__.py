"""Settings, addresses and processes: knows every room, known by none."""

from config.celery import app as celery_app

# Whoever sends a task (the dispatcher, say) must find this application, not Celery's default one.
__all__ = ["celery_app"]
