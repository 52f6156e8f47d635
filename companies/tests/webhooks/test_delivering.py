"""Entries on their way to a real receiver: all of them, in order, whatever happens on the way."""

import json
from collections import Counter
from datetime import timedelta
from threading import Event

import pytest
from django.core import mail
from django.db import OperationalError

from companies import publishing
from companies.models import Delivery, Publication, Subscription
from companies.tests.factories import make_published
from companies.vocabulary import Failure
from companies.webhooks import delivering, subscribing
from companies.webhooks.delivering import DELAYS, GIVE_UP_AFTER, JITTER
from companies.webhooks.sending import Answer
from companies.webhooks.working import Worker

from .clock import Clock, work
from .receiver import Receiver, answer, hang

pytestmark = pytest.mark.django_db
TAKEN = Answer(200, "", "", "", 1)


def subscribe(partner, receiver, **options):
    return subscribing.subscribe(by=partner, url=receiver.url, **options)


def everything():
    return list(Publication.objects.order_by("sequence").values_list("sequence", flat=True))


def state_of(subscription):
    subscription.refresh_from_db()
    return subscription.state, subscription.cursor, subscription.failures


def failing(times, status=503):
    """Fail so often, then take everything."""
    left = iter(range(times))

    def behave(handler):
        answer(status if next(left, None) is not None else 200)(handler)

    return behave


def test_everything_after_subscribing_comes_in_order_and_verifies(partner, publisher):
    make_published(by=publisher)
    with Receiver() as receiver:
        subscription, secret = subscribe(partner, receiver)
        before = Publication.objects.count()
        fact = make_published("valuation", by=publisher, company="Ferrovia")
        publishing.correct_published(fact, by=publisher, changes={"amount": 1_000}, note="Misprint.")
        publishing.retract(fact, by=publisher, note="Denied.")
        work()
        messages = receiver.verified(secret)
    assert receiver.sequences == everything()[before:]
    assert [(one["type"], one["is_replay"]) for one in messages] == [
        ("company.published", False), ("article.published", False), ("fact.published", False),
        ("fact.corrected", False), ("fact.retracted", False), ("company.retracted", False),
        ("article.retracted", False),
    ]  # fmt: skip
    assert state_of(subscription) == ("active", everything()[-1], 0)


def test_headers_are_those_of_the_specification(partner, publisher):
    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, kinds=["valuation"])
        entry = make_published("valuation", by=publisher).publication
        work()
    ((headers, body),) = receiver.requests
    assert headers["webhook-id"] == f"msg_{subscription.pk.hex}_{entry.sequence}"
    assert headers["Content-Type"] == "application/json"
    assert headers["webhook-signature"].startswith("v1,")
    assert json.loads(body)["timestamp"] == entry.published_at.isoformat()


def test_history_on_request(partner, publisher):
    make_published(by=publisher)
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        work()
    assert receiver.sequences == everything()


def test_nothing_is_sent_twice(partner, publisher):
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work()
        work()
    assert receiver.sequences == everything()


def test_failing_receiver_gets_the_same_message_until_it_takes_it(partner, publisher):
    clock = Clock()
    with Receiver(failing(2)) as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work(clock)
        assert (receiver.sequences, state_of(subscription)) == ([1], ("active", 0, 1))
        work(clock)
        assert receiver.sequences == [1]
        clock.move(seconds=6)
        work(clock)
        assert (receiver.sequences, state_of(subscription)) == ([1, 1], ("active", 0, 2))
        clock.move(seconds=331)
        work(clock)
    assert receiver.sequences == [1, 1, *everything()]
    names = [headers["webhook-id"] for headers, _body in receiver.requests]
    assert (len({*names[:3]}), len({*names})) == (1, len(everything()))
    assert state_of(subscription) == ("active", everything()[-1], 0)
    log = Delivery.objects.order_by("pk").values_list("sequence", "attempt", "status", "failure")
    assert list(log[:4]) == [(1, 1, 503, "status"), (1, 2, 503, "status"), (1, 3, 200, ""), (2, 1, 200, "")]


