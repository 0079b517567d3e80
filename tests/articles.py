"""Makes articles of every shape that newspapers print, at random: what is in them is known, so that what is read can be compared.

``article(seed)`` is one article; the same seed gives the same. Nothing here is quoted: all words are drawn from lists of our own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field


def _words(text: str) -> list[str]:
    return text.split()


_SURNAMES = _words(
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 欧阳 司马 上官"
)
_GIVEN = _words(
    "明 伟 芳 静 磊 洋 艳 勇 军 杰 娟 涛 超 霞 平 刚 玲 桂英 志强 建国 秀兰 子涵 文博 晓东 海燕 国庆 雪梅 永康 家豪 思远 雨桐 一鸣 春生 慧敏 立群 世杰 佳宁 振华 丽娜 新民"
)
_FOREIGN = _words("卡洛斯·加西亚 约翰·史密斯 阿依古丽·买买提 穆罕默德·阿里 克里斯蒂安·武尔夫 安娜·伊万诺娃 努尔·哈桑")
_RARE = _words("仲呈祥 艾爱国 尼玛扎西 那仁高娃 乌兰图雅 鸠山由纪夫 丑建忠 单霁翔 桑百川 卓嘎 阿不都拉 依力哈木")
_PLACES = _words("青山市 江北省 东坡县 云溪区 平原州 白鹭镇 双桥村 海棠社区 临江市 西岭自治县")
_BODIES = _words(
    "发展和改革委员会 农业农村局 大学公共管理学院 科技集团有限公司 图书馆 第一中学 人民医院 博物馆 文学艺术界联合会 数据研究院 供销合作社 消防救援支队"
)
_POSTS = _words(
    "主任 党组书记、局长 副院长 教授 董事长 馆长 校长 主任医师 研究员 总工程师 首席信息官 秘书长 副局长（主持工作） 党委书记 技术顾问 理事长、研究员"
)
_JOBS = _words(
    "全国劳动模范 世界冠军 导演 摄影师 种粮大户 驻村第一书记 非遗传承人 快递员 乡村医生 作家 诗人 剧作家、导演 “90后”创业者 志愿者"
)
_ODD_JOBS = _words(
    "制冰师 口技演员 压雪车司机 农民 “90后”新农人 护林员 “时代楷模” 退休教师 火炬手 全国人大代表 国家一级演员 国医大师 海军某部战士 92岁老党员 "
    "创始人、CEO 数据研究院 青山市农业科学院 皮影戏传承人 跨境电商卖家 古籍修复师 中学生 海归创业青年"
)
_ODD_HEADINGS = (
    "用镜头记录瞬间", "冰面就是我的舞台", "一片雪花的故事", "钱从哪里来？", "“孩子们离不开我”", "从“有没有”到“好不好”", "听民声 解民忧 暖民心", "2021，再出发",
    "5G+工业互联网\u00a0\u00a0催生新业态", "走出去，引进来，融进去", "“小切口”撬动“大民生”", "山更青了，水更绿了", "为人民健康护航", "答好“时代之卷”", "做新时代的好干部",
    "当好人民的勤务员", "争做科技工作者的表率", "培养更多大国工匠", "向海而兴", "“医者仁心，义不容辞”", "让年轻人回得来、留得住", "扎根大地，书写人生", "《诗经》里的家国情",
)  # fmt: skip
_VERBS = _words("推动 建设 守护 培育 夯实 释放 探索 打造 擦亮 激活 凝聚 传承 优化 拓宽 织密 厚植")
_OBJECTS = _words(
    "数字乡村 绿色家园 书香校园 数据价值 产业集群 城市样本 安全防线 创新动能 文化根脉 营商环境 就业渠道 民生保障网 生态底色 基层治理"
)
_CLAUSES = _words("""近年来各地立足本地实际 把群众满意作为第一标准 “一网通办”覆盖全市 2021年完成投资38.1亿元 《规划》已经正式印发 服务站超过１２０个
党员干部带头干（骨干先行） 各部门协同发力 村民们的腰包鼓了起来 产业链条不断延长 老百姓的日子越过越红火 制度的笼子越扎越紧 粮食产量连续6年增长 老工匠带出了三十多名徒弟
山上的果树挂满了果 孩子们在新教室里读书 新开的公交线路通到了家门口 技术人员走进田间地头 河水一年比一年清 去年接待游客80余万人次 “没想到变化这么大” 会议审议了工作报告""")
_OPENINGS = _words("与此同时， 目前， 在青山市， 据介绍， 走进车间， 一大早， 下一步， 从长远看，")


@dataclass
class Talk:
    """A section as meant: the lines of its heading, position, name; "" where there is none."""

    heading: tuple[str, ...]
    position: str = ""
    name: str = ""


@dataclass
class Article:
    """An article as meant: kicker, title, subtitle; the lines below, "" for a blank one; the sections that are in them."""

    shape: str
    header: tuple[str, str, str]
    lines: list[str] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)

    def lined(self) -> str:
        """Kicker, title, subtitle in rows 1 to 3, then a row a paragraph, each indented."""
        return "\r\n".join([*self.header, *("\u3000\u3000" + line for line in self.lines)]) + "\r\n"

    def flat(self) -> str:
        """The same without line feeds."""
        return self.lined().replace("\r\n", "")

    def joined(self, mark: str) -> str:
        """All lines in one row, ``mark`` between."""
        return mark.join(line.strip() for line in (*self.header, *self.lines) if line.strip())


class _Desk:
    """Draws words, lines and parts of articles."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, words: list[str] | tuple[str, ...]) -> str:
        return self.random.choice(words)

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def gap(self) -> str:
        return self.one(["\u00a0\u00a0", "\u00a0\u00a0", "  ", "\u00a0", " ", "\u3000"])

    def name(self) -> tuple[str, str]:
        """A name, and as it is printed."""
        if self.chance(0.06):
            foreign = self.one(_FOREIGN)
            return foreign, foreign
        if self.chance(0.04):
            rare = self.one(_RARE)
            return rare, rare
        surname, given = self.one(_SURNAMES), self.one(_GIVEN)
        spread = len(surname + given) == 2
        return surname + given, surname + self.one(["\u00a0\u00a0", "  "]) + given if spread else surname + given

    def names(self, count: int) -> str:
        return self.one(["\u00a0\u00a0", "  "]).join(self.name()[1] for _ in range(count))

    def phrase(self) -> str:
        return self.one(_VERBS) + self.one(_OBJECTS)

    def heading(self) -> str:
        form = self.random.randrange(8)
        if form > 5:
            return self.one(_ODD_HEADINGS)
        if form == 0:
            return f"{self.phrase()}，{self.phrase()}"
        if form == 1:
            return f"{self.phrase()}{self.one([' ', chr(160) * 2])}{self.phrase()}"
        if form == 2:
            return f"“{self.one(_OBJECTS)}”里有大文章"
        if form == 3:
            return f"让{self.one(_OBJECTS)}更加可感可及"
        if form == 4:
            return f"以{self.one(_OBJECTS)}{self.phrase()}"
        return self.phrase()

    def post(self) -> str:
        if self.chance(0.3):
            return self.one(_ODD_JOBS if self.chance(0.4) else _JOBS)
        post = self.one(_PLACES) + self.one(_BODIES) + self.one(_POSTS)
        return f"全国政协委员、{post}" if self.chance(0.15) else post

    def sentence(self) -> str:
        clauses = self.random.sample(_CLAUSES, self.random.randint(3, 5))
        return "，".join(clauses) + "。"

    def prose(self, least: int = 1) -> str:
        opening = self.one(_OPENINGS) if self.chance(0.2) else ""
        return opening + "".join(self.sentence() for _ in range(self.random.randint(least, 3)))

    def body(self, least: int = 1, most: int = 4) -> list[str]:
        return [self.prose() for _ in range(self.random.randint(least, most))]

    def points(self) -> list[str]:
        """A list, its numbers in one of the forms in use."""
        form = self.one(["{}是", "{}是，", "第{}，", "其{}，", "（{}）", "{}要"])
        count = self.random.randint(2, 4)
        return [form.format("一二三四"[number]) + self.sentence() for number in range(count)]

    def header(self) -> tuple[str, str, str]:
        title = self.one(
            [self.phrase(), f"{self.phrase()}{self.one([' ', '  ', chr(160)])}{self.phrase()}", f"{self.one(_PLACES)}{self.phrase()}"]
        )
        title += self.one(["", "", "", "（经济聚焦）", "（青山时评·文化）", "（二）", "（上）", "③"])
        kicker = f"{self.one(_PLACES)}召开会议强调" if self.chance(0.2) else ""
        subtitle = (
            f"——{self.one(_PLACES)}{self.one(['论坛发言摘编', '调研纪实', '座谈会发言摘登', '工作综述'])}" if self.chance(0.4) else ""
        )
        return kicker, title, subtitle + self.one(["", "（二）", "（下）"]) if subtitle else ""

    def opening(self) -> list[str]:
        """What stands before the text: reporters, an editors' note, 核心阅读."""
        form = self.random.randrange(6)
        if form == 0:
            return [f"本报记者{self.gap()}{self.names(self.random.randint(1, 3))}"]
        if form == 1:
            return ["编者按：" + self.prose()]
        if form == 2:
            return [*self.body(1, 2), "——编\u00a0\u00a0者", ""]
        if form == 3:
            return ["核心阅读", self.prose(), ""]
        return []

    def closing(self) -> list[str]:
        """Credits below the text, in any order, several on one line."""
        credits = [
            f"版式设计：{self.names(1)}",
            f"制图：{self.names(1)}\u00a0\u00a0版式设计：{self.names(2)}",
            f"本版制图：{self.names(1)}",
            f"数据来源：{self.one(_PLACES)}统计局",
            f"（本报记者{self.names(2)}采访整理）",
            f"本期统筹：{self.names(2)}",
            "栏目投稿邮箱：bianji@example.org",
            "（下转第三版）",
        ]
        return self.random.sample(credits, self.random.choice([0, 0, 1, 2, 3]))

    def lookalike(self) -> str:
        """A line that has the shape of a heading or byline in news, and is none."""
        name = self.name()[1]
        return self.one(
            [
                f"本报记者{self.gap()}{self.names(2)}",
                f"图为{self.sentence()}",
                f"图①：{self.one(_PLACES)}的新貌。",
                f"{self.names(1)}摄（人民视觉）",
                "资料图片",
                f"（新华社{self.one(_PLACES)}5月22日电）",
                f"——{self.one(_JOBS)}{name}" if "“" not in name else "资料图片",
                "“种下一棵树，就是种下一份希望！”",
                f"注：{self.sentence()}",
                "（下转第二版）",
                f"“{self.one(_CLAUSES).strip('“”')}。”",
                f"人民日报评论员{self.gap()}{name}" if self.chance(0.5) else "人民日报评论员",
                f"{self.name()[0]}（{self.one(_PLACES)}{self.one(_BODIES)}{self.one(_POSTS)}）：{self.sentence()}",
                f"{self.one(_PLACES)}的春天",
                "何时能见成林？",
                f"时间：20{self.random.randint(10, 29)}年5月8日",
                "总理\u00a0\u00a0李为民",
                self.heading(),
                f"{self.post()}{self.gap()}{name}",
                f"●{self.sentence()}",
                f"“{self.sentence()}”{self.post()}{self.name()[0]}说。",
                f"《{self.one(_OBJECTS)}》",
                "相关链接",
                "记者手记",
                f"{self.one(_OBJECTS)}：{self.sentence()}",
            ]
        )

    def trailing(self, line: str) -> str:
        """A line with the blanks that stray at its end; a blank line holds more or less of them."""
        if not line:
            return self.one(["", "", "\u00a0", "\u3000", "\u3000\u3000", "\u3000\u3000\u00a0"])
        return line + self.one(["\u00a0", "\u00a0\u00a0", "\u3000\u3000", " "]) if self.chance(0.04) else line

    def signs_off(self) -> list[str]:
        return [
            f"{self.one(_PLACES)}人民政府办公室",
            f"20{self.random.randint(10, 29)}年{self.random.randint(1, 12)}月{self.random.randint(1, 28)}日",
        ]


