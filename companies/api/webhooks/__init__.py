"""Webhooks over the API: partners manage their own subscriptions."""
