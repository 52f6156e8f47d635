"""Every table and every constraint is listed here, so that a new one forces a decision."""

import re
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from companies.models import (
    Citation,
    Company,
    Decision,
    Fact,
    FundingRound,
    ImmutableRow,
    Participation,
    Publication,
)

from . import factories

CHANGES = {
    "articles.Outlet": "by editors",
    "articles.Article": "by editors, but its text never once cited",
    "companies.Company": "by editors",
    "companies.CompanyName": "by editors and imports",
    "companies.Person": "by editors and imports",
    "companies.Fact": "through verbs",
    "companies.FundingRound": "through verbs",
    "companies.Valuation": "through verbs",
    "companies.KeyFigure": "through verbs",
    "companies.Deal": "through verbs",
    "companies.Controversy": "through verbs",
    "companies.Role": "through verbs",
    "companies.Participation": "through verbs",
    "companies.Citation": "only hung on another fact",
    "companies.Decision": "never",
    "companies.ApiKey": "through verbs, but for its last use",
    "companies.ApiUsage": "by counting",
    "companies.KeptAnswer": "only to fill in the answer, in one transaction; gone after a day",
    "companies.Publication": "never, but for closing the entry before, and what the law wants gone",
    "companies.Concern": "never",
    "companies.Subscription": "by its owner, and by deliveries",
    "companies.Replay": "by deliveries",
    "companies.Delivery": "never, and forgotten after a month",
}

CONSTRAINTS = {
    "api_key_expires_after_created",
    "api_key_name_not_empty",
    "api_key_rate_positive",
    "api_usage_one_row_a_day",
    "article_body_not_empty",
    "article_date_plausible",
    "article_date_with_precision",
    "article_inferred_date_only_where_none_is_stated",
    "article_reading_known",
    "article_url_unique",
    "citation_confidence_is_a_share",
    "citation_end_after_start",
    "citation_once",
    "citation_quote_not_empty",
    "company_country_two_letters",
    "company_founded_plausible",
    "company_kind_known",
    "company_name_key_not_empty",
    "company_name_not_empty",
    "company_not_merged_into_itself",
    "company_wikidata_id_shape",
    "concern_once",
    "controversy_category_known",
    "controversy_part_known",
    "deal_type_known",
    "decision_about_one_thing",
    "decision_verb_known",
    "delivery_failure_known",
    "fact_amounts_in_reach",
    "fact_amount_only_where_money_is",
    "fact_amount_positive",
    "fact_confidence_is_a_share",
    "fact_currency_with_amount",
    "fact_date_with_precision",
    "fact_kind_known",
    "fact_merged_is_not_open",
    "fact_parts_not_above_amount",
    "fact_parts_only_in_rounds",
    "fact_parts_positive",
    "fact_published_with_publication_and_proof",
    "fact_qualifier_known",
    "fact_state_known",
    "fact_status_of_its_kind",
    "funding_round_series_known",
    "kept_answer_key_not_empty",
    "kept_answer_once_per_key",
    "key_figure_metric_known",
    "key_figure_value_in_reach",
    "key_figure_money_with_currency",
    "key_figure_only_results_negative",
    "participation_company_once",
    "participation_company_or_person",
    "participation_person_once",
    "participation_role_known",
    "person_key_not_empty",
    "publication_action_known",
    "publication_document_unless_withdrawn",
    "publication_flat_of_its_document",
    "publication_of_one_subject_of_its_kind",
    "publication_one_in_force_per_article",
    "publication_one_in_force_per_company",
    "publication_one_in_force_per_fact",
    "publication_one_in_force_per_person",
    "publication_removed_with_reason",
    "publication_superseded_after_published",
    "replay_of_a_range",
    "replay_one_at_a_time",
    "role_title_known",
    "subscription_claim_with_end",
    "subscription_failing_with_failures",
    "subscription_secret_before_with_end",
    "subscription_state_known",
    "valuation_basis_known",
}


def own_models():
    return [
        model for label in ("articles", "companies", "newsroom") for model in apps.get_app_config(label).get_models()
    ]


def test_every_table_is_listed():
    assert {model._meta.label for model in own_models()} == set(CHANGES)


def test_every_constraint_is_listed():
    assert {c.name for model in own_models() for c in model._meta.constraints} == CONSTRAINTS


def refuse(name, change):
    """The database itself, no Python in between, refuses the change by this constraint."""
    with pytest.raises(IntegrityError, match=re.escape(name)), transaction.atomic():
        change()


