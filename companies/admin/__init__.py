"""The editors' desk. Admin classes translate: they parse, call one verb, and present."""

from . import articles, companies, facts, history, keys, subscriptions  # noqa: F401 - importing registers
