"""Persons' names in traditional script.

As a surname many characters are not what they are as a word: 范 stays where 範围 becomes 範圍, 钟 is 鍾 and not 鐘, 于 is not 於. Names are told
by the segmenter's tag ``nr`` (a person), by what stands beside a surname, and by the bylines of a document. Characters are OpenCC's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: Surnames that OpenCC writes otherwise where the character stands alone or in some phrase.
SURNAMES = {**{c: c for c in "范于余游郁岳谷种仇朴曲涂干后沈姜胡占卜咸向折征台松"}, "钟": "鍾"}

#: In given names: what is not OpenCC's first choice for the character standing alone.
_GIVEN = {**{c: c for c in "采于郁征游余谷岳松秋志才占丑"}, "钟": "鍾", "冲": "沖"}

#: Surnames that are frequent words too: more must speak for a name.
_HARD = frozenset("于后干种占向折征台松咸卜")

#: Characters that are frequent in given names.
_NAMING = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玲鹏华红玉萍飞燕辉梅琴云龙宇轩浩欣怡涵晨佳琪雨泽子豪梓萱奎男远峰波斌庆建国志文武林森海"
    "东亮山川江河雪莹颖慧婷倩洁薇琳璐瑶雯锋利忠义信仁德贤良春夏秋冬光荣昌盛谦漪永立振宏俊嘉思晓小正景福寿祥瑞兴旺宝珍珠金银铁钢柱根栓锁"
    "卫民生新胜凯凤鸣翔鹤松柏竹菊莲荷蓉芬芸菲莉萌蕾薛慕安康宁静怀念恩惠诚毅坚韧锐敬智睿哲学博达才杨柳棋炎焱煜烨炜焕灿耀辰星月旭昊昕晗"
    "映曦彤彬彪岩岚崇岭峻嵩岳淑贞洪润清源淼沛沐泓澜济滨瀚儒冠雄维纲经纬绍继承先启航帆舟鸿鹰骏骥伦杉桐楠榕权栋梁楚心悦乐怡"
)

_TITLE = (
    "(?:某|总|主任|主席|书记|局长|处长|科长|市长|县长|省长|镇长|乡长|村长|区长|校长|院长|所长|部长|厅长|司长|站长|队长|组长|社长|厂长|行长|会长|团长|"
    "班长|连长|营长|师长|军长|司令|将军|经理|董事长|教授|老师|先生|女士|小姐|太太|夫人|同志|大夫|医生|医师|护士|律师|法官|警官|博士|院士|导演|"
    "记者|编辑|师傅|大爷|大妈|大娘|奶奶|爷爷)"
)
_SHORT = "钟范余游郁涂种仇朴岳谷沈"
_ALONE = re.compile(
    f"(?<![一-龥])([{_SHORT}])(?={_TITLE})|(?<![一-龥])(于)(?=某|总[，。在说]|主任|处长|老师)|(?<=[由和与跟同请找问让])([范郁涂钟余])(?={_TITLE})"
    f"|(?<=姓)([{_SHORT}])|([于范余郁涂钟])(?=姓[人的一]|家[村庄沟屯店岭湾坪坝桥河集堡寨])"
)
_CANDIDATE = re.compile("[" + "".join(SURNAMES) + "]")

#: What stands before a name: a calling or a rank (2), a boundary or a small word (1).
_CALLED = re.compile(
    "(?:[长员家者师授手星官理导工民户妈爸嫂哥姐弟妹叔伯爷警委监裁友队客将帅帝臣侠]|书记|主任|主席|教练|同学|烈士|院士|博士|英雄|劳模|主持人|负责人|"
    "代表人|被告人|发言人|领导人|当事人|嫌疑人|继承人|创始人|传承人|带头人|医生|学生|律师|编剧|总编|主编|总书记|总理|总裁|总监|影后|影帝|代表|作者)$"
)
_BESIDE = re.compile(r"(?:^|[^一-龥]|[由经据和与同跟对向给让请被在为是的]|[对由关]于)$")

#: What stands after a name: a title or what persons do (2), a boundary or a small word (1).
_DOES = re.compile(
    _TITLE
    + "|说|表示|认为|指出|强调|介绍|告诉|称|坦言|透露|回忆|解释|主持|参加|出席|担任|率|获|夺|犯|同意|报道|逝世|发明|主编|执导|主演|饰|著|撰|提出|"
    "宣布|当选|任|带领|负责|创作|签署|讲话|致辞|代表|接受|回答|出生|生于|看来|在车间|等参|作为|受伤|合作|采访|摄|一起"
)
_AFTER = re.compile("[^一-龥]|$|[也曾已的在从等与和同把对向给被率因是有研及]")


def written(name: str, default: Sequence[str]) -> str:
    """A person's ``name`` in traditional script; ``default`` holds what each character becomes when it stands alone."""
    given = [_GIVEN.get(char, new) for char, new in zip(name[1:], default[1:], strict=True)]
    return "".join([SURNAMES.get(char, new) for char, new in zip(name[:1], default, strict=False)] + given)