FACT_CHANGES = {
    "fact_kind_known": {"kind": "rumour", "status": "", "amount": None, "currency": None},
    "fact_state_known": {"state": "lost"},
    "fact_status_of_its_kind": {"status": "ongoing"},
    "fact_qualifier_known": {"qualifier": "roughly"},
    "fact_amount_positive": {"amount": Decimal(0)},
    "fact_currency_with_amount": {"currency": None},
    "fact_amounts_in_reach": {"target_amount": Decimal(10) ** 15},
    "fact_parts_positive": {"equity_amount": Decimal(-1)},
    "fact_parts_not_above_amount": {"equity_amount": Decimal(8_000_000), "debt_amount": Decimal(5_000_000)},
    "fact_date_with_precision": {"happened_on_precision": None},
    "fact_confidence_is_a_share": {"confidence": Decimal("1.5")},
    "fact_published_with_publication_and_proof": {"state": "published"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FACT_CHANGES)
def test_database_refuses_impossible_fact(name):
    fact = factories.propose()
    refuse(name, lambda: Fact.objects.filter(pk=fact.pk).update(**FACT_CHANGES[name]))


@pytest.mark.django_db
def test_database_refuses_amount_of_a_role():
    fact = factories.propose("role")
    refuse(
        "fact_amount_only_where_money_is",
        lambda: Fact.objects.filter(pk=fact.pk).update(amount=1, currency="EUR"),
    )


@pytest.mark.django_db
def test_database_refuses_parts_of_a_valuation():
    fact = factories.propose("valuation")
    refuse("fact_parts_only_in_rounds", lambda: Fact.objects.filter(pk=fact.pk).update(debt_amount=1))


@pytest.mark.django_db
def test_database_refuses_open_fact_that_was_merged():
    one, other = factories.propose(), factories.propose("valuation")
    refuse("fact_merged_is_not_open", lambda: Fact.objects.filter(pk=one.pk).update(merged_into=other.pk))


@pytest.mark.django_db
def test_database_refuses_published_fact_without_proof(publisher):
    fact = factories.make_published(by=publisher)
    refuse(
        "fact_published_with_publication_and_proof",
        lambda: Fact.objects.filter(pk=fact.pk).update(proof=None),
    )


@pytest.mark.django_db
def test_database_refuses_series_of_no_codebook():
    fact = factories.propose()
    refuse(
        "funding_round_series_known",
        lambda: FundingRound.objects.filter(pk=fact.pk).update(series="series_z"),
    )


@pytest.mark.django_db
def test_database_refuses_participant_that_is_both():
    fact, role = factories.propose(), factories.propose("role")
    participation = Participation.objects.filter(fact=fact).first()
    refuse(
        "participation_company_or_person",
        lambda: Participation.objects.filter(pk=participation.pk).update(person=role.person),
    )


@pytest.mark.django_db
def test_database_refuses_citation_that_ends_before_it_starts():
    citation = factories.propose().citations.get()
    refuse("citation_end_after_start", lambda: Citation.objects.filter(pk=citation.pk).update(end=citation.start))


@pytest.mark.django_db
def test_database_refuses_decision_about_nothing(editor):
    refuse("decision_about_one_thing", lambda: Decision.objects.create(verb="accept", by=editor))


@pytest.mark.django_db
def test_database_refuses_second_entry_in_force(publisher):
    fact = factories.make_published(by=publisher)
    first = fact.publication
    twin = Publication(
        sequence=999,
        kind=first.kind,
        action="corrected",
        fact=fact.fact_ptr,
        document="{}",
        document_digest="0",
        digest="1",
        published_at=first.published_at,
        by=publisher,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.django_db
def test_database_refuses_company_merged_into_itself():
    company = Company.objects.create(name="Novalis")
    refuse(
        "company_not_merged_into_itself",
        lambda: Company.objects.filter(pk=company.pk).update(merged_into=company.pk),
    )


@pytest.mark.django_db
def test_publication_does_not_change(publisher):
    entry = factories.make_published(by=publisher).publication
    entry.note = "something else"
    with pytest.raises(ImmutableRow):
        entry.save()


@pytest.mark.django_db
def test_publication_is_not_deleted(publisher):
    factories.make_published(by=publisher)
    with pytest.raises(ImmutableRow):
        Publication.objects.all().delete()


@pytest.mark.django_db
def test_decision_does_not_change(publisher):
    decision = factories.make_published(by=publisher).decisions.get()
    decision.reason = "something else"
    with pytest.raises(ImmutableRow):
        decision.save()
