"""The ``markdown`` reader: CommonMark with tables, strikethrough, footnotes, ruby and YAML front matter.

Ruby is written ``<ruby>…</ruby>`` or ``{漢字|かんじ}``, raised and lowered signs ``x^2^``, ``H~2~O``; TeX stays as it is typed. The way goes over HTML, so that what stands in HTML inside a Markdown file is
understood like the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from convert.diagnostics import Pos, Report, Severity, counted
from convert.model import walk
from convert.model.nodes import Attrs, Block, Code, Document, Inline, LineBreak, Meta, Para, Resource
from convert.readers import front_matter, markdown_html, nesting, titles
from convert.readers.html import read_fragment
from convert.readers.languages import language
from convert.readers.nesting import Head
from convert.readers.spaces import clean
from convert.source import Source


@dataclass(frozen=True, slots=True)
class MarkdownOptions:
    """There is nothing to choose."""


class MarkdownReader:
    """Reads Markdown."""

    options_type: ClassVar[type] = MarkdownOptions

    def read(self, source: Source, options: MarkdownOptions, report: Report) -> Document:
        """The document: any text is valid Markdown. Raises SourceError for what is empty or binary."""
        front, text = front_matter.split(source.text(report))
        stated = front_matter.metadata(front, source.name, report) if front else Meta(language="")
        stream: list[Block | Head] = [] if stated else [_kept(front, source.name)]
        meta = stated or Meta(language="")
        found = read_fragment(_html(text, source.name, report), source.name, source.beside, report)
        resources: tuple[Resource, ...] = ()
        if found:
            stream.extend(found[0])
            resources = tuple(found[1].pictures.resources)
        meta, stream = _titled(meta, stream)
        body = nesting.nest(nesting.with_named_tables(titles.labelled(stream)))
        meta = replace(meta, language=language(meta.language, walk.block_texts(body)))
        return Document(meta, body, resources)


def _html(text: str, name: str, report: Report) -> str:
    md = markdown_html.parser()
    env: dict[str, Any] = {}
    html = str(md.render(text, env))
    renderer = md.renderer
    notes = "".join(renderer.inline_notes) if isinstance(renderer, markdown_html.Renderer) else ""
    if "too_deep" in env:
        report.add("markdown.too-deep", "quotations or lists nested this deeply are read as plain text", pos=Pos(env["too_deep"], 1, name))
    if formulas := list(dict.fromkeys(env.get("tex", ()))):
        said = f"TeX such as “{formulas[0].strip():.40}” is kept as it is typed ({counted('{} [formula|formulas]', len(formulas))})"
        report.add("markdown.tex", said, severity=Severity.INFO)
    for piece in dict.fromkeys(env.get("as_text", ())):
        report.add("markdown.html-as-text", f"“{piece:.60}” is no HTML that is known here; it is kept as text", severity=Severity.INFO)
    for tag in dict.fromkeys(env.get("omitted", ())):
        report.add("markdown.html-as-text", f"a {tag} in HTML is no text; it was left out", severity=Severity.INFO)
    return html + notes


def _kept(front: str, name: str) -> Para:
    """Front matter that is no YAML, as it is."""
    content: list[Inline] = []
    for row in clean(front).split("\n"):
        content.extend([Code(row), LineBreak()] if row else [LineBreak()])
    return Para(tuple(content[:-1]), attrs=Attrs(role="unrecognised"), pos=Pos(2, 1, name))


def _titled(meta: Meta, stream: list[Block | Head]) -> tuple[Meta, list[Block | Head]]:
    """The title: the front matter's; a leading h1 that says the same is not set twice. Without one, the only leading h1."""
    heading, rest = titles.lifted_title(stream)
    if heading is None:
        return meta, stream
    title = titles.title_text(heading.title)
    if meta.title and walk.squeeze(meta.title) != walk.squeeze(title):
        return meta, stream
    meta = replace(meta, title=title)
    return titles.with_lines_below(replace(meta, title_block=titles.title_lines(meta, heading.title)), rest)
