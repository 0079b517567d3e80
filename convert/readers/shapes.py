"""The shapes of headings: what a heading consists of, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from convert.readers.labels import Label


class Shape(Enum):
    """The shapes of headings."""

    SPOKEN = "heading, then speaker"
    LED = "speaker, then heading"
    UNTITLED = "speaker without a heading"
    REPORTED = "heading, then reporter"
    NUMBERED = "numbered heading"
    MARKED = "heading led by a mark"
    FIXED = "fixed title"
    PLAIN = "heading alone"


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: the lines ``start`` to ``end`` (exclusive), which of them are what, how sure it is, and why."""

    start: int
    end: int
    shape: Shape
    titles: tuple[int, ...]
    speakers: tuple[int, ...] = ()
    reporters: tuple[int, ...] = ()
    leading: tuple[int, ...] = ()  # a place or person before the heading who is no speaker
    label: Label | None = None
    rank: int = 40
    confidence: float = 0.0
    because: str = ""
