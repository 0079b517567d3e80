"""Roles and counters that are classes in our own e-books: their writer sets them, their reader knows them again."""

from __future__ import annotations

#: Roles of paragraphs that the stylesheet may set apart; others are body text.
PARAS = frozenset(
    {"lead", "editor-note", "salutation", "closing", "signature", "question", "answer", "caption", "dateline", "credit", "note", "label"}
    | {"code", "unrecognised"}
)
SECTIONS = frozenset({"qa", "letter", "article", "chapter", "volume", "appendix", "attachment"})
GROUPS = frozenset({"colophon", "sidebar", "notes", "furniture", "lead", "letter", "parallel"})
#: Counter styles of CSS that lists may bear.
COUNTERS = frozenset(
    {"decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "cjk-decimal", "cjk-heavenly-stem", "cjk-earthly-branch"}
    | {"simp-chinese-informal", "simp-chinese-formal", "trad-chinese-informal", "trad-chinese-formal"}
)
