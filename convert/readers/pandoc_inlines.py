"""pandoc's inlines as ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from convert.diagnostics import Pos, Report, Severity
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Block,
    Code,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Resource,
    Ruby,
    Span,
    Strong,
    Text,
)
from convert.model.sizes import with_width
from convert.readers.pictures import Pictures, missing, safe_href, stand_in
from convert.readers.spaces import clean, line, raw, settled

Json = Any
#: Deeper than this all is read as plain text.
DEEPEST = 50
_ROLES = {"Superscript": "sup", "Subscript": "sub", "Strikeout": "strike", "Underline": "underline", "SmallCaps": "small-caps"}
#: Classes of Spans from elsewhere that mean one of our roles.
_SPAN_ROLES = frozenset(
    ("person", "institution", "work-title", "keep", "point", "label", "sup", "sub", "strike", "underline", "emphasis-dots", "dateline")
)
#: Attributes that say how a node of ours was written, and are no data of its own.
_MARKS = frozenset(("node", "lang", "annotation", "mark", "resource", "counter", "bullet", "header"))
_TAG = re.compile(r"\s*(?:</?[a-zA-Z][^>]*>|<!--.*?-->)\s*", re.DOTALL)


def pairs(attr: Json) -> dict[str, str]:
    """The key-value pairs of an Attr."""
    return {str(key): str(value) for key, value in attr[2]}


def attrs_of(attr: Json, role: str | None = None) -> Attrs:
    """Our attributes for pandoc's: the first class is the role, unless ``role`` is given."""
    known = pairs(attr)
    named = attr[1][0] if attr[1] else ""
    data = tuple((key, value) for key, value in known.items() if key not in _MARKS)
    return Attrs(str(attr[0]), named if role is None else role, known.get("lang", ""), data)


def plain_text(tree: Json) -> str:
    """All text in a piece of pandoc's JSON, in order; without recursion, whatever is in it."""
    out: list[str] = []
    todo = [tree]
    while todo:
        here = todo.pop()
        if isinstance(here, list):
            todo.extend(reversed(here))
        elif isinstance(here, dict):
            kind, content = here.get("t"), here.get("c")
            if kind == "Str":
                out.append(str(content))
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                out.append(" ")
            elif kind in ("Code", "CodeBlock", "RawInline", "RawBlock", "Math") and isinstance(content, list):
                out.append(str(content[-1]))
            elif kind in ("Link", "Image") and isinstance(content, list):
                todo.append(content[1])
            else:
                todo.append(content)
                out.append("\n" if kind in ("Para", "Plain", "Header") else "")
    return "".join(out)


