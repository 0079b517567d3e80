"""Names of persons: how likely a string is somebody's name, and how names are parted and closed up."""

from __future__ import annotations

import re

from convert.zh.characters import HAN, NAME_DOT, without_blanks
from convert.zh.families import COMMON_SURNAMES, COMPOUND_SURNAMES, RARE_SURNAMES, SURNAMES, TRANSLITERATING

_SPREAD = re.compile(f"[{HAN}]\\s+[{HAN}]")
_HAN_NAME = re.compile(f"[{HAN}]{{2,6}}")
_FOREIGN = re.compile(f"[{HAN}]{{1,8}}(?:[{NAME_DOT}][{HAN}A-Za-z.]{{1,10}}){{1,5}}")

_LATIN = re.compile(r"[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]*){1,3}")

#: Characters that hardly ever stand in a given name, since they are the small words of the language.
_NEVER_GIVEN = re.compile("[的是了在不我你他她它们个这那与及或等被把对并就也都很最说做让您吗呢吧]|[从以更]$|^.?[和从为以更]$")
#: Small words that given names of two characters have too: 李和平, 沈从文, 张为民, 王永和.
_HARDLY_GIVEN = re.compile("[和从为以更]")
_LESSENED = 0.45


def likelihood(text: str) -> float:
    """How likely ``text`` is the whole name of a person, between 0 and 1, seen without its context.

    A spread name (白　涛), a common surname and the dot of foreign names speak for it; small words speak against it.
    """
    name = without_blanks(text)
    if _FOREIGN.fullmatch(name):
        return 0.9 if _is_transliterated(name) else 0.3
    if _LATIN.fullmatch(text.strip()):
        return 0.5
    if not _HAN_NAME.fullmatch(name):
        return 0.0
    if len(name) > 2 and (_ELEMENTS.search(name) or _JAPANESE.match(name)):
        return 0.6
    if _NEVER_GIVEN.search(name):
        return 0.0
    score = min(_by_surname(name), _LESSENED) if _HARDLY_GIVEN.search(name) else _by_surname(name)
    if _SPREAD.fullmatch(text.strip()):
        score = score + 0.3 if score else 0.3
    return min(score, 0.95)


#: Parts of the names of Tibetans, Mongols, Uyghurs and Kazakhs that hardly stand in anything else.
_ELEMENTS = re.compile(
    "扎西|卓玛|次仁|尼玛|多吉|格桑|索朗|旦增|丹增|央金|达瓦|白玛|拉姆|平措|仁青|罗布|巴桑|边巴|洛桑|顿珠|曲珍|德吉|才让|措姆|乌兰|图雅|其其格|高娃|巴特尔|那仁|娜仁|斯琴|格日勒|敖登|"
    "苏和|巴图|丹珠|洛松|吉狄|傲日|嘎拉|萨仁|毕力格|古丽|买买提|阿不都|阿卜杜|艾合|热依|吐尔|依力|阿迪|努尔|木江|哈依|叶尔|别克|阿依|帕提|合曼"
)


#: Japanese surnames of two characters that are no words of Chinese, with which names of three to five begin.
_JAPANESE = re.compile(
    "(?:佐藤|铃木|高桥|田中|伊藤|渡边|山本|中村|小林|加藤|吉田|山田|佐佐木|松本|井上|木村|斋藤|清水|山口|池田|桥本|石川|藤田|冈田|后藤|长谷川|村上|近藤|石井|坂本|远藤|青木|藤井|西村|福田|太田|"
    "三浦|藤原|冈本|松田|中岛|鸠山|安倍|岸田|小泉|村山|福原|河野|二阶|羽生|大江|川端|宫崎|黑泽|栗原|菅义|石破|野田|麻生|森喜|竹下|细川)[^\\s]{1,3}$"
)


def _is_transliterated(name: str) -> bool:
    """Whether a dotted name is made of the characters of transliteration: 哈荣·努曼 is, 冲突·和解 is not."""
    letters = [char for char in name if char not in NAME_DOT]
    return sum(char in TRANSLITERATING for char in letters) * 2 > len(letters)


def _by_surname(name: str) -> float:
    if name[:2] in COMPOUND_SURNAMES and len(name) in {3, 4}:
        return 0.85
    if len(name) > 4:
        return 0.0
    if len(name) == 4:
        return 0.4 if name[0] in SURNAMES and name[1] in COMMON_SURNAMES else 0.0
    if name[0] in COMMON_SURNAMES:
        return 0.65
    return 0.4 if name[0] in RARE_SURNAMES else 0.0


def surname(name: str) -> str:
    """The surname with which a Chinese name begins, "" where none is known."""
    if name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1] if name[:1] in SURNAMES else ""


def closed_up(name: str) -> str:
    """A name as it is stored: 白　涛 becomes 白涛; the spaces of a Latin name are kept, one each."""
    single = " ".join(name.split())
    return single if _LATIN.fullmatch(single) else without_blanks(name)


def is_compound(surname: str, given: str) -> bool:
    """Whether two words are a compound surname and a given name that a gap parts: 上官 云珠."""
    return surname in COMPOUND_SURNAMES and _is_given(given)


def _is_given(word: str) -> bool:
    """Whether ``word`` may be a given name, and is no whole name itself."""
    return len(word) == 1 or (len(word) == 2 and _by_surname(word) < 0.6)


_SEPARATORS = re.compile(r"\s*[、，,；;/／]\s*")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list: 陈亚楠  申  茜 gives 陈亚楠, 申茜; also parted by 、 or ，."""
    names: list[str] = []
    for part in _SEPARATORS.split(text.strip()):
        names.extend([part] if _LATIN.fullmatch(part) else _split_at_gaps(part))
    return tuple(name for name in names if name)


def _split_at_gaps(text: str) -> list[str]:
    """Single characters belong together in pairs, since only names of two characters are spread, or those of compound surnames (司马 光)."""
    names: list[str] = []
    half = ""
    tokens = text.split()
    for index, token in enumerate(tokens):
        if names and not half and names[-1] == tokens[index - 1] and is_compound(names[-1], token):
            names[-1] += token
        elif len(token) > 1:
            names.extend([half, token] if half else [token])
            half = ""
        elif half:
            names.append(half + token)
            half = ""
        else:
            half = token
    if half:
        names.append(half)
    return names
