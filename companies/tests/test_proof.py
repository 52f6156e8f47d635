"""What documents say about where sources disagree, what is printed, and why a value is missing."""

import pytest

from companies import proof


def cited(printed=None, **states):
    return {"states": states, "printed": printed or {}}


def valuation(**slots):
    empty = dict.fromkeys(("amount", "currency", "basis", "status", "as_of"))
    return {"kind": "valuation", **empty, **slots}


BASIS = {"basis": "pre_money"}
CASES = [
    ("nothing is stated", {}, [cited()], {}),
    ("a source states the same", BASIS, [cited(**BASIS), cited()], {}),
    ("two sources", BASIS, [cited(**BASIS), cited(basis="market")], {"basis": [("pre_money", 0), ("market", 1)]}),
    ("the only source and the editors", BASIS, [cited(basis="market")], {"basis": [("market", 0)]}),
    ("amounts that are printed alike", {"amount": 5}, [cited(amount="5.00")], {}),
    ("amounts", {"amount": 5}, [cited(amount=5), cited(amount=6.5)], {"amount": [(5, 0), (6.5, 1)]}),
    ("a date less precise", {"as_of": "2025-03-04"}, [cited(as_of="2025"), cited(as_of="2025-03")], {}),
    ("dates", {"as_of": "2025-03"}, [cited(as_of="2025-04")], {"as_of": [("2025-04", 0)]}),
    (
        "a vague date before two that contradict each other",
        {"as_of": "2025"},
        [cited(as_of="2025"), cited(as_of="2025-03-01"), cited(as_of="2025-04-02")],
        {"as_of": [("2025", 0), ("2025-03-01", 1), ("2025-04-02", 2)]},
    ),
    ("no date at all", {"as_of": "2025-03"}, [cited(as_of="hier")], {}),
]


@pytest.mark.parametrize(("slots", "citations", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_disagreements(slots, citations, expected):
    found = proof.disagreements(valuation(**slots), citations)
    assert {slot: [(one["value"], one["citation"]) for one in told] for slot, told in found.items()} == expected


@pytest.mark.parametrize(
    ("citations", "reason"),
    [
        ([cited()], "not_stated"),
        ([cited(**BASIS)], "not_adopted"),
        ([cited(**BASIS), cited(basis="market")], "disputed"),
    ],
)
def test_missing(citations, reason):
    document = valuation(amount=5, currency="EUR", status="reported", as_of="2025")
    assert proof.missing(document, citations) == {"basis": reason}


@pytest.mark.parametrize(("status", "reason"), [("ongoing", "not_settled"), ("resolved", "not_stated")])
def test_missing_outcome(status, reason):
    document = {"kind": "controversy", "category": "lawsuit", "part": "accused", "status": status, "outcome": None}
    assert proof.missing({**document, "started_on": "2025"}, [cited()]) == {"outcome": reason}


def test_printed_is_of_the_best_source_that_states_the_documents_value():
    citations = [
        cited({"amount": "six"}, amount=6),
        cited({"amount": "cinq"}, amount=5),
        cited({"amount": "5"}, amount=5),
    ]
    assert proof.printed(valuation(amount=5), citations) == {"amount": "cinq"}