def is_usual(name: str) -> bool:
    """Whether the given name is of two characters that are frequent in given names."""
    return len(name) == 3 and _given(name[1:]) == 3


def may_hold(text: str) -> bool:
    """Whether any of ``SURNAMES`` stands in ``text``."""
    return bool(_CANDIDATE.search(text))


def found(tagged: Sequence[tuple[str, str]], text: str) -> list[tuple[int, str]]:
    """The names that begin with one of ``SURNAMES`` in a text, and these words with their tags: offset and name.

    A surname alone is found too where a title or the word 姓 tells it.
    """
    if not may_hold(text):
        return []
    names = {m.start(): m.group() for m in _ALONE.finditer(text)}
    names.update(_by_tag(tagged, text))
    for candidate in _CANDIDATE.finditer(text):
        if candidate.start() not in names and (name := _by_surroundings(text, candidate.start())):
            names[candidate.start()] = name
    return sorted(names.items())


def _by_tag(tagged: Sequence[tuple[str, str]], text: str) -> Iterator[tuple[int, str]]:
    """Names that the segmenter takes for persons, whole (nr 范长江) or parted (余|nr 海涛)."""
    start = 0
    for index, (word, tag) in enumerate(tagged):
        if word[0] in SURNAMES:
            after, after_tag = tagged[index + 1] if index + 1 < len(tagged) else ("", "")
            name = _whole(word, after) if tag.startswith("nr") and len(word) in (2, 3) else ""
            if len(word) == 1 and len(after) <= 2 and after_tag.startswith("nr") and _given(after) > 1:
                name = word + after
            usual = _given(name[1:]) / 1.5
            if name and (word[0] not in _HARD or (usual and _before(text, start) + usual >= len(name))):
                yield start, name
        start += len(word)


def _whole(word: str, after: str) -> str:
    """The name in a word of two or three characters that is tagged as a person; it may take in a character that follows."""
    if len(word) == 2 and (word[1] not in _NAMING or (len(after) == 1 and after in _NAMING)):
        return word + after if word[1] in _NAMING else ""
    return word


def _before(text: str, at: int) -> int:
    """How much what stands before ``at`` speaks for a name there."""
    return 2 if _CALLED.search(text, max(0, at - 4), at) else 1 if _BESIDE.search(text, max(0, at - 2), at) else 0


def _given(given: str) -> float:
    """How much a string looks like a given name of one or two characters."""
    return sum(1.5 for char in given if char in _NAMING)


def _by_surroundings(text: str, at: int) -> str:
    """The name that begins at ``at``, if what stands around it tells that there is one, else ""."""
    before = _before(text, at)
    if not before:
        return ""
    needed = 6.0 if text[at] in _HARD and text[at - 1 : at] != "于" else 4.5
    for size in (2, 1):
        given = text[at + 1 : at + 1 + size]
        end = at + 1 + size
        after = 2 if _DOES.match(text, end) else 1 if _AFTER.match(text, end) else 0
        if after and given[-1:] in _NAMING and before + _given(given) + after >= needed:
            return text[at:end]
    return ""
