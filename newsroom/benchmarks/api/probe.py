"""What only a process with the server's settings and database can tell: slugs, and queries per request.

`python -m newsroom.benchmarks.api.probe` reads a list of requests and writes what it found, both as JSON.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

from .loads import Requests
from .server import environment

SLUGS = 2000
SEED = 20260107


def sample() -> dict[str, Any]:
    """Random slugs of public companies, fragments of spellings, and how much there is."""
    from companies.models import CompanyName, Fact, Publication  # noqa: PLC0415 - settings come first

    choose = random.Random(SEED)
    public = Publication.objects.published()
    slugs = sorted(public.filter(kind="company").values_list("company__slug", flat=True))
    names = sorted(CompanyName.objects.filter(is_public=True).values_list("name", flat=True)[:SLUGS])
    return {
        "companies": len(slugs),
        "facts": Fact.objects.published().count(),
        "rounds": public.filter(kind="funding_round").count(),
        "slugs": choose.sample(slugs, min(SLUGS, len(slugs))),
        "names": choose.sample(names, min(SLUGS, len(names))),
    }


def queries(requests: Requests) -> list[int]:
    """How many queries each request takes."""
    from django.db import connection  # noqa: PLC0415 - settings come first
    from django.test import Client  # noqa: PLC0415

    client, counts = Client(SERVER_NAME="127.0.0.1"), []
    for address, headers in requests:
        seen: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, seen: list[str] = seen) -> Any:
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            client.get(address, headers=headers)
        counts.append(len(seen))
    return counts


def asked(settings: str, database: str, root: Path, requests: Requests | None = None) -> Any:
    """Run the probe: the queries of the requests, or a sample where none are given."""
    done = subprocess.run(  # noqa: S603 - our own interpreter on our own program
        [sys.executable, "-m", __name__], cwd=root, env=environment(settings, database),
        input=json.dumps(requests), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


if __name__ == "__main__":
    django.setup()
    wanted = json.load(sys.stdin)
    json.dump(sample() if wanted is None else queries(wanted), sys.stdout)
