"""What the person at the terminal has to know; the message says what to do."""


class CloudError(Exception):
    """A step could not be done. Nothing after it was tried."""
