"""Which modules define jobs."""

from importlib import import_module

JOB_MODULES = (
    "dife.accounts.jobs",
)


def import_jobs() -> None:
    """Import them all: a job exists for the queue from then on."""
    for module in JOB_MODULES:
        import_module(module)