@pytest.mark.parametrize("failures", range(1, 15))
def test_delays_grow(failures):
    least = timedelta(seconds=DELAYS[min(failures, 9) - 1])
    assert least <= delivering.delay_after(failures) <= least * (1 + JITTER)


def test_receiver_down_for_a_day_misses_nothing(partner, publisher):
    clock, is_up = Clock(), False

    def behave(handler):
        answer(200 if is_up else 502)(handler)

    with Receiver(behave) as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        for hour in range(24):
            if hour % 4 == 0:
                make_published("valuation", by=publisher, company=f"Ferrovia {hour}")
            work(clock)
            clock.move(hours=1)
        assert set(receiver.sequences) == {1}
        assert len(receiver.sequences) < 10
        is_up = True
        receiver.requests.clear()
        clock.move(hours=16)
        work(clock)
    assert receiver.sequences == everything()
    assert state_of(subscription) == ("active", everything()[-1], 0)


def test_disabled_after_five_days_with_a_mail(partner, publisher, django_capture_on_commit_callbacks):
    clock = Clock()
    began = clock.now
    with Receiver(answer(500, b"broken")) as receiver, django_capture_on_commit_callbacks(execute=True):
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        while state_of(subscription)[0] == "active":
            assert clock.now - began < GIVE_UP_AFTER + timedelta(days=2)
            work(clock)
            clock.move(hours=1)
    assert timedelta(days=5) <= clock.now - began
    assert state_of(subscription)[:2] == ("disabled", 0)
    assert set(receiver.sequences) == {1}
    (sent,) = mail.outbox
    assert sent.to == ["hooks@partner.example"]
    assert str(subscription.pk) in sent.body
    assert "status 500" in sent.body


def test_gone_disables_at_once(partner, publisher, django_capture_on_commit_callbacks):
    with Receiver(answer(410)) as receiver, django_capture_on_commit_callbacks(execute=True):
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work()
    assert (state_of(subscription)[0], receiver.sequences, len(mail.outbox)) == ("disabled", [1], 1)


def test_going_on_after_being_disabled(partner, publisher):
    clock = Clock()
    with Receiver(failing(1, status=410)) as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work(clock)
        subscribing.change(subscription, state="active")
        work(clock)
    assert receiver.sequences == [1, *everything()]
    assert state_of(subscription) == ("active", everything()[-1], 0)


def test_redirect_is_a_failure_and_not_followed(partner, publisher):
    with Receiver() as elsewhere, Receiver(answer(307, Location=elsewhere.url)) as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work()
    assert (receiver.sequences, elsewhere.requests, state_of(subscription)) == ([1], [], ("active", 0, 1))


def test_private_address_is_not_called(partner, publisher, settings):
    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        settings.WEBHOOKS_ALLOW_LOOPBACK = False
        work()
    assert (receiver.requests, state_of(subscription)) == ([], ("active", 0, 1))
    assert Delivery.objects.get().failure == Failure.FORBIDDEN_ADDRESS


def test_one_that_hangs_delays_nobody(partner, publisher):
    make_published(by=publisher)
    order = []

    def took(handler):
        order.append("quick")
        answer(200)(handler)

    def hung(handler):
        hang(0.5)(handler)
        order.append("hung")

    with Receiver(hung) as slow, Receiver(took) as quick:
        subscribe(partner, slow, after=0)
        subscribe(partner, quick, after=0)
        work()
        assert quick.sequences == everything()
        assert slow.sequences == [1]
    assert order == ["quick"] * len(everything()) + ["hung"]


def test_order_while_entries_are_added(partner, publisher):
    """Each message that is taken makes another entry, up to a number."""
    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0, kinds=["valuation"])
        for number in range(3):
            make_published("valuation", by=publisher, company=f"Ferrovia {number}")
            work()
    numbers = list(Publication.objects.filter(kind="valuation").order_by("sequence").values_list("sequence", flat=True))
    assert receiver.sequences == numbers
    assert state_of(subscription)[1] == everything()[-1]


@pytest.mark.parametrize("change", [{"state": "paused"}, {"state": "disabled"}])
def test_paused_gets_nothing(partner, publisher, change):
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        Subscription.objects.update(**change)
        work()
    assert receiver.requests == []


