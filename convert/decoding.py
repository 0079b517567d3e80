"""Which encoding a text is in: by what each candidate makes of it.

A wrong encoding often decodes without an error, into nonsense; so candidates are scored against each other, never tried in turn.
"""

from __future__ import annotations

from collections import Counter

from convert.salvage import FREQUENT, Salvaged, cost, salvage

#: What Chinese text may be in, beside UTF-8, which gives itself away.
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_WIDEST = ("utf-32-le", "utf-32-be")
_ENOUGH = 0.12
_SAMPLE = 200_000
_SHORT = 4_000
#: What a byte of a character beyond ASCII may cost on average: Chinese prose has some 0.7, headlines 1, nonsense 2 and more.
_DEAR = 1.35
#: In so many characters some must be frequent: Korean and Japanese codes decode into Chinese characters too, but into others.
_MANY = 40
_SOME = 0.08


def detect(data: bytes) -> str:
    """The encoding of ``data``, which has no byte order mark and is not sound UTF-8; "" for what is no text."""
    return _damaged_utf_8(data) or _of_prose(data) or _korean(data) or _of_little(data) or _other(data)


def is_chinese(encoding: str) -> bool:
    """Whether Chinese texts are in ``encoding``: what was found to be in another is no Chinese text, or was not understood."""
    return encoding in {"utf-8", *_CANDIDATES, *_WIDEST}


def is_nonsense(text: str, data: bytes) -> bool:
    """Whether ``text``, decoded from ``data`` as somebody said, is nonsense, while another encoding makes Chinese prose of it."""
    if _prose_score(text[:_SAMPLE]) * 4 >= _ENOUGH:
        return False
    found = _of_prose(data)
    return bool(found) and data.decode(found, errors="replace") != text


def _candidates(data: bytes) -> tuple[str, ...]:
    """What ``data`` may be in: pairs of NUL, one in four bytes, are UTF-32 and nothing else."""
    return _WIDEST if data.count(b"\0\0") * 8 > len(data) else _CANDIDATES


def _damaged_utf_8(data: bytes) -> str:
    """UTF-8 even where it is damaged: hardly anything else has its sequences of three bytes."""
    if data.count(0) * 4 >= len(data):
        return ""
    sample = data[:_SAMPLE].decode("utf-8", errors="replace")
    wide = sum(1 for char in sample if char > "\u07ff" and char != "\ufffd")
    return "utf-8" if wide and wide >= sample.count("\ufffd") else ""


def _of_prose(data: bytes) -> str:
    """The candidate under which ``data`` looks most like Chinese prose, or "" where it looks like none."""
    sample = data[:_SAMPLE]
    scores = {encoding: _prose_score(sample.decode(encoding, errors="replace")) for encoding in ("utf-8", *_candidates(sample))}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _ENOUGH else ""


def _prose_score(text: str) -> float:
    """The share of frequent characters among all that are not ASCII; replacement characters and kana count ten times against it."""
    counts = Counter(text)
    foreign = sum(count for char, count in counts.items() if char > "\x7f")
    damage = 9 * (counts["\ufffd"] + counts["\0"] + sum(count for char, count in counts.items() if "\u3041" <= char <= "\u30fa"))
    return sum(counts[char] for char in FREQUENT) / (foreign + damage) if foreign else 0.0


#: The syllables that make up half of any Korean prose.
_HANGUL = frozenset("이다는을의에가고하지로기서은사도를시리자인어나대아그한정일해만수들라게었면보부여전으것과와말있했습니까년")


def _korean(data: bytes) -> str:
    """cp949 (EUC-KR with all syllables) for what makes Korean words of it; as GB18030 the same bytes are common characters in no order."""
    text = data[:_SHORT].decode("cp949", errors="ignore")
    foreign = [char for char in text if char > "\x7f"]
    syllables = [char for char in foreign if "\uac00" <= char <= "\ud7a3"]
    likely = sum(map(_HANGUL.__contains__, syllables)) * 4 >= len(syllables) and " " in text
    return "cp949" if len(syllables) > 4 and len(syllables) * 10 >= len(foreign) * 9 and likely else ""


def _of_little(data: bytes) -> str:
    """For a few words, or what is damaged at its beginning: the candidate whose characters are the least rare, a loss or two allowed."""
    sample = data[:_SHORT]
    tries = [(encoding, salvage(sample, encoding, doubtful=True)) for encoding in _candidates(sample)]
    best, found = min(tries, key=lambda one: sum(map(cost, one[1].text)))
    return best if _is_likely(found, best) else ""


def _is_likely(found: Salvaged, encoding: str) -> bool:
    """Whether a salvaged text has Han characters, and few that are rare."""
    foreign = [char for char in found.text if char > "\x7f" and char != "\ufffd"]
    if not any("\u3400" <= char <= "\u9fff" for char in foreign) or "\0" in found.text:
        return False
    if sum("\u3041" <= char <= "\u30fa" for char in foreign) * 3 > len(foreign):
        return False  # Japanese
    if len(foreign) >= _MANY and sum(map(FREQUENT.__contains__, foreign)) < _SOME * len(foreign):
        return False
    losses = sum(1 for at, (offset, _) in enumerate(found.lost) if not at or found.lost[at - 1][0] != offset - 1)
    surplus = max(0, losses - 2 - len(foreign) // 20)
    size = len("".join(foreign).encode(encoding))
    return (sum(map(cost, foreign)) + surplus * cost("\ufffd")) / size <= _DEAR


def _wide_latin(data: bytes) -> str:
    """UTF-16 without a mark, of a text that is mostly ASCII: every other byte is NUL."""
    first, second = data[::2].count(0), data[1::2].count(0)
    if max(first, second) * 5 < len(data) * 2 or min(first, second) * 50 > len(data):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _other(data: bytes) -> str:
    """The encoding of a text that is not Chinese, or has too few characters to tell; "" for what looks binary."""
    sample = data[:_SAMPLE]
    if wide := _wide_latin(sample):
        return wide
    if sum(byte < 9 or 13 < byte < 27 for byte in sample) > len(sample) // 50:
        return ""
    from charset_normalizer import from_bytes

    found = from_bytes(sample)
    best = found.best()
    if best is None:
        return ""
    western = any(one.encoding == _WESTERN and one.chaos <= best.chaos and one.coherence >= best.coherence for one in found)
    return _WESTERN if western or (not best.coherence and _is_western(sample)) else best.encoding


#: What Western European texts are in, if not in UTF-8; of codes that make the same of a text it is the commonest.
_WESTERN = "cp1252"


def _is_western(sample: bytes) -> bool:
    """Whether a few words that tell no language have the letters of Western Europe alone."""
    text = sample.decode(_WESTERN, errors="replace")
    return all(char in "«»–—‘’“”…ŒœŸ¿¡°" or "À" <= char <= "ÿ" for char in text if char > "\x7f")
