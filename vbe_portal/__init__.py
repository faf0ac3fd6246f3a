"""The roof of the house: settings, routes, the worker, the start pages and the made-up municipality."""

from vbe_portal.celery import app as celery_app

__all__ = ["celery_app"]