def test_owner_who_left_gets_nothing(partner, publisher):
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        partner.is_active = False
        partner.save()
        work()
    assert receiver.requests == []


def test_deleted_meanwhile(partner, publisher):
    now = Clock().now
    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
    make_published(by=publisher)
    (claim,) = delivering.claim_due(5, now=now)
    _row, message = delivering.next_message(claim, now=now)
    subscription.delete()
    assert delivering.record(claim, message, TAKEN, now=now) is False


def test_claimed_by_one_worker_only(partner, publisher):
    now = Clock().now
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
    assert [len(delivering.claim_due(5, now=now)) for _ in range(2)] == [1, 0]
    assert len(delivering.claim_due(5, now=now + delivering.LEASE)) == 1


def test_worker_that_died_is_followed_by_another(partner, publisher):
    """The first sent the message and was killed before it wrote so down: the second sends it again, same id."""
    clock, sent = Clock(), []

    def kill(url, body, headers):
        sent.append(headers["webhook-id"])
        raise KeyboardInterrupt

    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        with pytest.raises(KeyboardInterrupt):
            work(clock, send=kill)
        work(clock)
        assert receiver.requests == []
        clock.move(seconds=61)
        work(clock)
    assert receiver.sequences == everything()
    assert receiver.requests[0][0]["webhook-id"] == sent[0]


def test_outcome_of_a_lost_claim_counts_for_nothing(partner, publisher):
    clock = Clock()
    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        (late,) = delivering.claim_due(1, now=clock.now)
        _row, message = delivering.next_message(late, now=clock.now)
        clock.move(seconds=61)
        (_new,) = delivering.claim_due(1, now=clock.now)
        assert delivering.record(late, message, TAKEN, now=clock.now) is False
    assert (state_of(subscription), Delivery.objects.count()) == (("active", 0, 0), 0)


def test_entries_skipped_under_a_lost_claim_count_for_nothing(partner, publisher, monkeypatch):
    """While a worker looks through entries that are not chosen, its claim ends and the cursor is moved back."""
    now = Clock().now

    def lose(*args, **options):
        Subscription.objects.update(claim=None, cursor=0)

    make_published(by=publisher)
    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, kinds=["role"])
        Subscription.objects.update(cursor=2)
        (claim,) = delivering.claim_due(1, now=now)
        monkeypatch.setattr(delivering, "next_entry", lose)
        assert delivering.next_message(claim, now=now) is None
    assert state_of(subscription) == ("active", 0, 0)


def test_worker_stops_while_the_database_is_down(monkeypatch, caplog):
    stop, asked = Event(), []

    def refuse(**options):
        stop.set()
        asked.append("once")
        assert asked == ["once"]
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(delivering, "prune", refuse)
    Worker().run(stop)
    assert asked == ["once"]


def test_fault_of_our_own_is_a_failure(partner, publisher, caplog):
    def broken(url, body, headers):
        raise ZeroDivisionError("oo\0ps")

    with Receiver() as receiver:
        subscription, _secret = subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work(send=broken)
    assert (state_of(subscription), Delivery.objects.get().detail) == (("active", 0, 1), "oops")


def test_secret_that_cannot_be_read_is_a_failure(partner, publisher, settings):
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        settings.SECRET_KEY = "another one"
        work()
        assert (receiver.requests, Delivery.objects.get().failure) == ([], Failure.NOT_SIGNED)


def test_old_deliveries_are_forgotten(partner, publisher):
    clock = Clock()
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        make_published(by=publisher)
        work(clock)
        clock.move(days=29)
        work(clock)
        assert Delivery.objects.count() == len(everything())
        clock.move(days=2)
        work(clock)
    assert Delivery.objects.count() == 0


def test_queries_for_each_message_do_not_grow(partner, publisher, django_assert_max_num_queries):
    for number in range(3):
        make_published("valuation", by=publisher, company=f"Ferrovia {number}")
    count = len(everything())
    with Receiver() as receiver:
        subscribe(partner, receiver, after=0)
        with django_assert_max_num_queries(14 * count + 20):
            work()
    assert Counter(receiver.sequences) == Counter(everything())