# ------------------------------------------------------------------------------------------------ shapes


def _talks(desk: _Desk, article: Article, part: Callable[[_Desk], tuple[list[str], Talk]]) -> Article:
    article.lines += desk.opening()
    blank = desk.chance(0.5)
    for number in range(desk.random.randint(2, 6)):
        lines, talk = part(desk)
        article.lines += [""] if number and blank else []
        article.lines += [*lines, *desk.body(), *(desk.points() if desk.chance(0.25) else [])]
        article.talks.append(talk)
    article.lines += desk.closing()
    return article


def _spoken(desk: _Desk, article: Article) -> Article:
    double = desk.chance(0.25)

    def part(desk: _Desk) -> tuple[list[str], Talk]:
        heading = tuple(desk.heading() for _ in range(1 + double))
        position, (name, printed) = desk.post(), desk.name()
        return [*heading, position + desk.gap() + printed], Talk(heading, position, name)

    return _talks(desk, article, part)


def _led(desk: _Desk, article: Article) -> Article:
    def part(desk: _Desk) -> tuple[list[str], Talk]:
        position, (name, _) = desk.one(_PLACES) + desk.one(_BODIES) + desk.one(["主任", "教授", "馆长", "董事长"]), desk.name()
        heading = desk.heading()
        return [f"{position}{name}——", heading], Talk((heading,), position, name)

    return _talks(desk, article, part)


