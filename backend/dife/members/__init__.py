"""Members: profiles, and who may see whom."""
