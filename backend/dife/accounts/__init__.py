"""Accounts: signing up, logging in, sessions and passwords."""
