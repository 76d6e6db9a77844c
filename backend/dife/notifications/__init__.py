"""Notifications: what members are told, in the app and on their devices; and how Dife sends mail and pushes."""
