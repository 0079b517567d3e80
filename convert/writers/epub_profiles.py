"""What an e-book does otherwise for one shop or device, because its documents ask for it. ``docs/profiles.md`` names each source.

The book without a profile is right for all of them; a profile only leaves out or adds what the others do not need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from convert.diagnostics import OptionError, nearest
from convert.stylesheet import FaceName


@dataclass(frozen=True, slots=True)
class Profile:
    """How the book differs.

    ``cover_page``: the cover has a page of its own. ``contents_levels``: deepest level of the contents, 0 for any. ``own_body``: body text
    has the face, line height and alignment of the style. ``named_fonts``: fonts that are not in the book are named; ``first_fonts``: families
    that stand before those of the style. ``widest_indent``: em of the widest margin at the side, 0 for any. ``landmarks``: their epub:types,
    none for all. ``note_classes``: classes that make notes pop up. ``backgrounds``: pictures have a light
    ground on a dark page. ``stated_fonts``: the book says that its fonts are meant.
    """

    cover_page: bool = True
    contents_levels: int = 0
    own_body: bool = True
    named_fonts: bool = True
    first_fonts: Mapping[FaceName, str] = field(default_factory=dict)
    widest_indent: float = 0.0
    landmarks: frozenset[str] = frozenset()
    note_classes: bool = False
    backgrounds: bool = True
    stated_fonts: bool = False


PLAIN = Profile()
PROFILES: dict[str, Profile] = {
    "kindle": Profile(cover_page=False, contents_levels=2, own_body=False),
    "kobo": Profile(named_fonts=False, backgrounds=False, widest_indent=2.0, landmarks=frozenset({"toc", "bodymatter"})),
    "apple": Profile(stated_fonts=True),
    "weread": Profile(),
    "duokan": Profile(
        note_classes=True,
        first_fonts={"song": "DK-SONGTI", "hei": "DK-HEITI", "kai": "DK-KAITI", "fangsong": "DK-FANGSONG"},
    ),
}


def profile(name: str) -> Profile:
    """A profile by name, "" for none. Raises OptionError when there is no such profile."""
    if name and name not in PROFILES:
        raise OptionError(f"there is no profile “{name}”{nearest(name, PROFILES)}; there are: {', '.join(PROFILES)}")
    return PROFILES.get(name, PLAIN)
