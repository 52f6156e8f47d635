"""The desk's pages as a browser meets them."""

from django.urls import reverse

from companies.models import MODELS, Fact


def page(fact):
    return reverse(f"admin:companies_{MODELS[fact.kind]._meta.model_name}_change", args=[fact.pk])


def state(fact):
    return Fact.objects.get(pk=fact.pk).state


def messages(response):
    return [str(message) for message in response.context["messages"]]


def form_errors(response):
    return [str(text) for text in response.context["adminform"].form.non_field_errors()]


def press(client, fact, verb, **data):
    return client.post(page(fact), form_of(client, fact) | {"_verb": verb, **data}, follow=True)


def form_of(client, fact):
    """What a browser would send if the editor saved the page as it is."""
    shown = client.get(page(fact)).context
    form = shown["adminform"].form if shown else None
    data = {name: form[name].value() for name in form.fields} if form else {}
    data = {name: "" if value is None else value for name, value in data.items()}
    rows = list(fact.participations.all())
    data |= {
        "participations-TOTAL_FORMS": len(rows),
        "participations-INITIAL_FORMS": len(rows),
        "participations-MIN_NUM_FORMS": 0,
        "participations-MAX_NUM_FORMS": 1000,
        "version": fact.version,
        "_verb": "correct",
    }
    for number, row in enumerate(rows):
        data |= {
            f"participations-{number}-id": row.pk,
            f"participations-{number}-fact": fact.pk,
            f"participations-{number}-name": str(row.company or row.person),
            f"participations-{number}-role": row.role,
        }
    return data