def _announced(desk: _Desk, article: Article) -> Article:
    form = desk.one(["{name}，{post}：", "{name}（{post}）：", "●{post}{gap}{name}"])

    def part(desk: _Desk) -> tuple[list[str], Talk]:
        position = desk.one(_PLACES) + desk.one(_BODIES) + desk.one(["主任", "教授", "馆长", "董事长"])
        name, printed = desk.name()
        return [form.format(name=printed, post=position, gap=desk.gap())], Talk((), position, name)

    found = _talks(desk, article, part)
    return found if len({talk.name for talk in found.talks}) == len(found.talks) else _spoken(desk, Article("spoken", article.header))


def _named(desk: _Desk, article: Article) -> Article:
    """Names alone; the post stands in a note below the text."""
    article.lines += desk.opening()
    for _ in range(desk.random.randint(2, 5)):
        heading, position, (name, printed) = desk.heading(), desk.one(_PLACES) + desk.one(_BODIES) + desk.one(_POSTS), desk.name()
        article.lines += [heading, printed, *desk.body(), f"（作者为{position}）"]
        article.talks.append(Talk((heading,), position, name))
    article.lines += desk.closing()
    return article


def _feature(desk: _Desk, article: Article) -> Article:
    """Headings alone, or below a place and above a reporter."""
    placed = desk.chance(0.3)
    article.lines += [*desk.opening(), *desk.body(1, 3)]
    for _ in range(desk.random.randint(3, 5)):
        heading = desk.heading()
        place = f"{desk.one(_PLACES)}——" if placed else ""
        article.lines += [place] if place else [""] if desk.chance(0.3) else []
        article.lines += [heading, *([f"本报记者{desk.gap()}{desk.names(1)}"] if placed else []), *desk.body(1, 3)]
        article.talks.append(Talk((place, heading) if place else (heading,)))
    article.lines += desk.closing()
    return article


