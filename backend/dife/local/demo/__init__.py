"""A small believable campus, and a large one by COPY."""
