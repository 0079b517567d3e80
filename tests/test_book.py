"""The profile ``book`` of plain text: chapters in every layout, false friends, wrapped rows, verse, what sites add; nothing lost."""

from __future__ import annotations

import pytest
from grammar import wild_texts
from hypothesis import given, settings
from layouts import LAYOUTS, Book, Chapter, Layout

from convert.diagnostics import Report, SourceError
from convert.model import walk
from convert.model.nodes import Contributor, Document, Group, Para, Section, Span, Table, Verse
from convert.readers.book import read_book
from convert.readers.profiles import find_profile
from convert.readers.text import TextOptions, TextReader
from convert.source import Source

_CLAUSES = (
    "话说青山脚下有一个小村，村里住着几十户人家",
    "老王道：“今年的雨水好，山上的茶树都活了。”",
    "次日天明，众人上山浇水，忽见云雾从谷中升起",
    "小李笑道：“且慢，待我取了桶来。”说罢便往溪边去了",
    "这正是一年之计在于春，一日之计在于晨",
    "两岸桃花开得正好，行人走到桥头，都要站住看上一看",
    "用了3桶水、12根竹竿，又请Smith先生画了图样",
)
_HALVES = ("种茶树老王立志", "挑溪水小李当先", "遇春旱众人祈雨", "开新渠一村同心", "访山僧夜谈旧事", "送远客晓渡长桥")


def _paragraph(seed: int) -> str:
    return "，".join(_CLAUSES[(seed * 3 + step * (seed % 4 + 1)) % len(_CLAUSES)] for step in range(seed % 5 + 2)) + "。"


def _chapter(n: int) -> Chapter:
    title = f"{_HALVES[n % 6]} {_HALVES[(n * 5 + 1) % 6]}"
    return Chapter(title, tuple(_paragraph(n * 7 + k) for k in range(9 + n % 4)))


BOOK = Book("青山传", "王小明", tuple(_chapter(n) for n in range(1, 25)))


def read(text: str, report: Report | None = None) -> Document:
    report = report if report is not None else Report()
    return read_book(Source("book.txt", text.encode()).text(report), "book.txt", "", report)


def sections(document: Document) -> list[Section]:
    return [section for _, section in walk.sections(document.body)]


