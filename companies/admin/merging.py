"""The page that asks which of several rows stays, and merges the others into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from companies.refusals import Refused

from .refusing import ActForm, refusals_as_messages, row_number


def merge_page(
    desk: Any,
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    title: str,
    told: list[tuple[Any, str]],
    merge: Callable[..., Any],
) -> HttpResponse | None:
    """Show the question, or do what was answered: all of it, or nothing where one merge is refused."""
    if "into" not in request.POST:
        context = {**desk.admin_site.each_context(request), "rows": told, "title": title, "opts": desk.model._meta}
        return TemplateResponse(request, "admin/companies/merge.html", context)
    with refusals_as_messages(request) as outcome:
        into = rows.filter(pk=row_number(request.POST["into"]) or 0).first()
        if into is None or rows.count() < 2:
            raise Refused("choose_two", _("Select at least two rows, and say which one of them stays."))
        note = ActForm.read(request)["note"]
        for duplicate in rows.exclude(pk=into.pk).order_by("pk"):
            merge(duplicate, into=into, by=request.user, note=note)
    if outcome.is_done:
        messages.success(request, _("Merged into %(row)s.") % {"row": into})
    return None
