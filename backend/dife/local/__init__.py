"""Dife on one machine: real PostgreSQL, Valkey, S3 and mail from Python wheels, started in a data folder."""
