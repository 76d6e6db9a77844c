"""Every slice's jobs, so that the worker knows them by name."""

from importlib import import_module
from importlib.resources import files

import dife


def import_jobs() -> None:
    """Import `jobs.py` of every slice that has one, and the queue's own housekeeping."""
    for folder in sorted(files(dife).iterdir(), key=lambda entry: entry.name):
        if folder.is_dir() and folder.joinpath("jobs.py").is_file():
            import_module(f"dife.{folder.name}.jobs")
