"""What owners do with their subscriptions, and secrets."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from companies.models import Delivery, Publication, Subscription
from companies.refusals import Refused
from companies.tests.factories import make_published
from companies.vocabulary import Failure
from companies.webhooks import messages, secrets, subscribing

from .clock import Clock, work
from .receiver import Receiver, answer

pytestmark = pytest.mark.django_db
URL = "https://partner.example/hook"


def refusal(verb, *args, **options):
    with pytest.raises(Refused) as caught:
        verb(*args, **options)
    return caught.value.code


def test_secret_is_of_the_specification_and_sealed(partner):
    subscription, secret = subscribing.subscribe(by=partner, url=URL)
    assert secret.startswith("whsec_")
    assert Webhook(secret).sign("msg_1", timezone.now(), "{}").startswith("v1,")
    assert secret.removeprefix("whsec_") not in subscription.secret
    assert secrets.unseal(subscription.secret) == secret


def test_sealed_under_a_key_of_before(settings):
    sealed = secrets.seal("whsec_abc")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert secrets.unseal(sealed) == "whsec_abc"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(secrets.SealBroken, match="SECRET_KEY_FALLBACKS"):
        secrets.unseal(sealed)


def test_both_secrets_sign_for_a_day_after_rotation(partner):
    now = timezone.now()
    with Receiver() as receiver:
        subscription, old = subscribing.subscribe(by=partner, url=receiver.url)
        new = subscribing.rotate_secret(subscription, now=now)
        subscription.refresh_from_db()
        subscribing.ping(subscription, now=now)
        ((headers, body),) = receiver.requests
        assert len(headers["webhook-signature"].split()) == 2
        assert [Webhook(secret).verify(body, headers)["type"] for secret in (old, new)] == ["ping", "ping"]
    later = messages.headers_for(messages.ping_of(subscription, now=now), subscription, now=now + timedelta(hours=25))
    assert len(later["webhook-signature"].split()) == 1


def test_old_secret_is_forgotten_after_a_day(partner):
    clock = Clock()
    subscription, _secret = subscribing.subscribe(by=partner, url=URL)
    subscribing.rotate_secret(subscription, now=clock.now)
    clock.move(hours=25)
    work(clock)
    subscription.refresh_from_db()
    assert (subscription.previous_secret, subscription.previous_secret_until) == ("", None)


def test_signature_of_another_secret_does_not_verify(partner):
    with Receiver() as receiver:
        subscription, _secret = subscribing.subscribe(by=partner, url=receiver.url)
        subscribing.ping(subscription)
        with pytest.raises(WebhookVerificationError):
            receiver.verified(secrets.new_secret())


def test_ping_is_logged_and_changes_nothing(partner):
    with Receiver(answer(500, b"no")) as receiver:
        subscription, _secret = subscribing.subscribe(by=partner, url=receiver.url)
        delivery = subscribing.ping(subscription)
    subscription.refresh_from_db()
    assert (delivery.sequence, delivery.status, delivery.failure, delivery.response) == (
        None,
        500,
        Failure.STATUS,
        "no",
    )
    assert (subscription.failures, subscription.state) == (0, "active")


def test_ping_with_an_unreadable_secret(partner, settings):
    subscription, _secret = subscribing.subscribe(by=partner, url=URL)
    settings.SECRET_KEY = "another"
    assert refusal(subscribing.ping, subscription) == "secret_unreadable"


def test_replay_is_marked_and_comes_before_what_is_new(partner, publisher):
    clock = Clock()
    with Receiver() as receiver:
        subscription, secret = subscribing.subscribe(by=partner, url=receiver.url, after=0)
        make_published(by=publisher)
        work(clock)
        receiver.requests.clear()
        replay = subscribing.replay(subscription, first=2, last=3, by=partner)
        new = make_published("valuation", by=publisher).publication.sequence
        work(clock)
        told = [(one["data"]["sequence"], one["is_replay"]) for one in receiver.verified(secret)]
    assert told[:2] == [(2, True), (3, True)]
    assert told[-1] == (new, False)
    assert [is_replay for _sequence, is_replay in told[2:]] == [False] * (len(told) - 2)
    assert receiver.requests[0][0]["webhook-id"] == f"msg_{subscription.pk.hex}_2_replay_{replay.pk}"
    replay.refresh_from_db()
    assert (replay.cursor, replay.finished_at) == (3, clock.now)


def test_replay_goes_by_the_filters(partner, publisher):
    with Receiver() as receiver:
        subscription, _secret = subscribing.subscribe(by=partner, url=receiver.url, after=0, kinds=["article"])
        make_published(by=publisher)
        work()
        receiver.requests.clear()
        subscribing.replay(subscription, first=1, last=None, by=partner)
        work()
        work()
    assert [one["type"] for one in receiver.bodies] == ["article.published"]
    assert subscription.open_replay() is None


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 99), (99, None)])
def test_replay_of_a_range_that_was_not_sent(partner, publisher, first, last):
    make_published(by=publisher)
    subscription, _secret = subscribing.subscribe(by=partner, url=URL)
    assert refusal(subscribing.replay, subscription, first=first, last=last, by=partner) == "not_sent_yet"


def test_one_replay_at_a_time(partner, publisher):
    make_published(by=publisher)
    subscription, _secret = subscribing.subscribe(by=partner, url=URL)
    subscribing.replay(subscription, first=1, last=2, by=partner)
    assert refusal(subscribing.replay, subscription, first=1, last=1, by=partner) == "replay_under_way"


@pytest.mark.parametrize("after", [-1, 1])
def test_after_an_entry_that_is_not_there(partner, after):
    assert refusal(subscribing.subscribe, by=partner, url=URL, after=after) == "no_such_entry"


def test_too_many(partner, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_PER_OWNER", 1)
    subscribing.subscribe(by=partner, url=URL)
    assert refusal(subscribing.subscribe, by=partner, url=URL) == "too_many_webhooks"


def test_words_are_kept_in_order_each_once(partner):
    subscription, _secret = subscribing.subscribe(by=partner, url=URL, kinds=["role", "deal", "role"])
    assert subscription.kinds == ["deal", "role"]
    changed = subscribing.change(subscription, kinds=["valuation", "deal", "deal"], actions=["retracted", "corrected"])
    assert (changed.kinds, changed.actions) == (["deal", "valuation"], ["corrected", "retracted"])


def test_new_address_is_tried_at_once(partner, publisher):
    clock = Clock()
    with Receiver(answer(500)) as broken, Receiver() as receiver:
        subscription, _secret = subscribing.subscribe(by=partner, url=broken.url, after=0)
        make_published(by=publisher)
        work(clock)
        subscribing.change(subscription, url=receiver.url)
        work(clock)
    assert receiver.sequences == [*range(1, Publication.objects.count() + 1)]


def test_paused_and_on_again_misses_nothing(partner, publisher):
    with Receiver() as receiver:
        subscription, _secret = subscribing.subscribe(by=partner, url=receiver.url, after=0)
        subscribing.change(subscription, state="paused")
        make_published(by=publisher)
        work()
        assert receiver.requests == []
        subscribing.change(subscription, state="active")
        work()
    assert receiver.sequences == [*range(1, Publication.objects.count() + 1)]


def test_deleting_takes_the_log_along(partner):
    with Receiver() as receiver:
        subscription, _secret = subscribing.subscribe(by=partner, url=receiver.url)
        subscribing.ping(subscription)
    subscription.delete()
    assert (Subscription.objects.count(), Delivery.objects.count()) == (0, 0)
