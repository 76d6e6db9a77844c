"""Fixtures for every test."""

pytest_plugins = ["fixtures.services"]
