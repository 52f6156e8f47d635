"""From a candidate's evidence to a number that means how often it is right."""

from __future__ import annotations

# What a reading takes off its construction's prior.
PENALTIES = {
    "no_currency": 0.85,  # nothing in the text says which money it is
    "weak_unit": 0.85,
    "no_context": 0.7,  # the verb alone does not tell a round from other money
    "question": 0.8,
    "conditional": 0.6,  # somebody would become head, says the text
}


def confidence(prior: float, trust: float, *penalties: str) -> float:
    """The prior of the construction, the trust in whose fact it is, and what speaks against it, multiplied."""
    value = prior * trust
    for name in penalties:
        value *= PENALTIES[name]
    return value


def rounded(value: float) -> float:
    """Between 0 and 0.99, to three decimals."""
    return round(min(max(value, 0.0), 0.99), 3)
