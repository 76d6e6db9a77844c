"""Moderation: blocking people, reporting what hurts, and answering reports."""
