"""The gateway: it holds the WebSockets, takes hints from Valkey and the truth from PostgreSQL, and writes nothing."""