def _news(desk: _Desk, article: Article) -> Article:
    dateline = f"本报{desk.one(_PLACES)}{desk.random.randint(1, 12)}月6日电{desk.gap()}（记者{desk.names(2)}）" if desk.chance(0.6) else ""
    article.lines += [dateline + desk.prose(), *desk.body()]
    for _ in range(desk.random.choice([0, 1, 1, 2])):
        article.lines += [desk.lookalike(), *desk.body(1, 2)]
    article.lines += [*(desk.points() if desk.chance(0.3) else []), *([desk.lookalike()] if desk.chance(0.4) else []), *desk.closing()]
    return article


def _interview(desk: _Desk, article: Article) -> Article:
    asks, answers = desk.one([("记者：", desk.name()[0] + "："), ("问：", "答：")])
    article.lines += desk.opening()
    for _ in range(desk.random.randint(2, 5)):
        article.lines += [f"{asks}如何{desk.phrase()}？", answers + desk.prose(), *desk.body(0, 2)]
    article.lines += desk.closing()
    return article


def _letters(desk: _Desk, article: Article) -> Article:
    for _ in range(desk.random.randint(2, 4)):
        heading, (_, printed) = desk.heading(), desk.name()
        closing = ["此致", "敬礼！"] if desk.chance(0.5) else []
        note = [f"（作者为{desk.one(_PLACES)}{desk.one(_BODIES)}{desk.one(_POSTS)}）"]
        article.lines += [
            heading,
            desk.one(["亲爱的妈妈：", "亲爱的祖国：", "编辑同志：", "尊敬的老师："]),
            *desk.body(),
            *closing,
            printed,
            *note,
        ]
        article.talks.append(Talk((heading,)))
    article.lines += desk.closing()
    return article


