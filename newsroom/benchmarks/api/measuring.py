"""Runs the loads on both servers in turns, so that a slow spell of the machine meets both, and makes figures."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from . import probe
from .client import Answers, Load, measured
from .loads import Contest, Requests, contests
from .server import OWN, TEXTBOOK, Server, serving

TURNS = 3
EXPORTS = {
    "CSV": ("/api/v1/funding-rounds/export/", "text/csv"),
    "NDJSON": ("/api/v1/funding-rounds/export/", "application/x-ndjson"),
    "textbook CSV": ("/rounds.csv", "text/csv"),
}


def figures(turns: list[Answers]) -> dict[str, Any]:
    """Requests a second and latencies in milliseconds. Raises RuntimeError for answers that are errors."""
    statuses = {status for turn in turns for status in turn.statuses}
    if not statuses <= {"200", "304"}:
        raise RuntimeError(f"The server answered {', '.join(sorted(statuses))}: see its log above.")
    latencies = sorted(one for turn in turns for one in turn.latencies)
    seconds = sum(turn.seconds for turn in turns)
    return {
        "requests_per_s": round(len(latencies) / seconds, 1),
        "p50_ms": round(latencies[len(latencies) // 2] * 1000, 2),
        "p99_ms": round(latencies[len(latencies) * 99 // 100] * 1000, 2),
        "kb": round(sum(turn.received for turn in turns) / len(latencies) / 1000, 1),
        "status": ", ".join(sorted(statuses)),
    }


def compete(contest: Contest, own: Server, textbook: Server, seconds: float) -> dict[str, Any]:
    """The figures of one load for both."""
    sides: dict[str, tuple[int, Requests]] = {"own": (own.port, contest.own)}
    if contest.textbook:
        sides["textbook"] = (textbook.port, contest.textbook)
    turns: dict[str, list[Answers]] = {side: [] for side in sides}
    for turn in range(TURNS + 1):
        for side, (port, requests) in sides.items():
            answers = measured(Load(port, requests, seconds / 2 if turn == 0 else seconds))
            if turn:  # the first one warms up
                turns[side].append(answers)
    report: dict[str, Any] = {side: figures(answers) for side, answers in turns.items()}
    if contest.textbook:
        report["ratio"] = round(report["own"]["requests_per_s"] / report["textbook"]["requests_per_s"], 1)
    return report


def exported(port: int, address: str, accept: str) -> dict[str, float]:
    """How fast a whole list streams: seconds to the first byte, rows and megabytes a second."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    start = time.perf_counter()
    connection.request("GET", address, headers={"Accept": accept})
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}: {response.read()[:500]!r}")
    part = response.read1(1 << 18)
    first, size, rows = time.perf_counter() - start, 0, 0
    while part:
        size += len(part)
        rows += part.count(b"\n")
        part = response.read1(1 << 18)
    took = time.perf_counter() - start
    connection.close()
    rows -= accept == "text/csv"  # its first line names the columns
    return {
        "first_byte_s": round(first, 3),
        "rows": rows,
        "rows_per_s": round(rows / took),
        "mb_per_s": round(size / took / 1e6, 1),
    }


def exports(own: Server, textbook: Server) -> Iterator[tuple[str, dict[str, float]]]:
    """Each format of a full export, with the server's memory before and after."""
    for name, (address, accept) in EXPORTS.items():
        server = textbook if name.startswith("textbook") else own
        before = server.peak_mb()
        row = exported(server.port, address, accept)
        yield name, row | {"peak_mb_before": before, "peak_mb_after": server.peak_mb()}


def measure(database: str, root: Path, seconds: float, say: Callable[[str], Any]) -> dict[str, Any]:
    """All of it, as data: each load for `seconds` a turn."""
    sample = probe.asked(OWN, database, root)
    report: dict[str, Any] = {name: sample[name] for name in ("companies", "facts", "rounds")} | {"loads": {}}
    with serving(OWN, database, root) as own, serving(TEXTBOOK, database, root) as textbook:
        for contest in contests(own.port, textbook.port, sample):
            say(f"{contest.name} …")
            row = compete(contest, own, textbook, seconds)
            for side, settings, requests in (("own", OWN, contest.own), ("textbook", TEXTBOOK, contest.textbook)):
                if requests:
                    row[side]["queries"] = max(probe.asked(settings, database, root, requests[:3]))
            report["loads"][contest.name] = row
        report["exports"] = dict(exports(own, textbook))
        report["peak_mb"] = {"own": own.peak_mb(), "textbook": textbook.peak_mb()}
    return report


def lines(report: dict[str, Any]) -> Iterator[str]:
    """The figures for people."""
    yield f"{report['companies']:,} companies, {report['facts']:,} facts, {report['rounds']:,} of them rounds"
    for name, row in report["loads"].items():
        for side in ("own", "textbook"):
            if side in row:
                one, ratio = row[side], f", {row['ratio']} × textbook" if side == "own" and "ratio" in row else ""
                yield (
                    f"{name:<20}{side:<10}{one['requests_per_s']:>8} requests/s, p50 {one['p50_ms']} ms, "
                    f"p99 {one['p99_ms']} ms, {one['queries']} queries, {one['kb']} kB{ratio}"
                )
    for name, row in report["exports"].items():
        yield (
            f"export {name:<14}{row['rows_per_s']:>9,} rows/s, {row['mb_per_s']} MB/s, first byte {row['first_byte_s']}"
            f" s, memory {row['peak_mb_before']} → {row['peak_mb_after']} MB"
        )
    yield f"memory              {report['peak_mb']['own']} MB a worker, textbook {report['peak_mb']['textbook']} MB"
