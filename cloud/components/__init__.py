"""Logical units of the infrastructure: each is a construct, or a list that a test holds to."""