def _numbered(desk: _Desk, article: Article) -> Article:
    form = desk.one(["{}、", "（{}）"])
    article.lines += desk.body(1, 2)
    for number in range(desk.random.randint(2, 5)):
        heading = desk.phrase()
        article.lines += [form.format("一二三四五"[number]) + heading, *desk.body(1, 3)]
        article.talks.append(Talk((heading,)))
    return article


def _scenes(desk: _Desk, article: Article) -> Article:
    digits = desk.one(["一二三四五", "１２３４５"])
    for number in range(desk.random.randint(2, 5)):
        article.lines += [digits[number], *desk.body(1, 3)]
        article.talks.append(Talk(()))
    article.lines += desk.closing()
    return article


def _briefs(desk: _Desk, article: Article) -> Article:
    mark = desk.one(["●", "■", "◆"])
    for _ in range(desk.random.randint(2, 5)):
        heading = desk.one(_PLACES) + desk.phrase()
        article.lines += [mark + heading, *desk.body(1, 2)]
        article.talks.append(Talk((heading,)))
    return article


def _notice(desk: _Desk, article: Article) -> Article:
    article.lines += [
        "各县、区人民政府，市政府各部门：",
        desk.prose(),
        *(f"{number}、{desk.sentence()}" for number in "一二三"),
        *desk.signs_off(),
    ]
    return article


def _verse(desk: _Desk, article: Article) -> Article:
    halves = _words("青山如黛水如烟 千里江山入画船 白鹭一行天际远 桃花十里水云边 老农荷笠归春圃 稚子牵牛过野田")
    article.lines += [desk.prose(), *(f"{desk.one(halves)}，{desk.one(halves)}。" for _ in range(4)), desk.prose(), *desk.closing()]
    return article


SHAPES: dict[str, Callable[[_Desk, Article], Article]] = {
    "spoken": _spoken, "led": _led, "announced": _announced, "named": _named, "feature": _feature, "news": _news, "interview": _interview,
    "letters": _letters, "numbered": _numbered, "scenes": _scenes, "briefs": _briefs, "notice": _notice, "verse": _verse,
}  # fmt: skip


def article(seed: int) -> Article:
    """The article of ``seed``; digests and news are the most frequent shapes."""
    desk = _Desk(seed)
    shape = desk.one([*SHAPES, "spoken", "spoken", "spoken", "news", "news", "feature"])
    made = SHAPES[shape](desk, Article(shape, desk.header()))
    made.lines = [desk.trailing(line) for line in made.lines]
    return made
