"""Fixtures for every test."""

pytest_plugins = ["fixtures.services", "fixtures.database", "fixtures.application", "fixtures.people", "fixtures.jobs"]
