"""Makes digests to read: what is in them is known, so that what is read can be compared with what was meant."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

_PLACES = ("青山市", "东坡县", "江北省", "云溪区", "平原州")
_BODIES = ("发展和改革委员会", "人民政府", "大学管理学院", "科技集团有限公司", "图书馆", "农业技术推广中心", "文化研究院")
_POSTS = (
    "副主任",
    "党组书记、局长",
    "教授",
    "董事长",
    "馆长",
    "研究员",
    "总工程师",
    "首席信息官",
    "院长（兼）总编辑",
    "办公室主任、机关党委书记",
)
_SURNAMES = ("王", "李", "张", "欧阳", "周", "郑", "寇", "白", "司马", "钱")
_GIVEN = ("明", "子涵", "文秀", "岚", "志勤", "越", "国勇")
_VERBS = ("推动", "建设", "守护", "培育", "夯实", "释放", "探索", "打造")
_OBJECTS = ("数字乡村", "绿色家园", "书香校园", "数据要素价值", "产业集群", "城市样本", "安全防线", "共同富裕")
_CLAUSES = (
    "近年来我们立足本地实际",
    "把群众满意作为标准",
    "“一网通办”覆盖全市",
    "2021年完成投资38.1亿元",
    "《规划》已经印发",
    "服务站超过１００个",
    "党员干部带头干（骨干先行）",
    "各部门协同发力",
)
_GAPS = ("\u00a0\u00a0", "\u00a0", "  ", "\u3000")


@dataclass(frozen=True)
class Talk:
    """A speaker's part: heading lines, position, name as printed, paragraphs."""

    heading: tuple[str, ...]
    position: str
    gap: str
    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Digest:
    """A digest as meant."""

    title: str
    subtitle: str
    talks: tuple[Talk, ...]
    credits: tuple[str, ...]
    blank: str

    def paragraphs(self) -> list[str]:
        """All lines below the header, a blank one between talks as "" ."""
        lines: list[str] = []
        for number, talk in enumerate(self.talks):
            lines.extend([""] if number and self.blank else [])
            lines.extend([*talk.heading, talk.position + talk.gap + talk.name, *talk.paragraphs])
        return [*lines, *self.credits]

    def lined(self) -> str:
        """Kicker, title, subtitle in lines 1 to 3, each paragraph indented."""
        body = "\r\n".join("\u3000\u3000" + line for line in self.paragraphs())
        return f"\r\n{self.title}\r\n{self.subtitle}\r\n{body}\r\n"

    def flat(self) -> str:
        """The same without line feeds."""
        return self.lined().replace("\r\n", "")

    def bare(self) -> str:
        """No indents, no blank lines."""
        return "\n".join(line for line in (self.title, self.subtitle, *self.paragraphs()) if line)

    def spaced(self) -> str:
        """A blank line between all lines."""
        return self.bare().replace("\n", "\n\n")


def _phrase() -> st.SearchStrategy[str]:
    return st.builds(lambda verb, thing: verb + thing, st.sampled_from(_VERBS), st.sampled_from(_OBJECTS))


@st.composite
def names(draw: st.DrawFn) -> str:
    """A name as printed: of two characters it is spread."""
    surname, given = draw(st.sampled_from(_SURNAMES)), draw(st.sampled_from(_GIVEN))
    return surname + draw(st.sampled_from(("  ", "\u00a0\u00a0"))) + given if len(surname + given) == 2 else surname + given


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """A paragraph of one to three sentences, perhaps led by a number of a list."""
    lead = draw(st.sampled_from(("", "", "", "", "其次，", "未来，")))
    sentences = draw(st.lists(st.lists(st.sampled_from(_CLAUSES), min_size=3, max_size=5), min_size=1, max_size=3))
    return lead + "".join("，".join(clauses) + "。" for clauses in sentences)


@st.composite
def talks(draw: st.DrawFn, heading_lines: int) -> Talk:
    """A speaker's part."""
    heading = tuple(draw(st.lists(_headings(), min_size=heading_lines, max_size=heading_lines)))
    position = draw(st.sampled_from(_PLACES)) + draw(st.sampled_from(_BODIES)) + draw(st.sampled_from(_POSTS))
    return Talk(heading, position, draw(st.sampled_from(_GAPS)), draw(names()), tuple(draw(st.lists(paragraphs(), min_size=1, max_size=4))))


def _headings() -> st.SearchStrategy[str]:
    return st.one_of(
        _phrase(),
        st.builds("，".join, st.lists(_phrase(), min_size=2, max_size=2)),
        st.builds("\u00a0".join, st.lists(_phrase(), min_size=2, max_size=2)),
        st.builds(lambda words: f"“{words}”的故事", _phrase()),
    )


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    """A whole digest; its headings have one line each, or two each."""
    heading_lines = draw(st.sampled_from((1, 1, 2)))
    title = draw(_phrase()) + draw(st.sampled_from(("", " ", "  "))) + draw(_phrase())
    subtitle = "——" + draw(st.sampled_from(_PLACES)) + "论坛发言摘编" + draw(st.sampled_from(("", "（二）", "（下）")))
    parts = tuple(draw(st.lists(talks(heading_lines), min_size=2, max_size=5)))
    credits = tuple(draw(st.sampled_from(((), ("版式设计：张芳",), ("制图：李  越", "版式设计：周子涵")))))
    return Digest(title, subtitle, parts, credits, draw(st.sampled_from(("", "yes"))))


_ODD = "\u200b\ufeff\u2060\u202e\u200d\u00ad\ufffd\U00020000\ue000\u2028\t"
_PIECES = (
    "甲", "乙丙丁", "李", "白  涛", "张文", "市委书记", "局长", "第一章", "第二节", "第三条", "第一回", "一、", "（一）", "1.", "①", "一是", "二是", "第一，", "首先，",
    "——", "●", "■", "【", "】", "“", "”", "《", "》", "（", "）", "：", "，", "。", "？", "！", "；", "·", "#", "# ", "```", "2022年1月2日", "本报记者", "记者：",
    "问：", "答：", "编者按：", "——编  者", "核心阅读", "亲爱的朋友：", "此致", "敬礼！", "（作者为教师）", "版式设计：", "图①：", "注：", "目录", "前言", "作者：", "来源：",
    "（新华社北京1月2日电）", "新华社北京1月2日电 ", "-----", " ", "  ", "\u00a0", "\u3000", "\u3000\u3000", "\u3000\u3000\u3000\u3000", "\n", "\n\n", "\r\n", "a", "B c", "12",
)  # fmt: skip


def wild_texts() -> st.SearchStrategy[str]:
    """Any order of all the pieces that mean something to the reader, with odd characters in between."""
    return st.lists(st.one_of(st.sampled_from(_PIECES), st.sampled_from(_PIECES), st.sampled_from(_ODD)), min_size=1, max_size=80).map(
        "".join
    )
