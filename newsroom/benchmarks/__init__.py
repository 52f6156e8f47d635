"""Measurements, run by `manage.py benchmark …`. Absolute times are noise on shared machines; ratios of one run hold."""
