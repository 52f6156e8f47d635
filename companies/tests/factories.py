"""Real rows for tests: articles, findings, facts and people who decide."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from articles.extraction import Citation as Words
from articles.extraction import Finding
from articles.models import Article, Outlet, Reading
from companies.models import Fact
from companies.publishing import publish
from companies.reconcile import Reconciled, reconcile

NUMBERS = count(1)

ROUND = "Novalis a levé 12 millions d'euros auprès de Quercy Ventures et de Banque Aubrac."
SLOTS: dict[str, dict[str, Any]] = {
    "funding_round": {
        "company": "Novalis",
        "amount": 12_000_000,
        "currency": "EUR",
        "status": "announced",
        "qualifier": "exact",
        "series": "series_a",
        "announced_on": "2025-03-04",
        "investors": [
            {"name": "Quercy Ventures", "role": "lead"},
            {"name": "Banque Aubrac", "role": "lender"},
        ],
    },
    "valuation": {
        "company": "Novalis",
        "amount": 80_000_000,
        "currency": "EUR",
        "qualifier": "approximately",
        "as_of": "2025",
        "basis": "post_money",
        "status": "reported",
    },
    "key_figure": {
        "company": "Novalis",
        "metric": "users_monthly",
        "value": 300_000,
        "qualifier": "at_least",
        "as_of": "2025-02",
        "status": "actual",
    },
    "deal": {
        "deal_type": "acquisition",
        "parties": [
            {"name": "Novalis", "role": "acquirer"},
            {"name": "Pastel Data", "role": "target"},
        ],
        "amount": 5_000_000,
        "currency": "EUR",
        "status": "completed",
        "date": "2025-01-10",
    },
    "controversy": {
        "company": "Novalis",
        "category": "lawsuit",
        "status": "ongoing",
        "part": "accused",
        "parties": ["Ligue des Abonnés"],
        "started_on": "2024",
    },
    "role": {"person": "Maud Ferrand", "company": "Novalis", "title": "ceo", "status": "current"},
}


def make_article(
    *sentences: str, title: str = "", published_on: str | None = "2025-03-05", outlet: str = "", url: str = ""
) -> Article:
    """An article of these sentences, one a paragraph."""
    body = "\n\n".join([*([title] if title else []), *(sentences or (ROUND,))])
    raw = f"{body} #{next(NUMBERS)}".encode()
    return Article.objects.create(
        title=title,
        body=body,
        raw=raw,
        language="fr",
        published_on=published_on,
        published_on_precision="day" if published_on else None,
        outlet=Outlet.objects.get_or_create(name=outlet)[0] if outlet else None,
        url=url,
        checksum=Article.checksum_of(raw),
        reading=Reading.READ,
    )


def make_finding(
    article: Article,
    kind: str = "funding_round",
    *,
    quote: str = "",
    confidence: float = 0.9,
    people: tuple[str, ...] = (),
    **slots: Any,
) -> Finding:
    """What the machine could read in the article: the kind's example with the slots given."""
    quote = quote or article.body.split("\n\n")[-1]
    start = article.body.index(quote)
    return Finding(
        kind=kind,
        slots={**SLOTS[kind], **slots},
        citations=(Words(start, start + len(quote), quote),),
        confidence=confidence,
        rule=f"{kind}.example",
        printed={"amount": "12 millions d'euros"} if kind == "funding_round" else {},
        people=people,
    )


def propose(kind: str = "funding_round", *, article: Article | None = None, **options: Any) -> Fact:
    """A proposed fact that rests on an article, made the way an import makes it."""
    article = article or make_article()
    reconcile(article, [make_finding(article, kind, **options)])
    return Fact.objects.latest("pk").one()


def reconcile_one(article: Article, kind: str = "funding_round", **options: Any) -> Reconciled:
    """Reconcile one finding of the article."""
    return reconcile(article, [make_finding(article, kind, **options)])


def make_user(group: str | None = None, name: str = "") -> User:
    """Someone in the group, or in none."""
    user = User.objects.create_user(
        name or f"{group or 'nobody'}-{next(NUMBERS)}", password="secret-words-42", is_staff=True
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_published(kind: str = "funding_round", *, by: User | None = None, **options: Any) -> Fact:
    """A public fact."""
    fact = propose(kind, **options)
    publish(fact, by=by or make_user("publisher"))
    return Fact.objects.get(pk=fact.pk).one()
