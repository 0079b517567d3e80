"""Ids and names of resources with a prefix, so that several documents can stand in one."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from convert.model.nodes import Attrs, Document, Image, Link


def relabelled(document: Document, prefix: str) -> Document:
    """``document`` with ``prefix`` before every id, every link to one, and the name of every resource."""
    resources = tuple(replace(resource, name=prefix + resource.name) for resource in document.resources)
    meta = replace(document.meta, title_block=_of(document.meta.title_block, prefix))
    return replace(document, meta=meta, body=_of(document.body, prefix), resources=resources)


def _of(value: Any, prefix: str) -> Any:
    """``value``, a node or a tuple of nodes, with all that it holds; itself where nothing changes, so that most of a text is shared."""
    if isinstance(value, tuple):
        made = tuple(_of(item, prefix) for item in value)
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if isinstance(value, Attrs):
        return replace(value, id=prefix + value.id) if value.id else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    if isinstance(value, Link) and value.href.startswith("#"):
        changes["href"] = f"#{prefix}{value.href[1:]}"
    if isinstance(value, Image):
        changes["resource"] = prefix + value.resource
    for name in (one.name for one in fields(value)):
        old = getattr(value, name)
        if not isinstance(old, str) and (new := _of(old, prefix)) is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value
