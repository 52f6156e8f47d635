"""Rows that facts name but do not tell of, people and outlets: changed through one verb, never deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import BaseModelForm
from django.http import HttpRequest

from companies.registry import rename

from .refusing import ActForm, DecidesByVerb


class RenamingAdmin(DecidesByVerb, admin.ModelAdmin):
    """What is public of such a row follows when it changes."""

    search_fields = ["name"]
    change_form_template = "admin/companies/noted_form.html"

    def save_model(self, request: HttpRequest, obj: Any, form: BaseModelForm, change: bool) -> None:
        """Store a new row; change a known one through the verb."""
        if not change:
            obj.save()
        elif form.has_changed():
            rename(obj, by=request.user, changes=form.cleaned_data, note=ActForm.read(request)["note"])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
