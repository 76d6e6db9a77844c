"""Chat: rooms, their event logs, and the messages in them."""
