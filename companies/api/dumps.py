"""Dumps for partners: what there is, and the files themselves."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from companies.dumps import Dump, shelf
from companies.dumps.folder import LEDGER, MANIFEST

from . import examples
from .freshness import CACHE_CONTROL, conditional, digest_of
from .ledger_schema import LedgerSchema
from .problems import refuse_parameters
from .rendering import DocumentRenderer, NothingMore, Streamed
from .schema import COMMON, JSON, problem

GZIP = "application/gzip"
REST = re.compile(r"bytes=([0-9]{1,18})-")  # what a download that broke off asks for


class DumpSchema(LedgerSchema):
    """The schema of the addresses of dumps; the view gives `name`, `component`, `about` and `example`."""

    def get_operation_id(self) -> str:
        """dumps_list, dumps_retrieve and dumps_download."""
        return f"dumps_{self.view.name}"

    def get_description(self) -> str:  # type: ignore[override]
        """What the view says."""
        return (self.view.__doc__ or "").strip()

    def parameters(self) -> list[OpenApiParameter]:
        """What leads to the dump and its file."""
        name = {"type": "string", "pattern": f"^{shelf.NAME.pattern}$"}
        found = [
            OpenApiParameter("name", name, "path", description="Name of the dump, as the list has it."),
            OpenApiParameter("file", {"type": "string", "enum": [LEDGER, MANIFEST]}, "path", description="Its name."),
        ]
        return [one for one in found if f"{{{one.name}}}" in self.path]

    def get_response_serializers(self) -> Any:
        """The answer, or that there is none."""
        return {**self.answer(self.view.component, self.view.about, self.view.example), **self.refusals(), **COMMON}

    def refusals(self) -> dict[Any, Any]:
        """The problems that there may be."""
        bad = problem(400, "The address takes no parameters.")
        return bad if self.view.name == "list" else {**bad, **problem(404, "There is no such dump, or no more.")}


class FileSchema(DumpSchema):
    """The schema of a file."""

    def parameters(self) -> list[OpenApiParameter]:
        """And from where on."""
        text = "bytes=N-: all but the first N bytes, to go on with a download. Any other range is ignored."
        return [*super().parameters(), OpenApiParameter("Range", str, "header", description=text)]

    def get_response_serializers(self) -> Any:
        """The bytes."""
        shape = {"type": "string", "format": "binary"}
        return {
            ("200", GZIP): OpenApiResponse(shape, "The file. Its ETag is the sha256 in the manifest."),
            ("200", JSON): OpenApiResponse({"type": "object"}, "The manifest as manage.py load_dump reads it."),
            ("206", GZIP): OpenApiResponse(shape, "The rest of the file."),
            **self.refusals(),
            **problem(416, "The file ends before that byte."),
            **COMMON,
        }


def told(dump: Dump) -> dict[str, Any]:
    """A dump's manifest with its name, its size and its addresses."""
    name, manifest = dump.folder.name, dump.manifest
    files = [{**one, "url": reverse("api:dump-file", args=[name, one["name"]])} for one in manifest["files"]]
    size = sum(one["bytes"] for one in manifest["files"])
    url = reverse("api:dump-detail", args=[name])
    return {"name": name, **manifest, "bytes": size, "files": files, "url": url}


class Dumps(APIView):
    """The dumps of the whole ledger that there are, the newest first: to begin a copy with, or to do without the feed.

    `ledger.ndjson.gz` holds one entry a line, in the order of their numbers, with its document; go on with
    `/api/v1/changes/?after=` the dump's `sequence`. A new one is made each night and the oldest goes. Where the law
    takes something away, all dumps of before are withdrawn: delete yours too.
    """

    schema = DumpSchema()
    name, component, about = "list", "DumpList", "What there is."
    example = {"results": [examples.DUMP]}

    def get(self, request: Request) -> HttpResponse:
        """All of them."""
        refuse_parameters(request, [])
        results = [told(dump) for dump in shelf.kept()]
        tag = digest_of(*(f"{one['name']} {one['made_at']}" for one in results))
        return conditional(request, Response({"results": results}), tag)


class OneDump(APIView):
    """One dump: when it was made, what is in it, under which licence, and its files with their digests."""

    schema = DumpSchema()
    name, component, about = "retrieve", "Dump", "Its manifest."
    example = examples.DUMP

    def get(self, request: Request, name: str) -> HttpResponse:
        """Its manifest. Raises NotFound."""
        refuse_parameters(request, [])
        found = told(dump_named(name))
        return conditional(request, Response(found), digest_of(found["name"], found["made_at"]))


def dump_named(name: str) -> Dump:
    """The dump that is offered under the name. Raises NotFound."""
    dump = next((one for one in shelf.kept() if one.folder.name == name), None)
    if dump is None:
        raise no_dump()
    return dump


def no_dump() -> NotFound:
    """What is said of a dump that there is not."""
    return NotFound(_("There is no such dump, or no more. /api/v1/dumps/ lists what there is."))


class Packed(Streamed):
    """Says that files come as application/gzip too; they are never rendered."""

    media_type, format, charset = GZIP, "gzip", None


class BeyondTheEnd(APIException):
    """A range that begins after the last byte."""

    status_code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


class DumpFile(APIView):
    """A file of a dump, as it is; a download that broke off goes on with `Range`."""

    schema = FileSchema()
    name = "download"
    renderer_classes = [Packed, DocumentRenderer]
    metadata_class = NothingMore

    def get(self, request: Request, name: str, file: str) -> HttpResponseBase:
        """The bytes, those that are asked for, or 304. Raises NotFound, and BeyondTheEnd."""
        refuse_parameters(request, [])
        dump = dump_named(name)
        try:
            response = self.answer(request, dump, file)
        except FileNotFoundError as error:  # withdrawn in between
            raise no_dump() from error
        for header, value in {"Cache-Control": CACHE_CONTROL, "Accept-Ranges": "bytes"}.items():
            response.headers[header] = value
        return response

    def answer(self, request: Request, dump: Dump, file: str) -> HttpResponseBase:
        """The file of the dump, or 304, with its validator."""
        digests = {one["name"]: one["sha256"] for one in dump.manifest["files"]}
        digests[MANIFEST] = hashlib.sha256((dump.folder / MANIFEST).read_bytes()).hexdigest()
        if file not in digests:
            text = _("This dump has no such file. It has: %(files)s.")
            raise NotFound(text % {"files": ", ".join(sorted(digests))})
        etag = f'"{digests[file]}"'
        unchanged = get_conditional_response(request._request, etag=etag)
        response = unchanged or streamed(dump.folder / file, begin(request, etag))
        response.headers["ETag"] = etag
        return response


def begin(request: Request, etag: str) -> int | None:
    """From which byte on the request wants the file; None for all of it."""
    found = REST.fullmatch(request.headers.get("Range", ""))
    is_same = request.headers.get("If-Range", etag) == etag
    return int(found[1]) if found and is_same else None


def streamed(path: Path, start: int | None) -> FileResponse:
    """The file from that byte on. Raises BeyondTheEnd."""
    size = path.stat().st_size
    if start is not None and start >= size:
        raise BeyondTheEnd(_("The file has %(size)s bytes: you have all of it.") % {"size": size})
    file = path.open("rb")
    file.seek(start or 0)
    content_type = JSON if path.name == MANIFEST else GZIP
    response = FileResponse(file, as_attachment=True, filename=path.name, content_type=content_type)
    if start is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    return response
