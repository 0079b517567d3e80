"""What a print shop asks of a PDF: crop marks, bleed and trim, a watermark, hints for printing on both sides.

Lengths in options are millimetres, as everywhere for paper; in pages they are points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from convert.diagnostics import Report, Severity
from convert.layout.fonts import Face
from convert.writers.pdfline import LineMaker
from convert.writers.pdfmeta import Claims

MM = 72 / 25.4
#: Crop marks: how long, how thick, and how far from the bleed (pt).
_MARK, _THICK, _GAP = 5 * MM, 0.25, 1 * MM
#: A watermark: its grey, its largest size (pt), and how much of the page's diagonal it may take.
_GREY, _LARGEST, _SHARE = 0.9, 140.0, 0.62

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """Options for printing.

    ``marks``: crop marks, outside of a bleed of ``bleed`` mm. ``watermark``: a text across every page, under its content. ``duplex``: the edge
    over which a printer turns the paper; a booklet's is the short one unless said otherwise. ``impose``: two pages side by side in their
    order, or as a booklet to fold: of all sheets together, or of signatures of ``signature`` sheets; each sheet inside of another moves
    its pages ``creep`` mm towards the fold. ``sheet``: the paper of imposed sheets, to which pages are scaled; none: twice the page.
    ``user_password`` opens the file, ``owner_password`` lifts its restrictions; ``allow``: what may be done without the latter.
    """

    marks: Literal["none", "crop"] = "none"
    bleed: float = 3.0
    watermark: str = ""
    duplex: Literal["", "none", "long", "short"] = ""
    impose: Literal["none", "2-up", "booklet"] = "none"
    signature: int = 0
    creep: float = 0.0
    sheet: Literal["", "A3", "A4", "A5", "B4", "B5", "8K", "16K"] = ""
    user_password: str = ""
    owner_password: str = ""
    allow: str = "print,copy"

    @property
    def cropped(self) -> bool:
        """Whether pages have crop marks; of imposed ones only the sheets have."""
        return self.marks == "crop" and self.impose == "none"

    @property
    def encrypted(self) -> bool:
        """Whether the file is to be encrypted."""
        return bool(self.user_password or self.owner_password)


def claims(options: PrintOptions, attached: bool, report: Report) -> Claims:
    """What the file may claim to be; what it must do without is reported."""
    archive = 3 if attached else 2
    if options.impose != "none":
        _drop(report, "an imposed file has no tags, no links and no outline: it is neither PDF/UA nor PDF/A")
        return Claims(archive=0, accessible=False)
    if options.encrypted:
        _drop(report, "an encrypted file is not PDF/A, and its bytes differ each time it is made")
        return Claims(archive=0)
    return Claims(archive)


def _drop(report: Report, message: str) -> None:
    report.add("pdf.claims-dropped", message, severity=Severity.INFO)


def preferences(options: PrintOptions, right_to_left: bool) -> dict[str, str]:
    """The viewer preferences (ISO 32000-1, 12.2): title in the title bar, binding, both sides, no scaling of what is made to measure."""
    found = {"DisplayDocTitle": "true"}
    if right_to_left:
        found["Direction"] = "/R2L"
    edge = options.duplex or ("short" if options.impose == "booklet" else "")
    if edge:
        found["Duplex"] = {"none": "/Simplex", "long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge"}[edge]
    if options.impose != "none" or options.marks != "none":
        found["PrintScaling"] = "/None"
    return found


# ------------------------------------------------------------------------------------------------ crop marks


def boxes(trim: Box, bleed: float) -> tuple[Box, Box]:
    """The bleed box around ``trim``, ``bleed`` mm wide, and the media box that has room for the crop marks."""
    return _grown(trim, bleed * MM), _grown(trim, bleed * MM + _GAP + _MARK)


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def crop_marks(trim: Box, bleed: float, fold: float | None = None) -> str:
    """The operators that draw two lines at each corner of ``trim``, outside of the bleed, and two where a sheet is folded (x = ``fold``)."""
    near = bleed * MM + _GAP
    far = near + _MARK
    x0, y0, x1, y1 = trim
    lines = [(x, y0 - far, x, y0 - near) for x in (x0, x1)] + [(x, y1 + near, x, y1 + far) for x in (x0, x1)]
    lines += [(x0 - far, y, x0 - near, y) for y in (y0, y1)] + [(x1 + near, y, x1 + far, y) for y in (y0, y1)]
    drawn = [f"{a:.5g} {b:.5g} m {c:.5g} {d:.5g} l" for a, b, c, d in lines]
    if fold is not None:
        ticks = [(fold, y0 - far, fold, y0 - near), (fold, y1 + near, fold, y1 + far)]
        drawn += [f"S [3 2] 0 d {a:.5g} {b:.5g} m {c:.5g} {d:.5g} l" for a, b, c, d in ticks]
    return f"/Artifact <</Type /Page>> BDC q 0 G {_THICK} w {' '.join(drawn)} S Q EMC"


# ------------------------------------------------------------------------------------------------ watermark


def watermark(text: str, face: Face, maker: LineMaker, width: float, height: float) -> str:
    """The operators that draw ``text`` across a page of ``width`` × ``height`` points, rising to the right, in light grey."""
    length = sum(face.widths[char] for char in text)
    size = min(_LARGEST, _SHARE * math.hypot(width, height) / length)
    angle = math.atan2(height, width)
    cos, sin = math.cos(angle), math.sin(angle)
    along, up = -length * size / 2, -0.38 * size
    x, y = width / 2 + along * cos - up * sin, height / 2 + along * sin + up * cos
    operators = " ".join(operator for own in maker.own(text, face, size) for operator in own.operators)
    matrix = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.5g} {y:.5g} Tm"
    return f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {_GREY} g BT {matrix} 0 Tc {operators} ET Q EMC"
