"""What every operation of the schema has in common: the headers of its answers, and errors that can come anywhere."""

from __future__ import annotations

from typing import Any

from .problems import MEDIA_TYPE

HEADERS = {
    "Allow": "The methods that the address takes.",
    "Deprecation": "Since when it should not be used any more (RFC 9745).",
    "ETag": "The version of this representation, for If-None-Match.",
    "Last-Modified": "When what it shows was published, for If-Modified-Since.",
    "Link": "The schema (describedby), the one address of a document (canonical), the pages of a list.",
    "RateLimit": "What is left of the limit: r requests in the next t seconds.",
    "RateLimit-Policy": "The limit: q requests in w seconds.",
    "Retry-After": "Seconds to wait.",
    "Sunset": "When it ends (RFC 8594).",
    "WWW-Authenticate": "How to send a key.",
}
DEPRECATED = ["Deprecation", "Sunset"]
ALWAYS = ["Link", "RateLimit", "RateLimit-Policy"]
BY_STATUS = {"200": ["ETag", "Last-Modified"], "304": ["ETag"], "401": ["WWW-Authenticate"], "429": ["Retry-After"]}
ANYWHERE = {
    "400": "A parameter or value is unknown, or there is a key in the address.",
    "401": "The key that was sent opens nothing, or is needed and missing.",
    "403": "The key lacks a scope, or its owner a permission.",
    "406": "The address cannot answer in the media types that the request accepts.",
    "429": "The limit of requests is reached: Retry-After says how long to wait.",
}
ALTERNATIVES = ("anyOf", "oneOf")
METHODS = {"get", "post", "put", "patch", "delete"}


def add_common(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """drf-spectacular's hook: add to each operation what holds for all."""
    described = {name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()}
    result["components"].setdefault("headers", {}).update(described)
    shapes = result["components"]["schemas"]
    for item in result["paths"].values():
        for method in METHODS & set(item):
            more = DEPRECATED if item[method].get("deprecated") else []
            require_body(item[method].get("requestBody", {}), shapes)
            add_responses(item[method]["responses"], [*ALWAYS, *more], is_read=method == "get")
    return result


def add_responses(responses: dict[str, Any], names: list[str], *, is_read: bool) -> None:
    """Errors that can come anywhere, and the headers of all answers, whose names are given."""
    for status, description in ANYWHERE.items():
        shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
        responses.setdefault(status, {"description": description, "content": {MEDIA_TYPE: shape}})
    for status, response in responses.items():
        own = [name for name in BY_STATUS.get(status, []) if is_read or name not in ("ETag", "Last-Modified")]
        headers = response.setdefault("headers", {})
        for name in [*names, *own]:
            headers.setdefault(name, {"$ref": f"#/components/headers/{name}"})


def require_body(body: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Mark a body as required where it must have a member: drf-spectacular takes bodies of our own for optional."""
    names = {media["schema"].get("$ref", "").rpartition("/")[2] for media in body.get("content", {}).values()}
    if any(has_members(shapes[name]) for name in names if name):
        body["required"] = True


def has_members(shape: dict[str, Any]) -> bool:
    """True for an object that cannot be empty."""
    either = [one for name in ALTERNATIVES for one in shape.get(name, ())]
    return bool(shape.get("required") or shape.get("minProperties") or (either and all(map(has_members, either))))
