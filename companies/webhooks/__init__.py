"""Webhooks: entries of the ledger sent to those who subscribed, signed, in order, and to public addresses only."""
