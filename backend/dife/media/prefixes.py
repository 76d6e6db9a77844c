"""What the bucket's keys begin with. The roles on AWS are given rights by these prefixes and by no other."""

QUARANTINE = "quarantine"
"""What members uploaded, until it was looked at."""
MEDIA = "media"
"""Pictures, files and voice notes as they are shown."""
ARCHIVE = "archive"
"""Old messages, a month of a room in an object."""
