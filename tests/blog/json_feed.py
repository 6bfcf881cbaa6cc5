"""What JSON Feed 1.1 demands, as a JSON Schema written from its text (jsonfeed.org/version/1.1).

Stricter than the text in one thing: a field that it does not know is a slip of ours.
"""

from typing import Any

Schema = dict[str, Any]

URL: Schema = {"type": "string", "pattern": r"^https?://[^\s]+$"}
TEXT: Schema = {"type": "string", "minLength": 1}
DATE: Schema = {  # RFC 3339
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
AUTHORS: Schema = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {"name": TEXT, "url": URL, "avatar": URL},
    },
}
ITEM: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": TEXT,
        "url": URL,
        "external_url": URL,
        "title": TEXT,
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": TEXT,
        "image": URL,
        "banner_image": URL,
        "date_published": DATE,
        "date_modified": DATE,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
        "language": {"type": "string", "pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
    },
}
FEED: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": URL,
        "feed_url": URL,
        "description": TEXT,
        "icon": URL,
        "favicon": URL,
        "authors": AUTHORS,
        "language": ITEM["properties"]["language"],
        "expired": {"type": "boolean"},
        "items": {"type": "array", "items": ITEM},
    },
}
