"""Persons' names in running text, found by weighing what speaks for them.

A calling before it, what persons do after it, characters that are frequent in given names, the boundaries of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property, partial

from convert.zh.clauses import Clauses
from convert.zh.families import COMMON_SURNAMES, COMPOUND_SURNAMES
from convert.zh.overrides import PERSONS
from convert.zh.surnames import ENOUGH, HARD, NAMING, SURNAMES, TELLING, TOWARDS, recurring

#: Characters that hardly ever stand in a given name: the small words of the language.
_NEVER = frozenset(
    "的是了在不我你他她它们个这那与及或等被把从对为以并就也都很最更说做让您吗呢吧而但又还有没无其所此之各每某几两些什么怎哪过着到会要将已曾能应该按将由向给跟比至"
)
#: Given names that are words, or hold one of the small words: they speak for a name as two characters of given names do.
_WHOLE_NAMES = (
    "向东 向阳 向荣 向前 向明 向军 向红 向群 向辉 向梅 为民 为国 为公 大为 有为 有才 有余 无忌 无双 其昌 其林 其美 其明 其华 其军 其文 其瑞 会民 会平 会军 会明 会文 得胜 得志 得水 "
    "能文 应龙 应明 应麟 所南 在明 之华 之明 之栋 则徐 则天 则林 也平 也夫 也频 又新 又明 又东 而立 而复 而农 从军 从文 从龙 "
    "对扬 以文 以德 以宁 和生 长征 跃进 援朝 抗美 建国 四清 红旗 红星 三丰 九如 九龄 万里 万春 万年 万华 千里 "
    "木兰 牡丹 金花 银花 菊花 火旺 水旺 土根 天佑 天才 庆丰 年丰 有福 有财 进财 来福 来喜 来顺 开来 开明 开国 树人 树林 成林 成龙 成才 成章 得才 卫国 爱国 爱民 爱华 爱军 爱萍 爱玲 "
    "爱莲 自强 自珍 右任 敬修 大庆 大勇 大鹏 大明 大龙 小龙 小虎 小凤 小玲 小明 小平 小军 小东 小华 小刚 小兵 小宁 "
    "小波 小川 小莉 小燕 小雨 冠华 若曦 若兰 若冰 若男 怀仁 怀瑾 知行 知远 知非 三石 三立 三省 一鸣 一帆 一凡 一平 一民 一飞 一波 一丁 一诺 一夫 一多 一心 二毛 二虎 二妮 二丫 三妹 四妹 五妹 桂花 荷花 "
    "凯歌 建党 建业 建功 新华 新民 新生 新春 光复 光远 先锋 富贵 安民 安邦 定邦 定国 兴邦 兴国 兴旺 兴华 "
    "东风 东升 东明 东来 西平 南生 京生 沪生 渝生 台生 港生 宁生 湘生 鲁生 海生 长青 长春 长寿 长顺 长发 长贵 满堂 满囤 存厚 才厚 厚生 后生 余庆 克勤 克俭 克明 "
)
_WHOLE = frozenset(_WHOLE_NAMES.split())

#: Given names that are days, places, seas: they speak for a name only where the surname is no small word.
_DATED_NAMES = "海洋 海岸 长安 五一 六一 七一 八一 五四 国庆 清明 谷雨 立夏 立秋 立春 立冬 冬至 白露 小满 长城 长江 文革 东海 北平 北海 四海 五洲 江山 山河 光明 平安 和平 中华"
_DATED = frozenset(_DATED_NAMES.split())

#: After the surname alone.
_TITLE = (
    "(?:某|总|主任|主席|书记|局长|处长|科长|市长|县长|省长|镇长|乡长|村长|区长|校长|院长|所长|部长|厅长|司长|站长|队长|组长|社长|厂长|行长|会长|团长|教练|董(?!事会)|"
    "班长|连长|营长|师长|军长|司令|将军|经理|董事长|教授|老师|先生|女士|小姐|太太|夫人|同志|大夫|医生|医师|护士|律师|法官|警官|博士|院士|导演|委员|董(?!事会)|"
    "记者|编辑|师傅|大爷|大妈|大娘|奶奶|爷爷|阿姨|叔叔|同学)"
)
_SHORT = "钟范余游郁涂种仇朴岳谷沈姜"
#: What follows 某 where it means some thing, and no person; what follows a title where it belongs to a thing: 于校长室, 于总部.
_SOME = "一日地种个些年月处时类事项方次段天国校公所单市县村位件点物科股"
_THINGS = "室办会级团任就职第之事招站节台后学论班部处们场院所中间"
#: What people do, behind the surname alone.
_ACTS = "[说摇是笑问叹喊走站坐拍听想看回答没来去在也又就都还把被对跟和有点接带终抬低转伸头，。！？、“：]|$"
#: Surnames that stand alone, with what stands before and behind them.
_BY_SURNAME = (
    (_SHORT, "", "某"),
    ("于", "", f"某(?![{_SOME}])"),
    (_SHORT, "(?<![一-龥])", f"副?{_TITLE}"),
    ("于", "(?<![一-龥])|(?<=[请跟和与问])", f"(?!总[^，。在说、：”])副?{_TITLE}(?![{_THINGS}])"),
    ("占", "(?<![一-龥])", "先生|女士"),
    ("范郁涂钟余", "(?<=[由和与跟同请找问让是像于])", _TITLE),
    ("于", "(?<=于)", _TITLE),
    ("于", "(?<=[请跟和与问])", "家[是的，。都也]"),
    ("范郁涂余岳", "(?<=[老小阿])", f"的|{_ACTS}"),
    ("钟", "(?<=[老小])", "[说笑问叹喊]"),
    ("于", "(?<=[老阿])", f"(?!世故)(?:{_ACTS})"),
    ("于", "(?<=小)", "没来|同志|说|笑|问|也"),
    (f"{_SHORT}于", "(?<=姓)", ""),
    ("于范余郁涂钟", "", "姓[人的一]|家[村庄沟屯店岭湾坪坝桥河集堡寨]"),
    ("余范涂", "", "家[住的人，。和]"),
)
_ALONE = re.compile(f"(?=[{_SHORT}于占])(?:" + "|".join(f"(?:{before})[{names}](?={after})" for names, before, after in _BY_SURNAME) + ")")

#: What stands right before a name, though a colon or a blank part them: a calling or a rank.
_CALLINGS = (
    "书记 主任 主席 教练 同学 英雄 劳模 主持人 负责人 代表人 被告人 发言人 领导人 当事人 嫌疑人 继承人 创始人 传承人 带头人 医生 学生 编剧 总编 主编 影后 代表 导演 主演 主唱 领唱 制片 监制 摄影 编辑 责编 撰文 文字 版式 版式设计 "
    "美编 校对 邀请 采访 采访了 会见 会见了 看望 看望了 慰问 慰问了 拜访 拜访了 遇到 遇到了 遇见 遇见了 见到 见到了 认识 认识了 支书 图为 图片由 任命 选举 推选 叫 化名 诗人 夫人 妻子 丈夫 儿子 女儿 父亲 母亲"
)
_CALLED = frozenset([*"长员家者师授手星官理导工民户妈爸嫂哥姐弟妹叔伯爷警委监裁友队客将帅帝臣侠士", *_CALLINGS.split()])
_PARTING = "：:　 "
_CALLED_ENDS = frozenset([*_PARTING, *(word[-1] for word in _CALLED)])
#: Small words that stand right before a name.
_BESIDE = frozenset([*"由经据和与同跟对向给让请被在为是的派间", *TOWARDS[:3]])

#: What stands after a name: a title or what persons do (2), a boundary or a small word (1).
_DOES = re.compile(
    _TITLE
    + "|，[男女][，,]|等[0-9一二三四五六七八九十]+[人名位]|说|表示|认为|指出|强调|介绍|告诉|称|坦言|透露|回忆|解释|主持|参加|出席|担任|率|获|夺|犯|同意|报道|逝世|发明|主编|执导|主演|饰|著|撰|提出|"
    "宣布|当选|任|带领|负责|创作|签署|讲话|致辞|代表|接受|回答|出生|生于|看来|在车间|等参|作为|受伤|合作|采访|摄|一起|建议|作[了专报]|提醒|笑着|提供|学习|"
    "[和与、及][一-龥]{2,3}[等说在先分共]|系|涉嫌|因涉|被[判查捕]|去世|病逝|牺牲|先后|同台|带着|走|来到|考上|毕业|"
    "[ 　]?摄[）影)]|[冷微大苦傻]?笑|哭[了道着]|问[道我他她你]|答道|喊|写[了过的下作《]|唱[了过的歌]|演[了过的]|自己|本人|低[下着]头|抬起?头|转[身过]|站[起在着]|坐[下在着]|点了?点?头|摇了?摇?头|叹[了道]|起身|跑[了来去过]|一[边把脸]|"
    "案[一二再件中发情庭，。]|的(?:小说|散文|作品|诗|歌|妻子|丈夫|父亲|母亲|儿子|女儿|父母|身份|声音|眼睛|脸)"
)
_AFTER = re.compile("[^一-龥]|$|[也曾已的在从等与和同把对向给被率因是有研及每]")

#: What frames a name from both sides: 由 somebody 主持, 在 somebody 看来.
_FRAMED = {
    "由": "主持|担任|负责|带领|领[衔唱队]|执导|主演|饰演?|撰写|出任|陪同|讲解|代表|创[作办立]|编[写著剧]|作[词曲报]|设计|主[编讲]|翻译|率",
    "在": "看来|的?(?:带领|领导|指导|倡议|推动|陪同|帮助|影响|主持)下|家[里中，]",
    "经": "同意|批准|介绍|推荐|签[字批发]|审[定核签]|提议",
    "据": "介绍|说|回忆|透露|分析|观察|称|估[计算]|讲",
    "请": "同志|先生|女士|老师|教授|主任|讲话|发言|谈|来|到",
}
_FRAMES = {before: re.compile(after) for before, after in _FRAMED.items()}

#: Callings whose last character makes a word with a surname: 工程师范宇轩.
_RANK = re.compile("(?:工程|设计|教|律|老|导|医|厨|摄影|会计|分析|魔术|军|牧|技|乐|药|讲|经济)师$")

#: A neighbour in a list that may be a person.
_MEMBER = f"([{''.join(sorted({*COMMON_SURNAMES, *SURNAMES} - HARD))}][一-龥]{{1,2}})"
_MEMBER_BEFORE, _MEMBER_AFTER = re.compile(f"(?<![一-龥]){_MEMBER}、$"), re.compile(f"、{_MEMBER}(?![一-龥])")

#: A label with a person's part, behind which the name is all there is: 联系人：于洁.
_LABEL = re.compile(
    "(?:[人员长家者师手官工审编辑导演]|姓名|署名|校对|摄[影制像]|翻译|编译|撰[稿文]|供稿|文[字图]?|图片?|图文|主[持讲播笔创]|嘉宾|监制|策划|统筹|执笔|作?[词曲]|[演领主合]唱|朗[读诵]|配音|剪辑|后期|绘图?|插画|"
    "设计|版式|视觉|制图|录[入音]|记录|整理|出品|题字|书法|主任|书记|主席|教授|代表|司仪|裁判|教练|领队|旁白|新[郎娘]|收件|寄件|先生|女士|同学|同志|指挥|[独伴]奏|钢琴|二胡|琵琶)(?:[：:／/丨|][ 　]?|(?<![^一-龥].)[ 　])$"
)
_LABEL_ENDS = frozenset("：:／/丨 　")
_FIELD_END = re.compile("[^一-龥]|$|[摄报绘]")

#: Small words that make a word with a given name before them.
_JOINING = frozenset("和与同")

IsWord = Callable[[str], bool]

#: So much what stands after a name speaks for it, at most; and so much what stands on both its sides.
_MOST, _AROUND = 2, 3
#: What stands before a name if what is on both its sides speaks for it; or else 、 stands behind.
_BEFORE = _LABEL_ENDS | {*_FRAMED, "、"}
#: Of what can be no name.
_NO_NAME = -99.0


class Clause:
    """A clause of ``text``, by its number among ``clauses``; ``is_word`` tells whether a dictionary has a word."""

    def __init__(self, text: str, clauses: Clauses, number: int, is_word: IsWord) -> None:
        self.text, self.is_word = text, is_word
        self.start, self.end = clauses.spans[number]
        self._words = partial(clauses.words_of, number)

    @cached_property
    def boundaries(self) -> Collection[int]:
        """The offsets at which no word of a dictionary is cut."""
        return uncut(self.start, self._words(), self.is_word)

    def names(self, candidates: Sequence[int], enough: float = ENOUGH) -> Iterator[tuple[int, str, float]]:
        """The names that hold one of the characters at ``candidates``: offset, name, and how much speaks for it.

        That is ``enough``, or so much that a name of which the same is told at a second place is one.

        A surname alone is found too where a title or the word 姓 tells it.
        """
        taken = self.start
        for at in candidates:
            if at >= taken and (best := self._best(at, taken, enough)):
                yield best
                taken = best[0] + len(best[1])
        if candidates:
            for alone in _ALONE.finditer(self.text, self.start, self.end):
                yield alone.start(), alone.group(), ENOUGH

    def _best(self, at: int, start: int, enough: float) -> tuple[int, str, float] | None:
        """The likeliest name around the character at ``at``, if enough speaks for it."""
        text, best = self.text, (0.0, 0, 0)
        for first in range(max(start, at - 2), at + 1):
            size = 2 if text[first : first + 2] in COMPOUND_SURNAMES else 1
            if size == 1 and text[first] not in (SURNAMES if first == at else COMMON_SURNAMES):
                continue
            before = 2 if text[first] == "于" == text[first - 1 : first] else _before(text, first) - (text[first] in HARD)
            needed = min(enough, recurring(text[first]))
            wanted, may_be = needed - before - _MOST, text[first - 1 : first] in _BEFORE
            for last in (first + size + 1, first + size + 2):
                around = _AROUND if may_be or text[last : last + 1] == "、" else 0
                if at < last <= self.end and (own := _own(text[first], text[first + size : last])) >= wanted - around:
                    score = self._score(first, size, last, needed, before + own)
                    best = max(best, (score, last - first, first)) if score >= needed else best
        score, length, first = best
        return (first, text[first : first + length], score) if length else None

    def _score(self, first: int, size: int, last: int, enough: float, score: float) -> float:
        """How much speaks for the text from ``first`` to ``last``, whose surname has ``size`` characters, being a person; 0 if not ``enough``.

        ``score`` is what speaks for it by itself, and before it.
        """
        text = self.text
        score += _is_framed(text, first, last) + _is_labelled(text, first, last) + _listed(text, first, last, self.is_word)
        if score + _MOST < enough or (score := score + _after(text, last)) < enough:
            return 0.0
        return score - self._against(first, text[first + size : last], last)

    def _against(self, first: int, given: str, last: int) -> float:
        """How much the words speak against a name from ``first`` to ``last``."""
        text, is_word = self.text, self.is_word
        score = 0.0
        if first not in self.boundaries:
            loose = text[first - 1 : first + 1] in TOWARDS or _is_framed(text, first, last) or _RANK.search(text, max(0, first - 3), first)
            score += 1.0 if loose else 3.0
        if last not in self.boundaries:
            joined = text[last] in _JOINING and len(given) == 1  # 于谦和郭德纲: 谦和 is no word here
            score += 0.0 if joined else 3.0 if text[last - 1] in TELLING and is_word(text[last - 1 : last + 1]) else 1.0
        if text[first] != "于" and (is_word(text[first : first + 2]) or (last - first > 2 and is_word(text[first:last]))):
            score += 2.0 if text[first] in HARD or is_word(text[first:last]) else 1.5
        if len(given) == 2 and is_word(given) and given not in _WHOLE and (text[first] == "于" or not set(given) <= NAMING):
            score += 2.0 if given in _DATED else 1.0
        return score


def uncut(start: int, words: Sequence[str], is_word: IsWord) -> set[int]:
    """The offsets at which none of ``words``, which follow one another from ``start`` on, is cut, if a dictionary has it."""
    places = {start}
    for word in words:
        end = start + len(word)
        places.add(end)
        if end - start > 1 and not is_word(word):
            places.update(range(start, end))
        start = end
    return places


def _own(surname: str, given: str) -> float:
    """How much a name speaks for itself."""
    if given in _WHOLE:
        return 2.5 if len(given) == 2 else 2.3
    if not _NEVER.isdisjoint(given):
        return _NO_NAME
    if given in _DATED and surname not in HARD:
        return 2.5
    return (0.5 if len(given) == 2 else 0.3) + sum(map(NAMING.__contains__, given))


def _is_framed(text: str, first: int, last: int) -> bool:
    """Whether ``text[first:last]`` stands between two words that frame a name."""
    frame = _FRAMES.get(text[first - 1 : first])
    return bool(frame and frame.match(text, last))


def _is_labelled(text: str, first: int, last: int) -> int:
    """How much a label before ``text[first:last]``, which is followed by nothing more, speaks for a name."""
    if text[first - 1 : first] not in _LABEL_ENDS or not _FIELD_END.match(text, last):
        return 0
    return 2 if _LABEL.search(text, max(0, first - 5), first) else 0


def _listed(text: str, first: int, last: int, is_word: IsWord) -> int:
    """How many neighbours in a list (甲、乙、丙) speak for a name at ``text[first:last]``: they begin with a surname, and are no words but names."""
    before, after = text[first - 1 : first] == "、", text[last : last + 1] == "、"
    if not (before or after) or _is_han(text[first - 1 : first]):  # 问于张昭、顾雍: it is no member itself
        return 0
    beside = (before and _MEMBER_BEFORE.search(text, max(0, first - 4), first), after and _MEMBER_AFTER.match(text, last))
    return sum(1 for member in beside if member and (member[1] in PERSONS or not is_word(member[1])))


def _before(text: str, at: int) -> int:
    """How much what stands before ``at`` speaks for a name there: 2 for a calling, 1 for a boundary or a small word."""
    last = text[at - 1 : at]
    if last in _CALLED_ENDS:
        beside = text[max(0, at - 5) : at].rstrip(_PARTING)
        if not _CALLED.isdisjoint((beside[-1:], beside[-2:], beside[-3:], beside[-4:])):
            return 2
    return 1 if not _is_han(last) or last in _BESIDE or text[at - 2 : at] in _BESIDE else 0


def _is_han(char: str) -> bool:
    """Whether ``char`` is a Han character; "" is none."""
    return "一" <= char <= "龥"


def _after(text: str, at: int) -> int:
    """How much what stands from ``at`` on speaks for a name before it."""
    return 2 if _DOES.match(text, at) else 1 if _AFTER.match(text, at) else 0
