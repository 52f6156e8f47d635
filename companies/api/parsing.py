"""JSON bodies, read as strictly as answers are written: what could not be told back in an error is refused here."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser


class TooLarge(APIException):
    """A body that is longer than any that makes sense here."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class BodyParser(BaseParser):
    """UTF-8 JSON without NaN, lone surrogates or endless nesting, up to DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value. Raises ParseError or TooLarge."""
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(_("The body has more than %(most)s bytes. Send less at once.") % {"most": most})
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            message = _("The body is no JSON in UTF-8: %(error)s.") % {"error": error}
            raise ParseError(message) from None
