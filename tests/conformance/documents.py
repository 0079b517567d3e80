"""The documents that the outputs are made of: the seed, one that holds every node, and odd ones."""

from __future__ import annotations

import io
from pathlib import Path

import PIL.Image
from sample import PNG, SEED, everything, para, role

from convert import api
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Byline,
    Cell,
    Code,
    Document,
    Figure,
    Group,
    Image,
    Item,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Quote,
    Resource,
    Row,
    Ruby,
    Section,
    Span,
    Table,
    Text,
    Verse,
)

__all__ = ["SEED", "odd_documents", "write_sources"]

_LONG = "这一段写得很长，为的是让它从一页走到另一页，“引号”也好，（括号）也好，《书名》也好，都不该站错地方。"


def _no_title() -> Document:
    return Document(Meta(), (para("没有题目，只有一段话。"),))


def _only_notes() -> Document:
    notes = tuple(Para((Note((para(f"第{n}条注，没有正文。"),), f"[{n}]"),)) for n in (1, 2, 3))
    return Document(Meta(title="只有注"), notes)


def _long_list() -> Document:
    items = tuple(Item((para(f"第{n}条：{_LONG * (1 + n % 3)}"),), f"{n}.") for n in range(1, 121))
    bullets = tuple(Item((para(f"又{n}条。"),), "●") for n in range(1, 41))
    return Document(Meta(title="很长的单子"), (Section((Text("有数"),), (OrderedList(items, "decimal"),)), BulletList(bullets)))


def _deep() -> Document:
    """Six levels of sections, with lists in lists, a quotation in a quotation, a table and a picture at the bottom."""
    inner: tuple[Block, ...] = (
        OrderedList((Item((para("外一条。"), OrderedList((Item((para("内一条。"),), "（一）"),), "")), "一、"),), ""),
        Quote((para("引文。"), Quote((para("引文中的引文。"),)))),
        Table(tuple(Row(tuple(Cell((para(f"{row}行{column}列"),), header=row == 1) for column in range(1, 9))) for row in range(1, 41))),
        Figure(Image("red.png", "红方块")),
        Verse(tuple((Text(line),) for line in ("床前明月光，", "疑是地上霜。") * 20)),
        Group((para("注一"),), attrs=role("notes")),
    )
    for level in range(6, 0, -1):
        inner = (
            Section((Text(f"第{level}层的题目"),), (para(_LONG * 8), *inner), byline=(Byline("某部部长", "张三丰"),) if level == 2 else ()),
        )
    return Document(Meta(title="层层深入", kicker="引题", subtitle="副题"), inner, (Resource("red.png", "image/png", PNG),))


def _mixed_scripts() -> Document:
    """Signs that XML, a URL or a text encoding could take amiss, and Latin among Han."""
    texts = (
        "<b>&amp; \"quotes\" 'single' ]]> -- %20 \\ {braces} #1 </p>",
        "2022年12月7日8:30，增长12.5％（同比＋3.2%），CO₂≤5μm²，A4纸210×297毫米，URL：https://example.org/a-very-long-path/that-has-to-break/somewhere?x=1",
        "e\u0301t\u00e9 na\u00efve Z\u00fcrich \u00c5ngstr\u00f6m，A\u00a0B，\u2460\u2461\u2162，½，©，€，①一〇〇",
        "中文English中文，“English quotation”，「角括号」与『双角括号』——破折号……省略号·间隔号～连接号",
    )
    paras = tuple(Para((Text(text),)) for text in texts)
    linked = Para((Link((Text("网址"),), "https://example.org/路径?问=答&a=<b>"), Text("。")))
    return Document(Meta(title="A & B <C> “D”", keywords=("a,b", "c;d")), (*paras, linked))


def _hard_to_tag() -> Document:
    """What structure trees stumble over: levels without headings, gaps in tables, notes everywhere, other languages, odd pictures and signs."""
    note = Note((para("无号的注。"),))
    english = Span((Text("An English phrase"),), attrs=Attrs(lang="en"))
    ragged = Table(
        (
            Row((Cell((para("甲"),), header=True), Cell((), header=True), Cell((Para((Text("丙"), note)),), header=True))),
            Row((Cell((para("乙"),), header=True, rows=2), Cell((para("横跨"),), columns=2))),
            Row((Cell((para("短行"),)),)),
            Row(
                (
                    Cell(
                        (),
                    ),
                )
            ),
        ),
        (Text("表题有注"), note),
    )
    lines = (
        Para(
            (
                Text("有"),
                english,
                Text("，有注"),
                note,
                Text("，有"),
                Ruby((Text("龟兹"),), "qiūcí"),
                Text("，行内图"),
                Image("RGBA.png", "透明"),
            )
        ),
        Para((Link((Text("链接里有"), Code("code"), Image("red.png", ""), note), "https://例子.example/路径?q=a b"), Text("，"))),
        Para((Link((Text("内部链接"),), "#here"), Link((Text("断了的链接"),), "#nowhere"))),
        para("私用\ue000与\uf8ff，零宽\u200b\u2060\ufeff，组合e\u0301，表情\U0001f600，稀字\U00020bb7。"),
        Para((Text("外文段落 in English."),), attrs=Attrs(lang="en", id="here")),
    )
    inner = Section((), (Section((Text("跳过一层的题目"), note), lines), Section((Text("又一题"),), (ragged,))))
    lists = BulletList((Item((BulletList((Item((para("里"), para("又一段"))), Item(()))),)), Item((Para((Text("有注"), note)),))))
    pictures = tuple(Figure(Image(name, alt), (Text(caption),) if caption else ()) for name, alt, caption in _PICTURES)
    deepest: tuple[Block, ...] = (para("最里面。"),)
    for level in range(9, 0, -1):
        deepest = (Section((Text(f"第{level}层"),), deepest),)
    resources = tuple(Resource(f"{mode}.{kind.lower()}", f"image/{kind.lower()}", _picture(mode, kind)) for mode, kind in _MODES)
    return Document(Meta(), (inner, lists, *pictures, *deepest), (Resource("red.png", "image/png", PNG), *resources))


_MODES = (("RGBA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG"), ("L", "JPEG"), ("RGB", "JPEG"))
_PICTURES = (*((f"{mode}.{kind.lower()}", f"图像{mode}", "") for mode, kind in _MODES), ("red.png", "", "只有图说"), ("red.png", "", ""))


def _picture(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    PIL.Image.new(mode, (24, 16), 1).save(out, kind)
    return out.getvalue()


def odd_documents() -> dict[str, Document]:
    """By the stem of the file that each becomes."""
    return {
        "empty": Document(Meta(), ()),
        "no title": _no_title(),
        "只有注（一）": _only_notes(),
        "long-list": _long_list(),
        "deep": _deep(),
        "mixed & scripts": _mixed_scripts(),
        "hard to tag": _hard_to_tag(),
    }


def write_sources(folder: Path) -> tuple[Path, list[Path]]:
    """The documents as JSON in ``folder``: the one with every node, and the odd ones."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "everything.json"
    api.write(everything(), whole)
    odd = []
    for stem, document in odd_documents().items():
        odd.append(folder / f"{stem}.json")
        api.write(document, odd[-1])
    return whole, odd
