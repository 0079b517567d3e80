"""A document with every node and role of the model: small, in Chinese, made for the tests."""

from __future__ import annotations

import base64
import datetime
import io
from pathlib import Path
from typing import Any

import convert
from convert.model.nodes import (
    Attrs,
    BulletList,
    Byline,
    Cell,
    Code,
    Contributor,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Quote,
    Resource,
    Row,
    Ruby,
    Rule,
    Section,
    Span,
    Strong,
    Table,
    Text,
    TitleLine,
    Verse,
)

SEED = next((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))

#: A red square of 8 × 8 points.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4ISeHFTEMLQkAkL9BAc9woTwAAAAASUVORK5CYII=")


def role(name: str, **data: str) -> Attrs:
    return Attrs(role=name, data=tuple(data.items()))


def para(text: str, name: str = "") -> Para:
    return Para((Text(text),), attrs=role(name))


def written(document: Document, format_: str, **how: Any) -> bytes:
    """What ``convert.write`` makes of a document."""
    out = io.BytesIO()
    convert.write(document, out, format=format_, **how)
    return out.getvalue()


def _inlines() -> tuple[Inline, ...]:
    return (
        Text("第一句有"),
        Emph((Text("着重"),)),
        Text("，有"),
        Strong((Text("强调"), Emph((Text("双重"),)))),
        Text("，有"),
        Ruby((Text("龟"),), "qiū"),
        Text("字，有"),
        Link((Text("链接"),), "https://example.org/a?b=1&c=2"),
        Text("，有注"),
        Note((para("这是注文，讲“来历”。"),), "①"),
        Text("，有"),
        Code("print(1)"),
        Text("，有"),
        Span((Text("H"), Span((Text("2"),), attrs=role("sub")), Text("O"))),
        LineBreak(),
        Text("第二行《书名》到此——为止……"),
    )


def everything() -> Document:
    """Each inline, each block, each role of a paragraph, three levels of sections."""
    meta = Meta(
        title="样张 大全",
        kicker="为测试而作",
        subtitle="每样都有一点",
        series="样张",
        instalment="二",
        title_block=(
            TitleLine((Text("为测试而作"),), attrs=role("kicker")),
            TitleLine((Text("样张 大全"),), attrs=role("title")),
            TitleLine((Text("——每样都有一点（二）"),), attrs=role("subtitle")),
        ),
        contributors=(Contributor("白涛", "spk", "某市市长"), Contributor("张三", "bkd")),
        date="2022-12-07",
        publisher="样张社",
        language="zh-Hans",
        keywords=("测试", "样张"),
        modified=datetime.datetime(2022, 12, 7, tzinfo=datetime.UTC),
    )
    roles = ("lead", "editor-note", "salutation", "question", "answer", "label", "note", "closing", "signature", "dateline", "unrecognised")
    table = Table(
        (
            Row((Cell((para("项目"),), header=True), Cell((para("数"),), header=True))),
            Row((Cell((para("合计"),), columns=2),)),
            Row((Cell((para("甲"),)), Cell((para("12.5%"),)))),
        ),
        (Text("表一　数目"),),
    )
    body = (
        para("文前一段，在各节之前。"),
        Section(
            (Text("第一节 讲"), Emph((Text("文"),)), Text("字")),
            (
                Para(_inlines()),
                Para(
                    (
                        Text("两点。"),
                        Span((Span((Text("一是"),), attrs=role("label")), Text("先说。")), attrs=role("point", label="一是")),
                        Span((Span((Text("二是"),), attrs=role("label")), Text("后说。")), attrs=role("point", label="二是")),
                    )
                ),
                OrderedList(
                    (Item((para("建成了。"),), "一是"), Item((para("用好了。"), para("又一段。")), "二是")), "simp-chinese-informal"
                ),
                Section((Text("小节"),), (para("小节的话。"), Section((Text("再小一节"),), (para("更细的话。"),), label="1."))),
            ),
            byline=(Byline("某市市长", "白涛", "某市市长  白  涛"), Byline("", "李四")),
        ),
        Section(
            (Text("第二节“引号‘套’引号”"),),
            (
                *(para(f"这一段的角色是{name}。", name) for name in roles),
                BulletList((Item((para("一条。"),), "●"), Item((para("又一条。"),), "●"))),
                Quote((para("引文一段。"),)),
                Verse(((Text("白日依山尽，"),), (Text("黄河入海流。"),))),
                table,
                Figure(Image("red.png", "红方块"), (Text("图一　红方块"),)),
                Rule(),
                Rule(attrs=Attrs(data=(("label", "＊\u3000＊\u3000＊"),))),
                Group((para("边栏里的话。"),), attrs=role("sidebar")),
            ),
            label="二、",
            byline=(Byline("某社记者", "王五", "某社记者王五——"),),
            byline_first=True,
        ),
        Group((para("版式设计：张三", "credit"),), attrs=role("colophon")),
    )
    return Document(meta, body, (Resource("red.png", "image/png", PNG),))