def headings(document: Document) -> list[str]:
    return [section.label + walk.flow(section.title) for section in sections(document)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(name: str) -> None:
    text = LAYOUTS[name].lay(BOOK)
    document = read(text)
    found = [walk.squeeze(heading).rstrip("】*=-") for heading in headings(document)]
    assert len(found) == len(BOOK.chapters)
    if "number only" not in name:
        assert all(heading.endswith(walk.squeeze(chapter.title)) for heading, chapter in zip(found, BOOK.chapters, strict=True))
    assert {section.role for section in sections(document)} == {"chapter"}
    assert find_profile(Source("book.txt", text.encode()).text(Report())).profile == "book"
    assert document.meta.title == BOOK.title
    assert document.meta.contributors == (Contributor(BOOK.author),)
    assert walk.text(document) == walk.squeeze(text)


@pytest.mark.parametrize("width", [30, 36, 40])
@pytest.mark.parametrize("layout", [{}, {"indent": "", "blanks": 1}, {"blanks": 1}, {"indent": "    "}])
def test_wrapped_rows_make_the_paragraphs_again(width: int, layout: dict[str, object]) -> None:
    document = read(Layout(width=width, **layout).lay(BOOK))  # type: ignore[arg-type]
    found = [walk.squeeze(text) for section in sections(document) for text in walk.block_texts(section.body)]
    assert found == [walk.squeeze(text) for chapter in BOOK.chapters for text in chapter.paragraphs]


@settings(max_examples=1500, deadline=None)
@given(wild_texts())
def test_nothing_is_lost(text: str) -> None:
    try:
        decoded = Source("wild.txt", text.encode()).text(Report())
    except SourceError:
        return
    assert walk.text(read(text)) == walk.squeeze(decoded)


# ------------------------------------------------------------------------------------------------ kinds of books

LINE = "话说青山脚下有一个小村，村里住着几十户人家，靠种茶为生，日子过得清清淡淡。"


def outline(text: str) -> list[tuple[int, str, str]]:
    document = read(text)
    assert walk.text(document) == walk.squeeze(text)
    return [
        (level, section.role, walk.squeeze(section.label + walk.flow(section.title))) for level, section in walk.sections(document.body)
    ]


def test_volumes_fixed_titles_and_false_friends() -> None:
    false_friends = (
        "第一章说的是种树，其实种树之前还有许多事要做。\n第二章里会说到浇水。\n第三回合下来，老王已经累了。\n第四节课的铃声响了，孩子们跑了出来。\n"
        "第一封信是老李写来的。\n第九部队的人来帮忙。\n第一部分人先走。\n一是种树，二是浇水。\n序幕还没有拉开，人已经到了。\n"
    )
    text = (
        f"青山传\n作者：王小明\n\n楔子\n\n{LINE}\n\n第一卷　春山\n\n第一章　种树\n\n{LINE}\n{false_friends}{LINE}\n\n第二章　浇水\n\n{LINE}\n\n"
        f"第二卷　夏山\n\n第一章　护林\n\n{LINE}\n\n第二章　修路\n\n{LINE}\n\n尾声\n\n{LINE}\n\n番外一　老王的茶\n\n{LINE}\n\n后记\n\n{LINE}\n\n附录　茶经\n\n{LINE}\n"
    )
    assert outline(text) == [
        (1, "", "楔子"),
        (1, "volume", "第一卷春山"),
        (2, "chapter", "第一章种树"),
        (2, "chapter", "第二章浇水"),
        (1, "volume", "第二卷夏山"),
        (2, "chapter", "第一章护林"),
        (2, "chapter", "第二章修路"),
        (2, "", "尾声"),
        (2, "", "番外一老王的茶"),
        (1, "", "后记"),
        (1, "appendix", "附录茶经"),
    ]


TALES = ("种茶", "溪边人", "山僧", "长桥", "春旱", "新渠")


@pytest.mark.parametrize(("above", "below"), [("\n\n", "\n"), ("\n\n", "\n\n"), ("\n", "\n"), ("\n\n" + " " * 20, "\n\n")])
@pytest.mark.parametrize("contents", [False, True])
def test_tales_without_numbers(above: str, below: str, contents: bool) -> None:
    listed = "目录\n" + "\n".join(TALES) + "\n" if contents else ""
    tales = [f"{above}{title}{below}　　{LINE}\n　　{LINE}\n　　{LINE}" for title in TALES]
    text = f"青山志异\n\n王小明\n\n{listed}\n卷一\n" + "".join(tales[:3]) + "\n\n卷二\n" + "".join(tales[3:]) + "\n"
    wanted = [(1, "volume", "卷一"), *((2, "chapter", title) for title in TALES[:3])]
    assert outline(text) == [*wanted, (1, "volume", "卷二"), *((2, "chapter", title) for title in TALES[3:])]


def test_annals() -> None:
    heads = ("青山本纪第一", "东坡本纪第二", "云溪本纪第三")
    plain = "".join(f"{head}\n{LINE}\n{LINE}\n" for head in heads)
    assert [title for _, _, title in outline(f"山记\n\n{plain}")] == list(heads)
    scrolls = "".join(f"卷{n}　{head}\n{LINE}\n{LINE}\n" for n, head in zip("一二三", heads, strict=True))
    assert outline(f"山记\n\n{scrolls}") == [(1, "chapter", f"卷{n}{head}") for n, head in zip("一二三", heads, strict=True)]


def test_stories_with_numbers_and_with_chapters_below_their_titles() -> None:
    rows = "\n".join(f"    {LINE}" for _ in range(6))
    text = f"集\n\n甲日记\n\n    一\n\n{rows}\n\n    二\n\n{rows}\n\n乙传\n\n    第一章 种树\n\n{rows}\n\n    第二章 浇水\n\n{rows}\n\n丙事\n\n{rows}\n"
    found = [(level, title) for level, _, title in outline(text)]
    assert found == [(1, "甲日记"), (2, "一"), (2, "二"), (1, "乙传"), (2, "第一章种树"), (2, "第二章浇水"), (1, "丙事")]


@pytest.mark.parametrize(
    "heads", [("第1章 源", "第2章 流"), ("第一章 源", "第二章 流", "第三章 海"), ("上卷", "下卷"), ("卷上 源", "卷下 流")]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_book_of_few_chapters(heads: tuple[str, ...], gap: str) -> None:
    text = f"长河{gap}" + "".join(f"{head}{gap}　　{LINE}\n　　{LINE}{gap}" for head in heads)
    assert find_profile(text).profile == "book"
    document = read(text)
    assert document.meta.title == "长河"
    assert [walk.squeeze(one) for one in headings(document)] == [walk.squeeze(head) for head in heads]
    assert walk.text(document) == walk.squeeze(text)


def test_few_chapters_that_are_no_book() -> None:
    speeches = "".join(f"第{n}章 源\n　　某部副主任  李有平\n　　{LINE}\n" for n in "一二三")
    assert find_profile(f"发言摘编\n{speeches}").profile == "digest"
    paper = "".join(f"第{n}章 源\n　　{LINE}\n" for n in "一二")
    assert find_profile(f"青山市植树规划\n{paper}").profile != "book"


def test_page_numbers_are_no_chapters() -> None:
    text = "青山传\n\n第一章　种树\n" + "".join(f"{LINE[:-1]}\n{n}\n{LINE}\n{LINE}\n" for n in range(1, 9))
    assert [title for _, _, title in outline(text)] == ["第一章种树"]


def test_a_chapter_with_a_wrong_number_and_one_that_is_missing() -> None:
    numbers = ("一", "二", "四", "四", "五", "十六", "七")
    text = "青山传\n\n" + "".join(f"第{n}章　{title}\n\n{LINE}\n\n" for n, title in zip(numbers, (*TALES, "归来"), strict=True))
    assert len(outline(text)) == 7


def test_verse() -> None:
    poem = "　　　　茶山春雨细如丝，\n　　　　云里人家采叶时。\n　　　　莫道山深无好景，\n　　　　清溪两岸尽花枝。\n"
    text = f"青山传\n\n第一章　种树\n\n{LINE}有诗为证：\n{poem}{LINE}正是：\n树高千丈，叶落归根。\n{LINE}\n\n第二章　浇水\n\n{LINE * 3}\n"
    document = read(text)
    verses = [block for block in walk.blocks(document.body) if isinstance(block, Verse)]
    assert [len(verse.lines) for verse in verses] == [4, 1]


def test_verse_known_by_its_indent() -> None:
    prose = f"{LINE}\n" * 20
    text = f"青山传\n\n第一章　种树\n\n　　滚滚青山云去，浪花淘尽春秋。是非成败不须愁。\n　　溪边渔父在，惯看月如钩。\n{prose}"
    assert [len(block.lines) for block in walk.blocks(read(text).body) if isinstance(block, Verse)] == [2]


# ------------------------------------------------------------------------------------------------ what was added

LICENCE = (
    "The Project Gutenberg EBook of 青山傳, by Wang Xiaoming\n\nThis eBook is for the use of anyone anywhere.\n\nTitle: 青山傳\n\n"
    "Author: Wang Xiaoming\n\n*** START OF THIS PROJECT GUTENBERG EBOOK 青山傳 ***\n\n"
)


def test_licences_and_advertising_are_set_aside() -> None:
    text = (
        f"{LICENCE}第一章　種樹\n\n{LINE}\n更多精彩好书，尽在www.example.com\n{LINE}\n（本章完）\n\n第二章　澆水\n\n{LINE}\n\n"
        "*** END OF THIS PROJECT GUTENBERG EBOOK 青山傳 ***\n\nUpdated editions will replace the previous one.\n"
    )
    document = read(text)
    assert walk.text(document) == walk.squeeze(text)
    roles = [block.role for block in walk.blocks(document.body) if isinstance(block, Group)]
    assert roles == ["licence", "advertising", "furniture", "licence"]
    assert (document.meta.title, document.meta.contributors) == ("青山傳", (Contributor("Wang Xiaoming"),))


@pytest.mark.parametrize(
    "words",
    [
        "【某某小说网www.example.com，最新最快更新】",
        "（本章未完，请点击下一页继续阅读）",
        "更多精彩好书，尽在www.example.com",
        "本书由某某网整理制作。",
    ],
)
def test_advertising_within_a_paragraph_leaves_the_story(words: str) -> None:
    document = read(f"青山传\n\n第一章　种树\n\n{LINE}{words}\n{words}\n{words.rstrip('。')}。{LINE}\n{LINE}\n")
    section = sections(document)[0]
    spans = [[walk.flow((one,)) for one in block.content if isinstance(one, Span)] for block in section.body if isinstance(block, Para)]
    assert [len(found) for found in spans] == [1, 1, 0]
    assert spans[0] == [words]
    assert sum(isinstance(block, Group) for block in section.body) == 1


@pytest.mark.parametrize(
    "line",
    [
        "他说：“上www.example.com看书。”众人都笑了。",
        "老王打开www.example.com看了半天，才把书放下。",
        "老王道：“请支持正版，求月票！”",
        "小李把书整理好，放回架上，又从柜里取出一本新的来看。",
        "他在网上下载了一首歌。",
        "“更多的人来了。”",
    ],
)
def test_what_is_no_advertising(line: str) -> None:
    document = read(f"青山传\n\n第一章　种树\n\n{LINE}\n{line}\n{LINE}\n")
    assert not [block for block in walk.blocks(document.body) if isinstance(block, Group)]


def test_latin_words_are_joined_with_a_space() -> None:
    rows = [
        "　　" + LINE[:34],
        LINE[:36],
        "老王画了一张图，图上写着几个洋字，他说是 Paint",
        "me as I am，请的是 Smith 先生的朋友从城里带来的一位 Long-",
        "fellow 来题的字，村里人都来看。",
    ]
    body = "\n".join(f"　　{LINE[:34]}\n{LINE[:36]}\n{LINE[:20]}。" for _ in range(12))
    document = read(f"青山传\n\n第一章　种树\n\n{chr(10).join(rows)}\n{body}\n")
    first = next(walk.block_texts(document.body[0].body))  # type: ignore[union-attr]
    assert "Paint me as I am" in first
    assert "Long-fellow" in first


_SENTENCES = "天色已晚，街上的灯一盏一盏亮了起来。他站在门口，望着远处的山，半天没有说话。\n"


def outline_of(text: str) -> list[str]:
    """Labels and titles of the sections, indented by depth, as the reader finds them that is told no profile."""
    document = TextReader().read(Source("书.txt", text.encode()), TextOptions(), Report())
    assert walk.squeeze(walk.text(document)) == walk.squeeze(text)
    return [" " * (depth - 1) + walk.squeeze(section.label + walk.flow(section.title)) for depth, section in walk.sections(document.body)]


@pytest.mark.parametrize("between", ["\t", "\t\t", " | ", "      "])
def test_contents_whose_pages_stand_behind_tabs_are_no_table(between: str) -> None:
    titles = ["山雨", "溪声", "新渠", "远客"]
    listed = "".join(
        f"第{number}章　{title}{between}{page * 17 + 1}\n" for page, (number, title) in enumerate(zip("一二三四", titles, strict=True))
    )
    chapters = "".join(f"第{number}章　{title}\n\n　　{_paragraph(3)}\n\n" for number, title in zip("一二三四", titles, strict=True))
    body = read_book(f"青山传\n\n目录\n{listed}\n{chapters}", "a.txt", "", Report()).body
    assert [walk.flow(block.title) for block in body if isinstance(block, Section)] == titles
    assert not [block for block in walk.blocks(body) if isinstance(block, Table)]


def test_a_table_of_numbered_rows_is_one_and_no_contents() -> None:
    rows = "第一讲\t绪论\t4\n第二讲\t方法\t6\n第三讲\t结论\t8\n第四讲\t问答\t8\n第五讲\t作业\t2\n"
    body = read_book(
        f"第一章　春\n\n　　{_paragraph(3)}\n\n{rows}\n　　{_paragraph(4)}\n\n第二章　夏\n\n　　{_paragraph(5)}\n", "a.txt", "", Report()
    ).body
    (table,) = [block for block in walk.blocks(body) if isinstance(block, Table)]
    assert len(table.rows) == 5
    assert len([block for block in body if isinstance(block, Section)]) == 2


def test_printed_contents_with_page_numbers_are_no_volumes() -> None:
    entries = "上部\n一　归来……3\n二　冬夜……15\n下部\n一　春汛……133\n二　集市……145\n后记……260\n"
    chapters = (f"{head}\n\n{_SENTENCES * 90}\n" for head in ("一　归来", "二　冬夜", "三　渡口"))
    more = (f"{head}\n\n{_SENTENCES * 90}\n" for head in ("一　春汛", "二　集市", "三　夜行"))
    text = f"长河\n\n林默　著\n\n目录\n\n{entries}\n\n上部\n\n{''.join(chapters)}\n下部\n\n{''.join(more)}\n后记\n\n{_SENTENCES}"
    assert outline_of(text) == ["上部", " 一归来", " 二冬夜", " 三渡口", "下部", " 一春汛", " 二集市", " 三夜行", "后记"]


def test_bare_numbers_between_prologue_and_epilogue_are_chapters() -> None:
    chapters = "".join(f"\n{number}\n\n{_SENTENCES * 60}" for number in range(1, 8))
    text = f"《北站》\n作者：方舟\n\n楔子\n\n{_SENTENCES * 3}{chapters}\n尾声\n\n{_SENTENCES}"
    assert outline_of(text) == ["楔子", *map(str, range(1, 8)), "尾声"]


def test_chapters_before_the_first_volume_stand_beside_what_precedes_them() -> None:
    heads = ("第一章 锈剑", "第二章 故人", "第二卷 江湖", "第三章 渡口", "第四章 对岸", "第五章 归途")
    text = f"《剑起》作者：月客\n内容简介：\n　　少年长大了。\n\n{''.join(f'{head}{chr(10)}{_SENTENCES}{chr(10)}' for head in heads)}"
    found = outline_of(text)
    assert found[:3] == ["内容简介：", "第一章锈剑", "第二章故人"]
    assert found[3:] == ["第二卷江湖", " 第三章渡口", " 第四章对岸", " 第五章归途"]


def test_running_heads_above_chapters_are_no_sections() -> None:
    pages = "".join(f"\n鏡花緣\n\n第{number}回　某人某事某地\n\n{_SENTENCES * 4}" for number in "一二三四五六")
    text = f"《鏡花緣》作者：李汝珍\n{pages}"
    assert outline_of(text) == [f"第{number}回某人某事某地" for number in "一二三四五六"]
