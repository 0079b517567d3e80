"""The model as JSON and back, and its outline as text.

The JSON is an object ``{"type": "Document", "version": 1, "meta": {…}, "body": […]}``. Every node is an object with ``"type"``; role, id,
lang and data stand beside its fields, ``"pos"`` is ``[line, column, source]``. Names are in camelCase. A Section's ``"title"`` is a plain
string and ``"titleContent"`` its inlines. What ``to_json`` gives, ``from_json`` reads back to the same Document.
"""

from __future__ import annotations

import base64
import datetime
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from convert.diagnostics import Pos, Report, SourceError
from convert.model import nodes, walk
from convert.model.nodes import Attrs, Block, Contributor, Document, Meta, Node, Resource, Section

VERSION = 1
#: Deepest nesting that is read: later steps walk the tree by calling themselves.
DEEPEST = 120

#: What stands before a file's own name: where the source lay is no part of the document.
_PATH = re.compile(r"^.*[/\\]")
#: What JSON can hold and no text can: lone surrogates, and the controls of ``convert.source``.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: BCP 47, as far as outputs need it: the tag becomes part of file names and of XML.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_CLASSES: dict[str, type[Node]] = {
    cls.__name__: cls
    for cls in (
        *typing.get_args(nodes.Inline),
        *typing.get_args(nodes.Block),
        nodes.Byline,
        nodes.Cell,
        nodes.Item,
        nodes.Row,
        nodes.TitleLine,
    )
}
_ATTRS = ("id", "role", "lang")


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


