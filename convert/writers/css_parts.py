"""What no style says of an e-book's CSS: the parts of the text that are pictures, tables and lists, and the pages that a book brings along.

Sides bear the names of the flow of text (before, after, start, end) and are turned into those of the paper here, since many reading systems
know no logical properties; ``measure`` is the extent along a line, ``depth`` the one across.
"""

from __future__ import annotations

import re

_HORIZONTAL = {"before": "top", "after": "bottom", "start": "left", "end": "right", "measure": "width", "depth": "height"}
_VERTICAL = {"before": "right", "after": "left", "start": "top", "end": "bottom", "measure": "height", "depth": "width"}
#: A side in the name of a property, or an extent; ``page-break-after`` and its like are none.
_NAMED = re.compile(r"\b((?:margin|padding|border)-|max-|(?<![\w-]))(before|after|start|end|measure|depth)(?=:)")

#: Headings break where phrases end: Han characters are kept together, and parted only if they must be.
_PARTS = """
h1, h2, h3, h4, h5, h6, .byline, .kicker, .subtitle { text-wrap: balance; word-break: keep-all; overflow-wrap: anywhere }
h1, h2, h3, h4, h5, h6 { page-break-inside: avoid; break-inside: avoid }
.attached > .label { display: block; margin-after: 1em }
.name { white-space: nowrap }
.address { word-break: break-all; overflow-wrap: anywhere }
ul.labelled, ol.labelled { margin: 0; padding: 0; list-style: none }
.labelled.inner { padding-start: 2em }
.labelled > li > .marked { margin-start: 2em }
li.continued { list-style: none }
ul.marked, ol.marked { margin: 0; padding: 0; padding-start: 2em }
.marked > li > p { text-indent: 0 }
li li, blockquote blockquote, blockquote .verse, section.colophon .credit, aside.note .note { font-size: 1em }
.noteref { font-size: 0.75em; line-height: 1; vertical-align: super; text-decoration: none; white-space: nowrap }
.notes { margin: 0; margin-before: 2em }
.notes::before { content: ""; display: block; measure: 33%; margin: 0; margin-after: 0.5em; border: 0; border-before: 0.06em solid }
aside.note a { color: inherit; font-weight: bold; text-decoration: none }
ol.duokan-footnote-content { margin: 0; padding: 0; list-style: none }
rt { font-size: 0.5em }
ruby.zhuyin { -webkit-ruby-position: inter-character; ruby-position: inter-character }
code { font-family: monospace; text-align: left }
p.code { white-space: pre-wrap }
hr { measure: 33%; margin: auto; margin-before: 1.5em; margin-after: 1.5em; border: 0; border-before: 0.06em solid }
p.caption { page-break-before: avoid; break-before: avoid }
p.rule { text-align: center; text-indent: 0; margin: 0; margin-before: 1em; margin-after: 1em }
table { max-measure: 100%; margin: auto; margin-before: 1em; margin-after: 1em; border-collapse: collapse }
table.parallel { measure: 100%; table-layout: fixed }
td, th { padding: 0.4em; padding-before: 0.2em; padding-after: 0.2em; border: 0.06em solid; overflow-wrap: anywhere; vertical-align: top }
.wide td, .wide th { padding: 0.1em; padding-before: 0.2em; padding-after: 0.2em }
.align-left, .align-left p { text-align: left }
.align-center, .align-center p { text-align: center }
.align-right, .align-right p { text-align: right }
caption, figcaption, p.caption { padding: 0; padding-before: 0.3em; padding-after: 0.3em }
figure { margin: 0; margin-before: 1em; margin-after: 1em; text-align: center; page-break-inside: avoid; break-inside: avoid }
img { max-measure: 100% }
figure img { max-depth: 90%DEPTH%; object-fit: contain }
img.inline { max-height: 1.2em; max-width: 1.2em; vertical-align: middle }
.sidebar { margin: 0; margin-before: 1em; margin-after: 1em; border: 0.06em solid; padding: 0.8em 1em }
.cover { margin: 0; padding: 0; text-align: center; text-indent: 0 }
.cover img { max-width: 100%; max-height: 98vh }
.titlepage { margin: 0; margin-before: 20%; text-align: center }
.titlepage h1 span.line { display: block }
.imprint { margin: 0; margin-before: 2em }
.imprint dl { margin: 0 }
.imprint h1 { margin: 0; margin-after: 1em }
.imprint dt { margin: 0; margin-before: 0.8em; opacity: 0.7 }
.imprint dd { margin: 0; text-align: left; overflow-wrap: anywhere }
.imprint .generated { margin: 0; margin-before: 2em; text-indent: 0; opacity: 0.7 }
.index dt { opacity: 1 }
.index dt .name { font-weight: bold }
.index dd { margin-start: 2em }
.index a { color: inherit; text-decoration: none }
nav { margin: 0; margin-before: 2em }
nav ol { margin: 0; margin-before: 1em; padding: 0; list-style: none }
nav ol ol { margin: 0; padding: 0; padding-start: 2em }
nav a { color: inherit; text-decoration: none }
"""
#: Pictures drawn in dark lines on nothing would be lost on a dark page.
_NIGHT = "@media (prefers-color-scheme: dark) { img { background-color: #fff } }"
#: With the prefixes of EPUB 3.3, appendix on prefixed CSS, and those of WebKit; on the root, where reading systems look for it.
_UPRIGHT = """
html { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; -epub-text-orientation: mixed; -webkit-text-orientation: mixed; text-orientation: mixed }
html.horizontal { -epub-writing-mode: horizontal-tb; -webkit-writing-mode: horizontal-tb; writing-mode: horizontal-tb }
.abreast { -epub-text-combine: horizontal; -epub-text-combine-horizontal: all; -webkit-text-combine: horizontal; text-combine-upright: all }
.upright { -epub-text-orientation: upright; -webkit-text-orientation: upright; text-orientation: upright }
"""


def parts(*, vertical: bool, backgrounds: bool) -> str:
    """The rules; ``backgrounds``: pictures get a light one in the dark."""
    text = physical(_PARTS.replace("%DEPTH%", "vw" if vertical else "vh"), vertical=vertical).strip()
    return "\n".join([text, *([_NIGHT] if backgrounds else [])])


def writing_mode(*, vertical: bool) -> str:
    """How lines run."""
    return _UPRIGHT.strip() if vertical else "html { writing-mode: horizontal-tb }"


def physical(css: str, *, vertical: bool) -> str:
    """``css`` with the sides and extents of the paper."""
    names = _VERTICAL if vertical else _HORIZONTAL
    return _NAMED.sub(lambda found: f"{found[1]}{names[found[2]]}", css)
