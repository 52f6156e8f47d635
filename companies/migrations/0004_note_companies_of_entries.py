"""Which companies the entries of the ledger so far are about: from their documents."""

import json

from django.db import migrations


def slugs_in(entry):
    document = json.loads(entry.document or "{}")
    if entry.company_id:
        return {document["slug"]} if document else set()
    named = [document.get("company"), *(document.get("parties", []) if entry.kind == "deal" else [])]
    return {slug for one in named if one and (slug := one.get("slug") or one.get("company"))}


def note_companies(apps, schema_editor):
    concern = apps.get_model("companies", "Concern")
    numbers = dict(apps.get_model("companies", "Company").objects.values_list("slug", "pk"))
    latest, rows = {}, []
    for entry in apps.get_model("companies", "Publication").objects.order_by("sequence").iterator(chunk_size=1000):
        subject = entry.fact_id, entry.company_id
        now, before = {numbers[slug] for slug in slugs_in(entry)}, latest.get(subject, set())
        rows += [concern(publication=entry, company_id=pk, is_named=pk in now) for pk in sorted(now | before)]
        latest[subject] = now or before
        if len(rows) > 5000:
            concern.objects.bulk_create(rows)
            rows = []
    concern.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_removal_and_companies_concerned")]
    operations = [migrations.RunPython(note_companies, migrations.RunPython.noop)]
