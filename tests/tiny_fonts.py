"""Fonts of a few characters, made for the tests: squares as glyphs, names and licence as one likes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools import varLib
from fontTools.designspaceLib import DesignSpaceDocument
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from fontTools.varLib import instancer


def _square(left: int, right: int) -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((left, 0))
    for point in ((left, 800), (right, 800), (right, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def make_cff2(folder: Path, family: str, chars: str) -> Path:
    """A variable font in CFF2, with weights from 100 to 900: the ink of its squares ends at 900 to 980."""
    space = DesignSpaceDocument()
    space.addAxisDescriptor(tag="wght", name="Weight", minimum=100, default=100, maximum=900)
    for weight, right in ((100, 900), (900, 980)):
        space.addSourceDescriptor(font=_cff(family, chars, right), location={"Weight": weight})
    path = folder / f"{family}-cff2.otf"
    varLib.build(space)[0].save(path)
    return path


def make_stiff_cff2(folder: Path, family: str, chars: str) -> Path:
    """A font in CFF2 without weights."""
    variable = make_cff2(folder, family, chars)
    path = folder / f"{family}-stiff.otf"
    instancer.instantiateVariableFont(TTFont(variable), {"wght": 400}).save(path)
    variable.unlink()
    return path


def make_coloured(folder: Path, family: str, chars: str, *, outlines: str = "") -> Path:
    """A font with colours: outlines only for some characters, and where there are none pictures alone."""
    path = make(folder, family, chars)
    font = TTFont(path)
    if outlines:
        for char in set(chars) - set(outlines):
            font["glyf"][f"u{ord(char):X}"] = TTGlyphPen(None).glyph()
    else:
        del font["glyf"], font["loca"]
    font["CBDT"] = DefaultTable("CBDT")
    font["CBDT"].data = b"\0\3\0\0"
    font.save(path)
    return path


def _cff(family: str, chars: str, right: int) -> Any:
    names = [".notdef", *(f"u{ord(char):X}" for char in chars)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"u{ord(char):X}" for char in chars})
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    for point in ((100, 800), (right, 800), (right, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder.setupCFF(family.replace(" ", ""), {}, dict.fromkeys(names, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"{family.replace(' ', '')}-Regular"}, mac=False)
    builder.setupOS2()
    builder.setupPost()
    return builder.font


def make(
    folder: Path,
    family: str,
    chars: str,
    *,
    weight: int = 400,
    chinese: str = "",
    licence: int = 0,
    variable: bool = False,
    comma: int = 100,
) -> Path:
    """A font with squares for ``chars``; the comma's ink begins at ``comma`` (of 1000). A variable one has weights from 100 to 900."""
    names = [".notdef", *(f"u{ord(char):X}" for char in chars)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"u{ord(char):X}" for char in chars})
    glyphs = {name: _square(100, 900) for name in names}
    if "，" in chars:
        glyphs["uFF0C"] = _square(comma, comma + 150)
    if "—" in chars:
        glyphs["u2014"] = _square(0, 1000)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (1000, min(x for x, _ in glyphs[name].coordinates)) for name in names})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    styles = {"familyName": {"en": family, **({"zh-Hans": chinese} if chinese else {})}, "styleName": "Bold" if weight > 500 else "Regular"}
    builder.setupNameTable({**styles, "psName": f"{family.replace(' ', '')}-{weight}"}, mac=False)
    builder.setupOS2(usWeightClass=weight, fsType=licence)
    builder.setupPost()
    if variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        grow = [(0, 0), (0, 0), (80, 0), (80, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
        builder.setupGvar({name: [TupleVariation({"wght": (0, 1, 1)}, grow)] for name in names if name != ".notdef"})
    path = folder / f"{family}-{weight}{'v' if variable else ''}.ttf"
    builder.save(path)
    return path
