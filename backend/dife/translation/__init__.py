"""Translation: members read each other across languages, from a memory that all share or through an engine."""
