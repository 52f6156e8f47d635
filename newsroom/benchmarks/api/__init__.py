"""How the partner API holds under load, beside a textbook REST framework API over the same tables."""
