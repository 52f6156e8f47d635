"""Schemathesis against the API as it is served: its configuration, and checks of our own."""