class Inlines:
    """Makes our inlines. ``note_body`` gives the blocks of a note; ``own``: the document is of our own making and taken as it is."""

    def __init__(
        self, name: str, report: Report, beside: Callable[[str], bytes], own: bool, note_body: Callable[[Json, int], tuple[Block, ...]]
    ) -> None:
        self.name = name
        self.report = report
        self.own = own
        self.pictures = Pictures(beside)
        self.note_body = note_body

    def paragraph(self, inlines: Json, depth: int = 0) -> tuple[Inline, ...]:
        """The inlines of one paragraph, its white space decided."""
        found = self.many(inlines, depth)
        return _joined(found) if self.own else settled(tuple(found))

    def many(self, inlines: Json, depth: int) -> list[Inline]:
        """Inlines one by one; plain text where they are nested too deeply."""
        if depth > DEEPEST:
            self.unknown("inlines nested too deeply are read as plain text")
            return [Text(raw(plain_text(inlines)))]
        out: list[Inline] = []
        todo = iter(inlines)
        for inline in todo:
            out.extend(self._raw_ruby(todo, depth) if _tag(inline) == "<ruby>" else self.one(inline, depth + 1))
        return out

    def _raw_ruby(self, inlines: Iterator[Json], depth: int) -> list[Inline]:
        """The ruby whose start tag has just been passed, as far as its end tag: Markdown's way, which pandoc hands on as it is."""
        out: list[Inline] = []
        base: list[Inline] = []
        reading: list[Inline] | None = None
        for inline in inlines:
            match _tag(inline):
                case "<rt>":
                    reading = []
                case "</rt>" | "</ruby>" as tag:
                    out.extend(_ruby(base, reading or []))
                    base, reading = [], None
                    if tag == "</ruby>":
                        break
                case "<rp>" | "</rp>" | "<rb>" | "</rb>":
                    pass
                case _:
                    (base if reading is None else reading).extend(self.one(inline, depth + 1))
        return [*out, *base, *(reading or [])]

    def unknown(self, message: str, severity: Severity = Severity.WARNING) -> None:
        """Say it once."""
        if not any(d.code == "pandoc.unknown" and d.message == message for d in self.report):
            self.report.add("pandoc.unknown", message, severity=severity, pos=Pos(1, 1, self.name))

    def one(self, inline: Json, depth: int) -> list[Inline]:
        """What one inline of pandoc's gives."""
        content = inline.get("c")
        match inline["t"]:
            case "Str":
                return [Text(clean(content) if self.own else raw(content))]
            case "Space":
                return [Text(" ")]
            case "SoftBreak":
                return [Text(" " if self.own else "\t")]
            case "LineBreak":
                return [LineBreak()]
            case "Emph":
                return [Emph(self._within(content, depth))]
            case "Strong":
                return [Strong(self._within(content, depth))]
            case "Superscript" | "Subscript" | "Strikeout" | "Underline" | "SmallCaps" as kind:
                return [Span(self._within(content, depth), attrs=Attrs(role=_ROLES[kind]))]
            case "Quoted":
                marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                return [Text(marks[0]), *self.many(content[1], depth), Text(marks[1])]
            case "Cite":
                return self.many(content[1], depth)
            case "Code":
                return [Code(clean(content[1]).replace("\n", " ").replace("\t", " "), attrs=attrs_of(content[0]))]
            case "Math":
                data = (("display", "true"),) if content[0]["t"] == "DisplayMath" else ()
                return [Span((Code(" ".join(clean(content[1]).split("\n"))),), attrs=Attrs(role="math", data=data))]
            case "RawInline":
                return self._raw(content)
            case "Link":
                return self._link(content, depth)
            case "Image":
                return self.image(content)
            case "Note":
                return [Note(self.note_body(content, depth + 1))]
            case "Span":
                return self._span(content, depth)
        self.unknown(f"“{inline['t']}” is no inline that is known; its text is kept")
        return [Span((Text(raw(plain_text(content))),), attrs=Attrs(role="unrecognised"))]

    def _within(self, inlines: Json, depth: int) -> tuple[Inline, ...]:
        found = self.many(inlines, depth)
        return _joined(found) if self.own else tuple(found)

    def _raw(self, content: Json) -> list[Inline]:
        """Text in the language of one format; a tag or a comment of HTML is no text."""
        format_, text = content
        if format_.startswith("html") and _TAG.fullmatch(text):
            if re.match(r"\s*<br\b", text):
                return [LineBreak()]
            self.unknown("tags of HTML within lines were left out; the text between them is kept", Severity.INFO)
            return []
        return [Span((Code(clean(text).replace("\n", " ").replace("\t", " ")),), attrs=Attrs(role="raw", data=(("format", str(format_)),)))]

    def _link(self, content: Json, depth: int) -> list[Inline]:
        within = self._within(content[1], depth)
        href = safe_href(str(content[2][0]))
        attrs = attrs_of(content[0]) if self.own else Attrs(str(content[0][0]))
        return [Link(within, href, attrs=attrs)] if href or self.own else list(within)

    def image(self, content: Json) -> list[Inline]:
        """A picture; where its bytes are not at hand, its description."""
        attr, described, (address, _) = content
        alt = plain_text(described).strip() if self.own else line(plain_text(described))
        name = self.pictures.get(str(address))
        wanted = pairs(attr).get("resource", "")
        if name and wanted:
            name = self._named(name, wanted)
        if name or (self.own and wanted):
            attrs = attrs_of(attr) if self.own else with_width(Attrs(str(attr[0])), pairs(attr).get("width", ""))
            return [Image(name or wanted, alt, attrs=attrs)]
        self.report.add("pandoc.missing-picture", missing(str(address), alt), pos=Pos(1, 1, self.name))
        return stand_in(str(address), alt, str(attr[0]))

    def _named(self, name: str, wanted: str) -> str:
        """The resource under the name that it had."""
        resources = self.pictures.resources
        place = next(i for i, resource in enumerate(resources) if resource.name == name)
        if name != wanted and wanted.isascii() and all(resource.name != wanted for resource in resources):
            old = resources[place]
            resources[place] = Resource(wanted, old.media_type, old.data)
            self.pictures.names[old.data] = wanted
        return resources[place].name

    def _span(self, content: Json, depth: int) -> list[Inline]:
        attr, inner = content
        known = pairs(attr)
        match known.get("node"):
            case "Ruby" if len(inner) == 2:
                base = self._within(inner[0]["c"][1], depth)
                return [Ruby(base, known.get("annotation", ""), attrs=attrs_of(attr))]
            case "Note" if len(inner) == 1 and inner[0]["t"] == "Note":
                return [Note(self.note_body(inner[0]["c"], depth + 1), known.get("mark", ""), attrs=attrs_of(attr))]
            case "Emph" | "Strong" | "Text" | "LineBreak" as kind:
                return self._attributed(kind, inner, attrs_of(attr), depth)
        within = self._within(inner, depth)
        if self.own:
            return [Span(within, attrs=attrs_of(attr))]
        role = next((name for name in attr[1] if name in _SPAN_ROLES), "")
        lang, id_ = known.get("lang", ""), str(attr[0])
        return [Span(within, attrs=Attrs(id_, role, lang))] if role or lang or id_ else list(within)

    def _attributed(self, kind: str, inner: Json, attrs: Attrs, depth: int) -> list[Inline]:
        if kind == "LineBreak":
            return [LineBreak(attrs=attrs)]
        if kind == "Text":
            return [Text(clean(plain_text(inner)), attrs=attrs)]
        within = self._within(inner[0]["c"], depth)
        return [Emph(within, attrs=attrs) if kind == "Emph" else Strong(within, attrs=attrs)]


def _tag(inline: Json) -> str:
    """The HTML tag that an inline is, in lower case and without attributes; "" for all else."""
    if inline["t"] != "RawInline" or not str(inline["c"][0]).startswith("html"):
        return ""
    found = re.fullmatch(r"\s*<(/?[a-zA-Z]+)[^>]*>\s*", inline["c"][1])
    return f"<{found[1].lower()}>" if found else ""


def _ruby(base: list[Inline], reading: list[Inline]) -> list[Inline]:
    annotation = line(walk.flow(settled(tuple(reading))))
    return [Ruby(tuple(base), annotation)] if base and annotation else [*base, *reading]


def _joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Adjacent texts as one."""
    out: list[Inline] = []
    run: list[str] = []
    for inline in [*inlines, None]:
        if isinstance(inline, Text) and inline.attrs == Attrs() and not inline.attrs.id:
            run.append(inline.text)
            continue
        if run:
            out.append(Text("".join(run)))
            run = []
        if inline is not None:
            out.append(inline)
    return tuple(out)
