"""How requests come in and answers go out; nothing here knows a slice."""
