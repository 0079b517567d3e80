"""Characters of symbol fonts as Unicode: what Word draws with Symbol and Wingdings stands at private places of U+F020 … U+F0FF."""

from __future__ import annotations

#: Adobe's Symbol encoding from 0x20 on; U+FFFD where it has no character.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    + "\ufffd" * 33
    + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\ufffd"
)
#: Wingdings: what is used in texts. The rest has no common counterpart.
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺",
    0x4C: "☹", 0x52: "☼", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xB1: "⌖",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS |= {0x81 + n: chr(0x2460 + n) for n in range(10)} | {0x80: "⓪", 0x8B: "⓿"} | {0x8C + n: chr(0x2776 + n) for n in range(10)}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"}
_WINGDINGS_3 = {0x7D: "▶", 0x84: "◀", 0x70: "▲", 0x71: "▼"}


def symbol(font: str, character: str) -> str:
    """``character`` of a symbol font as Unicode; as it is where the font is none, and where no counterpart is known."""
    name = font.strip().casefold()
    code = ord(character)
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    private = 0xE000 <= code <= 0xF8FF
    if name == "symbol" and 0x20 <= low < 0x20 + len(_SYMBOL):
        found = _SYMBOL[low - 0x20]
        return found if found != "\ufffd" else character
    tables = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3}
    if name in tables:
        return tables[name].get(low, character)
    if private and 0x20 <= low < 0x7F:
        return chr(low)
    if private and low in (0xA7, 0xB7):
        return "▪" if low == 0xA7 else "•"
    return "○" if name == "courier new" and character == "o" else character
