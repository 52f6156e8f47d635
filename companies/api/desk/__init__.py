"""The desk over HTTP: what the admin does to facts, by the same functions, for sessions and keys that may."""