# ------------------------------------------------------------------------------------------------ writing


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain dicts, lists and strings, ready for ``json.dump``."""
    tree: dict[str, Any] = {"type": "Document", "version": VERSION, "meta": _meta_json(document.meta)}
    tree["body"] = [_node_json(block) for block in document.body]
    if document.resources:
        tree["resources"] = [_resource_json(resource) for resource in document.resources]
    return tree


def _meta_json(meta: Meta) -> dict[str, Any]:
    tree = {_camel(f.name): _value_json(getattr(meta, f.name)) for f in fields(Meta)}
    tree["contributors"] = [{f.name: getattr(c, f.name) for f in fields(Contributor)} for c in meta.contributors]
    tree["modified"] = meta.modified.isoformat() if meta.modified else None
    return tree


def _resource_json(resource: Resource) -> dict[str, str]:
    data = base64.b64encode(resource.data).decode("ascii")
    return {"name": resource.name, "mediaType": resource.media_type, "data": data}


@cache
def _own_fields(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls) if f.name not in ("attrs", "pos"))


def _node_json(node: Node) -> dict[str, Any]:
    kind: Any = type(node)
    tree: dict[str, Any] = {"type": type(node).__name__}
    tree |= {name: value for name in _ATTRS if (value := getattr(node.attrs, name))}
    if node.attrs.data:
        tree["data"] = dict(node.attrs.data)
    if isinstance(node, Section):
        tree["title"] = walk.flow(node.title).replace("\n", " ")
    for name in _own_fields(kind):
        key = "titleContent" if isinstance(node, Section) and name == "title" else _camel(name)
        tree[key] = _value_json(getattr(node, name))
    if node.pos:
        tree["pos"] = [node.pos.line, node.pos.column, _PATH.sub("", node.pos.source)]
    return tree


def _value_json(value: Any) -> Any:
    if isinstance(value, Node):
        return _node_json(value)
    if isinstance(value, tuple):
        return [_value_json(v) for v in value]
    return value


# ------------------------------------------------------------------------------------------------ reading


def from_json(tree: Any, report: Report, source: str = "<json>") -> Document:
    """The document that ``to_json`` made ``tree`` of. Raises SourceError, with the path in the JSON, for anything else.

    Fields that this version does not know are reported and passed over.
    """
    loader = _Loader(report, source)
    if isinstance(tree, Mapping) and "pandoc-api-version" in tree:
        raise SourceError(f"{source}: this is pandoc's JSON; read it with --from pandoc, or name it .pandoc.json")
    if not isinstance(tree, Mapping) or tree.get("type") != "Document":
        raise SourceError(f"{source}: this JSON is no document of zhaibian: its “type” is not “Document”")
    if tree.get("version") != VERSION:
        raise SourceError(f"{source}: the document's version is {tree.get('version')!r}; this program reads version {VERSION}")
    document = Document(
        loader.meta(tree.get("meta", {})),
        loader.value(tuple[Block, ...], tree.get("body", []), "body"),
        tuple(loader.resource(r, f"resources[{i}]") for i, r in enumerate(tree.get("resources", []))),
    )
    if loader.removed:
        message = f"{loader.removed} characters that no format can hold were removed"
        report.add("source.control-removed", message, pos=Pos(1, 1, source))
    return document


class _Loader:
    """Builds nodes from JSON, each value checked against the type that the model declares."""

    def __init__(self, report: Report, source: str) -> None:
        self.report = report
        self.source = source
        self.depth = 0
        self.removed = 0

    def fail(self, path: str, problem: str) -> SourceError:
        return SourceError(f"{self.source}: {path}: {problem}")

    def meta(self, tree: Any) -> Meta:
        if not isinstance(tree, Mapping):
            raise self.fail("meta", "must be an object")
        hints = _hints(Meta)
        values: dict[str, Any] = {}
        for f in fields(Meta):
            key = _camel(f.name)
            if key not in tree or f.name in ("contributors", "modified"):
                continue
            values[f.name] = self.value(hints[f.name], tree[key], f"meta.{key}")
        self._unknown(tree, {_camel(f.name) for f in fields(Meta)}, "meta")
        contributors = tree.get("contributors", [])
        values["contributors"] = tuple(self._contributor(c, f"meta.contributors[{i}]") for i, c in enumerate(contributors))
        values["modified"] = self._moment(tree.get("modified"))
        if not _LANGUAGE.fullmatch(values.get("language", "zh-Hans")):
            raise self.fail("meta.language", f"{values['language']!r} is no language tag such as zh-Hans")
        return Meta(**values)

    def _moment(self, value: Any) -> datetime.datetime | None:
        try:
            return datetime.datetime.fromisoformat(value) if value else None
        except (TypeError, ValueError) as error:
            raise self.fail("meta.modified", f"{value!r} is no moment in ISO 8601") from error

    def _contributor(self, tree: Any, path: str) -> Contributor:
        if not isinstance(tree, Mapping) or not all(isinstance(v, str) for v in tree.values()) or "name" not in tree:
            raise self.fail(path, "must be an object of strings with a “name”")
        return Contributor(**{f.name: tree[f.name] for f in fields(Contributor) if f.name in tree})

    def resource(self, tree: Any, path: str) -> Resource:
        try:
            return Resource(tree["name"], tree["mediaType"], base64.b64decode(tree["data"], validate=True))
        except (KeyError, TypeError, ValueError) as error:
            raise self.fail(path, "must be an object with “name”, “mediaType” and “data” in Base64") from error

    def value(self, hint: Any, value: Any, path: str) -> Any:
        """``value`` as the type ``hint`` says: a string, number, node, or a tuple of these."""
        if typing.get_origin(hint) is tuple:
            if not isinstance(value, list):
                raise self.fail(path, "must be a list")
            return tuple(self.value(typing.get_args(hint)[0], v, f"{path}[{i}]") for i, v in enumerate(value))
        if hint in (str, int, bool):
            if type(value) is not hint:
                raise self.fail(
                    path, f"must be {({str: 'a string', int: 'a whole number', bool: 'true or false'})[hint]}, not {value!r:.40}"
                )
            return self._fit(value) if hint is str else value
        return self.node(hint, value, path)

    def node(self, hint: Any, tree: Any, path: str) -> Node:
        allowed = typing.get_args(hint) or (hint,)
        cls: Any = _CLASSES.get(tree.get("type", "")) if isinstance(tree, Mapping) else None
        if cls is None or cls not in allowed:
            kinds = ", ".join(c.__name__ for c in allowed)
            raise self.fail(path, f"must be an object whose “type” is one of {kinds}")
        if self.depth > DEEPEST:
            raise self.fail(f"{path[:40]}…", f"nodes are nested more than {DEEPEST} deep")
        self.depth += 1
        hints = _hints(cls)
        values: dict[str, Any] = {}
        for name in _own_fields(cls):
            key = "titleContent" if cls is Section and name == "title" else _camel(name)
            if key in tree:
                values[name] = self.value(hints[name], tree[key], f"{path}.{key}")
        self.depth -= 1
        known = {"type", "title", "titleContent", "pos", "data", *_ATTRS, *map(_camel, _own_fields(cls))}
        self._unknown(tree, known, path)
        try:
            made: Node = cls(**values, attrs=self._attrs(tree, path), pos=self._pos(tree, path))
        except TypeError as error:
            raise self.fail(path, f"a field is missing: {str(error).partition(': ')[2]}") from error
        return made

    def _fit(self, text: str) -> str:
        fit, count = _UNFIT.subn("", text)
        self.removed += count
        return fit

    def _attrs(self, tree: Mapping[str, Any], path: str) -> Attrs:
        data = tree.get("data", {})
        words = {name: tree.get(name, "") for name in _ATTRS}
        if not isinstance(data, Mapping) or not all(isinstance(v, str) for v in (*words.values(), *data.values())):
            raise self.fail(path, "id, role, lang and the values of data must be strings")
        return Attrs(**words, data=tuple(data.items())) if data or any(words.values()) else nodes.NO_ATTRS

    def _pos(self, tree: Mapping[str, Any], path: str) -> Pos | None:
        match tree.get("pos"):
            case None:
                return None
            case [int(line), int(column), str(source)]:
                return Pos(line, column, source)
            case other:
                raise self.fail(path, f"“pos” must be [line, column, source], not {other!r:.40}")

    def _unknown(self, tree: Mapping[str, Any], known: set[str], path: str) -> None:
        for key in tree:
            if key not in known:
                self.report.add(
                    "json.unknown-field", f"{path}: the field “{key}” is not known and was passed over", pos=Pos(1, 1, self.source)
                )


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


# ------------------------------------------------------------------------------------------------ outline


def outline(document: Document, width: int = 24) -> str:
    """The recognised structure, a line a block, indented by depth; running text is shown by its first ``width`` characters."""
    return "\n".join(_outline(document, width)) + "\n"


def _outline(document: Document, width: int) -> Iterator[str]:
    meta = document.meta
    for line in walk.title_block(meta):
        yield f"{line.role or 'title'}: {_shown(line.content)}"
    for name in ("series", "instalment", "date", "publisher", "page"):
        if value := getattr(meta, name):
            yield f"{name} = {value}"
    for who in meta.contributors:
        if who.role != "spk":
            yield f"{who.role} = {who.name}"
    yield f"language = {meta.language}"
    yield from _outline_blocks(document.body, width, "")


def _outline_blocks(body: tuple[Block, ...], width: int, indent: str) -> Iterator[str]:
    for block in body:
        yield from (indent + line for line in _outline_block(block, width))


def _outline_block(block: Block, width: int) -> Iterator[str]:
    role = f" {block.role}" if block.role else ""
    match block:
        case nodes.Section():
            yield f"section{role}: {block.label}{_shown(block.title)}" + ("  (byline first)" if block.byline_first else "")
            for byline in block.byline:
                yield f"  byline: {byline.position} / {byline.name}"
            yield from _outline_blocks(block.body, width, "  ")
        case nodes.Group() | nodes.Quote():
            yield f"{type(block).__name__.lower()}{role}:"
            yield from _outline_blocks(block.body, width, "  ")
        case nodes.OrderedList() | nodes.BulletList():
            yield "list:" if isinstance(block, nodes.OrderedList) else "bullets:"
            for item in block.items:
                texts = list(walk.block_texts(item.body))
                yield f"  [{item.label}] {_start(''.join(texts), width)}"
        case _:
            texts = list(walk.block_texts((block,)))
            points = [span.attrs.get("label") for span in _points(block)]
            marks = f"  ({' '.join(points)})" if points else ""
            yield f"{type(block).__name__.lower()}{role}: {_start(' / '.join(texts), width)}{marks}"


def _points(block: Block) -> Iterator[nodes.Span]:
    if isinstance(block, nodes.Para):
        for inline in block.content:
            if isinstance(inline, nodes.Span) and inline.role == "point":
                yield inline


def _shown(inlines: tuple[nodes.Inline, ...]) -> str:
    return walk.flow(inlines).replace("\n", " ⏎ ")


def _start(text: str, width: int) -> str:
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= width else f"{text[: width - 1]}…"
