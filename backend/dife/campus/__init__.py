"""Campuses: the universities that Dife knows and the mail domains that prove membership."""
