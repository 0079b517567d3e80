"""Official documents (公文) after GB/T 9704-2012: read, said by metadata, set as PDF and DOCX, read back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from sample import written
from test_docx import Package, W
from test_pdf import MM, made, pieces, sheet_of, starting

import convert
from convert.diagnostics import OptionError, Report
from convert.model import dump, walk
from convert.model.letterhead import right_indents
from convert.model.nodes import Document, Group, Para
from convert.transforms.metadata import Metadata

NOTICE = """000001
机密★1年
特急
临江市人民政府文件
临政发〔2026〕10号
临江市人民政府关于加强河道管理工作的通知
各县（区）人民政府，市政府各部门、各直属机构：
　　为进一步加强河道管理，保护水环境，现将有关事项通知如下。
　　一、提高认识
　　河道是城市的血脉。各级各部门要把河道管理摆上重要日程，明确责任，加强督查，务求实效。
　　附件：1.临江市河道名录
　　　　　2.临江市河长名单
　　　　　　　　　　　　临江市人民政府
　　　　　　　　　　　　2026年11月23日
　　（此件公开发布）
抄送：市委各部门，市人大常委会办公室，市政协办公室，市法院，市检察院，市纪委监委，各人民团体。
临江市人民政府办公室　　　　　　　　2026年11月23日印发
"""


def read(text: str) -> Document:
    return convert.read(text.encode(), reader="text")


def head(document: Document) -> list[tuple[str, str]]:
    return [(line.role, walk.flow(line.content)) for line in walk.title_block(document.meta)]


def docx(document: Document, style: str = "official") -> Package:
    return Package(written(document, "docx", style=style))


# ------------------------------------------------------------------------------------------------ reading


def test_the_red_head_is_no_title() -> None:
    document = read(NOTICE)
    assert head(document) == [
        ("copy-number", "000001"),
        ("secrecy", "机密★1年"),
        ("urgency", "特急"),
        ("issuer", "临江市人民政府文件"),
        ("number", "临政发〔2026〕10号"),
        ("title", "临江市人民政府关于加强河道管理工作的通知"),
    ]
    assert document.meta.title == "临江市人民政府关于加强河道管理工作的通知"
    groups = [block for block in walk.blocks(document.body) if isinstance(block, Group)]
    assert [group.role for group in groups] == ["enclosures", "imprint"]
    assert [block.role for block in groups[1].body] == ["copies", "printing"]


def test_a_number_below_the_title_is_no_red_head() -> None:
    document = read("某市办公室关于做好防汛工作的通知\n某政办发〔2024〕18号\n各街道办事处：\n　　正文一段在此。\n")
    assert head(document)[0] == ("title", "某市办公室关于做好防汛工作的通知")


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("某政发 [2024] 18号", ["关于进一步加强和改进全市河湖管理保护工作的请示"]),
        ("某政发〔2024〕第18号", ["某市人民政府关于进一步加强和改进", "新时代全市河湖管理保护工作的意见"]),
        ("某府函（2024）5号", ["关于同意设立开发区的批复"]),
    ],
)
def test_the_title_stands_between_the_number_and_those_it_goes_to(number: str, title: list[str]) -> None:
    document = read(
        "\n".join(["某市人民政府文件", number, *title, "省人民政府：", "　　现将有关事项报告如下，请予审阅。", "　　一、基本情况"])
    )
    assert [text for role, text in head(document) if role == "title"] == title
    assert document.meta.title == "".join(title)
    assert [block.role for block in document.body][:2] == ["salutation", ""]


def test_number_and_signer_on_one_line_are_two() -> None:
    document = read("某省人民政府文件\n某政〔2026〕3号　　签发人：王五\n某省人民政府关于修路的请示\n国务院：\n　　现将修路一事请示如下。\n")
    assert head(document)[1:3] == [("number", "某政〔2026〕3号"), ("signer", "签发人：王五")]


# ------------------------------------------------------------------------------------------------ metadata


@pytest.mark.parametrize("remark", ["（此件公开发布）", "（联系人：张三，电话：12345678）"])
def test_a_remark_below_the_signature_is_body_text(remark: str) -> None:
    lines = "江海市教育局文件\n\n江教〔2026〕3号\n\n江海市教育局关于申请经费的请示\n\n市政府：\n\n因工作需要，申请经费50万元。\n\n妥否，请批示。"
    last = read(f"{lines}\n\n江海市教育局\n2026年1月5日\n\n{remark}\n").body[-1]
    assert isinstance(last, Para)
    assert (walk.flow(last.content), last.role) == (remark, "")


def told(*pairs: tuple[str, str]) -> Document:
    return convert.apply(read("关于修路的请示\n　　现将修路一事请示如下，妥否，请批示。\n"), Metadata.of(pairs))


def test_metadata_make_the_head_and_the_imprint() -> None:
    document = told(
        ("issuer", "某省人民政府文件"),
        ("number", "某政[2026]003"),
        ("signer", "王五"),
        ("copies", "各处"),
        ("printed-by", "某省人民政府办公厅"),
        ("printed-on", "2026-07-01"),
    )
    assert head(document)[:3] == [("issuer", "某省人民政府文件"), ("number", "某政〔2026〕3号"), ("signer", "签发人：王　五")]
    imprint = document.body[-1]
    assert isinstance(imprint, Group)
    assert list(walk.block_texts(imprint.body)) == ["抄送：各处。", "某省人民政府办公厅　2026年7月1日印发"]


def test_metadata_take_the_place_of_what_the_text_says() -> None:
    document = convert.apply(read(NOTICE), Metadata.of([("number", "临政发〔2026〕11号"), ("copies", "市委。")]))
    assert ("number", "临政发〔2026〕11号") in head(document)
    assert len(head(document)) == 6
    assert walk.text(document).count("抄送") == 1


def test_three_signers_stand_in_two_rows_the_number_on_the_last() -> None:
    document = told(("issuer", "甲乙丙文件"), ("number", "甲〔2026〕1号"), ("signer", "张三,李四四,王五"))
    assert [role for role, _ in head(document)][:4] == ["issuer", "signer", "number", "signer"]
    rows = [text for style, text in docx(document).paragraphs() if style in {"Signers1", "DocumentNumber"}]
    assert rows == ["签发人：张　三　李四四", "甲〔2026〕1号王　五"]


@pytest.mark.parametrize("pair", [("number", "三号"), ("printed-by", "某办"), ("printed-on", "2026-02-31")])
def test_what_cannot_be_is_an_error(pair: tuple[str, str]) -> None:
    with pytest.raises(OptionError):
        Metadata.of([pair, ("printed-by", "某办")] if pair[0] == "printed-on" else [pair])


# ------------------------------------------------------------------------------------------------ measures


@pytest.mark.parametrize(
    ("widths", "sealed", "expected"),
    [
        ([7.0, 7.0], True, [4.0, 4.0]),
        ([11.0, 7.0], True, [2.0, 4.0]),
        ([11.0, 7.0], False, [2.0, 4.0]),  # the date begins two characters behind the name
        ([5.0, 8.0], False, [7.0, 2.0]),  # a date longer than the name stands two characters from the edge
        ([19.0, 7.0], True, [0.0, 6.0]),  # never beyond the edge
    ],
)
def test_where_signature_and_date_stand(widths: list[float], sealed: bool, expected: list[float]) -> None:
    assert right_indents(widths, 28.0, sealed=sealed) == expected
    assert right_indents([*widths, 29.0], 28.0, sealed=sealed) == []


def test_the_measures_of_the_standard_in_pdf() -> None:
    reader, sheet = made(read(NOTICE), "official"), sheet_of("official")
    found = pieces(reader)
    top = (297 - sheet.page.margin_top) * MM
    issuer, number, folio = starting(found, "临江市人民政府文件"), starting(found, "临政发"), starting(found, "–")
    assert top - (issuer.y + 0.86 * issuer.size) == pytest.approx(35 * MM, abs=1.5)  # the upper edge of the characters
    assert issuer.size == 42.0
    assert (issuer.y - number.y) / sheet.grid.pitch > 3  # two blank rows between
    left = starting(found, "000001").x
    assert left == pytest.approx(sheet.page.margin_inner * MM, abs=0.5)
    assert folio.size == 14.0
    bottom = top - sheet.page.lines * sheet.grid.pitch
    assert bottom - (folio.y + 0.35 * folio.size) == pytest.approx(7 * MM, abs=0.5)
    last = starting(found, "临江市人民政府办公室")
    assert last.page == len(reader.pages) - 1
    assert 0 < last.y - bottom < sheet.grid.pitch  # the last row of the type area
    assert last.x == pytest.approx(left + 14.0, abs=0.5)


def test_the_red_rule_is_as_wide_as_the_type_area() -> None:
    reader = made(read(NOTICE), "official")
    drawn = reader.pages[0].get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
    rules = [line.split() for line in drawn.splitlines() if " RG " in line and line.endswith("S Q")]
    assert len(rules) == 1
    red, x0, x1 = float(rules[0][1]), float(rules[0][7]), float(rules[0][10])
    assert red > 0.8
    assert (x1 - x0) / MM == pytest.approx(156, abs=0.5)


def test_structure_has_no_heading_for_the_red_head() -> None:
    kinds = [kind for kind, _ in _elements(made(read(NOTICE), "official"))]
    assert kinds.count("/H1") == 1
    assert kinds.index("/P") < kinds.index("/H1")


def _elements(reader: PdfReader) -> Iterator[tuple[str, object]]:
    stack = [reader.root_object["/StructTreeRoot"]["/K"]]  # type: ignore[index]
    while stack:
        one = stack.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            stack.extend(reversed(one))
        elif isinstance(one, dict) and "/S" in one:
            yield str(one["/S"]), one
            stack.append(one.get("/K", []))


# ------------------------------------------------------------------------------------------------ Word


def test_word_has_the_parts_in_styles_alone() -> None:
    package = docx(read(NOTICE))
    styles = {s.get(f"{W}styleId"): s for s in package.xml("word/styles.xml").iter(f"{W}style")}
    rule = styles["DocumentNumber"].find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert rule is not None
    assert rule.get(f"{W}color") == "E60012"
    size = styles["Issuer"].find(f"{W}rPr/{W}sz")
    assert size is not None
    assert size.get(f"{W}val") == "84"
    for paragraph in package.xml("word/document.xml").iter(f"{W}p"):
        kinds = {child.tag.removeprefix(W) for child in paragraph.iterfind(f"{W}pPr/*")}
        assert kinds <= {"pStyle", "sectPr"}
    made_of = {text: style for style, text in package.paragraphs()}
    assert made_of["附件：1. 临江市河道名录"].startswith("Enclosures")
    assert made_of["临江市人民政府办公室2026年11月23日印发"] == "Printing"


def test_a_long_issuer_is_made_smaller_to_stand_on_one_line() -> None:
    document = told(("issuer", "临江市人民政府防汛抗旱指挥部办公室文件"), ("number", "临汛〔2026〕1号"))
    size = docx(document).xml("word/styles.xml").find(f"{W}style[@{W}styleId='Issuer']/{W}rPr/{W}sz")
    assert size is not None
    assert int(size.get(f"{W}val", "0")) * 19 / 2 <= 442
    assert (
        len(
            {
                round(p.y)
                for p in pieces(made(document, "official"))
                if p.page == 0 and p.size > 20 and p.text in "临江市人民政府防汛抗旱指挥部办公室文件"
            }
        )
        == 1
    )


@pytest.mark.parametrize("style", ["official", "handout", "gazette"])
def test_what_word_got_comes_back_the_same(style: str) -> None:
    document = read(NOTICE)
    again = convert.read(written(document, "docx", style=style), reader="docx")
    assert _told(again) == _told(document)


def _told(document: Document) -> list[str]:
    """The outline without the creator, whom Word names, and the line breaks of long titles."""
    return [line.replace(" ⏎ ", "") for line in dump.outline(document).splitlines() if not line.startswith("aut =")]


def test_every_format_shows_head_and_imprint() -> None:
    document = read(NOTICE)
    for format_ in ("txt", "pandoc"):
        text = written(document, format_).decode()
        assert all(words in text for words in ("临政发〔2026〕10号", "抄送：", "印发"))


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_there_are_no_contents_below_a_red_head(format_: str) -> None:
    sections = "".join(f"　　{n}、第{n}项工作\n　　各单位要抓好落实，务求实效。\n" for n in "一二三四五六七八")
    out = io.BytesIO()
    convert.write(
        read("某市人民政府文件\n某政发〔2026〕1号\n关于做好工作的通知\n各单位：\n" + sections), out, format=format_, style="official"
    )
    text = (
        "".join(page.extract_text() for page in PdfReader(out).pages)
        if format_ == "pdf"
        else Package(out.getvalue()).parts["word/document.xml"].decode()
    )
    assert text.count("第三项工作") == 1


@pytest.mark.parametrize("count", range(8, 16))
def test_the_imprint_stands_at_the_foot_of_the_last_page_however_full_it_is(count: int) -> None:
    body = "　　各级各部门要压实工作责任，强化协作配合，形成工作合力，确保各项任务落地见效。\n" * count
    document = read(
        f"某市人民政府文件\n某政发〔2026〕1号\n关于做好工作的通知\n各单位：\n{body}抄送：各处。\n某市人民政府办公室　2026年1月3日印发\n"
    )
    reader, sheet = made(document, "official"), sheet_of("official")
    office = [p for p in pieces(reader) if p.text.startswith("某市人民政府办公室")]
    bottom = (297 - sheet.page.margin_top) * MM - sheet.page.lines * sheet.grid.pitch
    assert [p.page for p in office] == [len(reader.pages) - 1]
    assert 0 < office[0].y - bottom < sheet.grid.pitch
    tables = list(docx(document).xml("word/document.xml").iter(f"{W}tblpPr"))
    assert [(t.get(f"{W}vertAnchor"), t.get(f"{W}tblpYSpec"), t.get(f"{W}horzAnchor")) for t in tables] == [("margin", "bottom", "page")]


def test_an_imprint_in_a_table_is_one() -> None:
    rows = "<tr><td colspan=2>抄送：县委办公室。</td></tr><tr><td>县文化局办公室</td><td>2026年5月6日印发</td></tr>"
    text = "<h1>关于做好工作的通知</h1><p>各单位：</p><p>现将有关事项通知如下，请认真执行。</p>"
    found = convert.read(f"{text}<table>{rows}</table>".encode(), reader="html").body[-1]
    assert isinstance(found, Group)
    assert [(block.role, walk.flow(block.content)) for block in found.body if isinstance(block, Para)] == [
        ("copies", "抄送：县委办公室。"),
        ("printing", "县文化局办公室　2026年5月6日印发"),
    ]
    table = convert.read(f"{text}<table>{rows}<tr><td>甲</td><td>乙</td></tr></table>".encode(), reader="html").body[-1]
    assert not isinstance(table, Group)


# ------------------------------------------------------------------------------------------------ imprint above attachments

ATTACHED = (
    "附件1\n临江市河道名录\n　　一是东河，长二十里，流过三个乡镇。\n附件2\n临江市河长名单\n　　东河河长由市长担任，西河河长由副市长担任。\n"
)


@pytest.mark.parametrize("text", [NOTICE + ATTACHED, NOTICE.split("\n", 5)[5] + ATTACHED])
def test_an_imprint_above_the_attachments_is_one(text: str) -> None:
    """So it stands on the web, where attachments are files of their own; with a red head and without."""
    document = read(text)
    assert [block.role for block in document.body[-3:]] == ["imprint", "attachment", "attachment"]
    assert [block.role for block in walk.blocks(document.body[-3:-2]) if isinstance(block, Para)] == ["copies", "printing"]
    back = convert.read(written(document, "docx", style="official"), reader="docx")
    assert [block.role for block in back.body[-3:]] == ["imprint", "attachment", "attachment"]


def test_a_numbered_name_above_a_signature_signs_nothing() -> None:
    text = "# 关于加强河道管理的通知\n\n附件：1.河道名录\n\n2.河长名单\n\n临江市人民政府\n\n2026年11月23日\n"
    roles = [(block.role, "".join(walk.block_texts((block,)))) for block in convert.read(text.encode(), reader="markdown").body]
    assert roles[-3:] == [("", "2.河长名单"), ("signature", "临江市人民政府"), ("signature", "2026年11月23日")]


def test_text_below_a_red_head_stands_on_the_grid() -> None:
    """What stands above the number takes whole rows, so that 22 lines find room on the first page."""
    package = docx(read(NOTICE))
    rows = []
    for name in ("000001", "机密★1年", "特急", "临江市人民政府文件", "临政发〔2026〕10号"):
        style = next(style for style, text in package.paragraphs() if text == name)
        spacing = package.xml("word/styles.xml").find(f"{W}style[@{W}styleId='{style}']/{W}pPr/{W}spacing")
        assert spacing is not None
        rows.append((int(spacing.get(f"{W}before") or 0) + int(spacing.get(f"{W}line") or 0)) / 579)
    assert sum(rows) == pytest.approx(round(sum(rows)), abs=0.01)


def test_what_announces_a_notice_goes_to_nobody() -> None:
    text = "# 关于加强河道管理的通知\n\n本报讯　市政府日前印发通知，全文如下：\n\n各县（区）人民政府：\n\n现将有关事项通知如下：\n\n一要巡查。\n"
    assert [block.role for block in convert.read(text.encode(), reader="markdown").body] == ["", "salutation", "", ""]


# ------------------------------------------------------------------------------------------------ what may belong to an imprint

LETTER = "关于做好防汛工作的通知\n\n各街道办事处：\n\n　　现将有关事项通知如下，请认真贯彻执行。\n\n江州区人民政府办公室\n2026年5月6日\n\n"
OFFICE, COPIES = "江州区人民政府办公室", ("copies", "抄送：区委办公室，区政协办公室。")
PRINTED = ("printing", f"{OFFICE}　2026年5月6日印发")
IMPRINTS = {
    "plain": (f"{COPIES[1]}\n\n{OFFICE}　　2026年5月6日印发\n", [COPIES, PRINTED]),
    "count": (f"{COPIES[1]}\n{OFFICE}　　2026年5月6日印发\n共印150份\n", [COPIES, PRINTED, ("printing", "共印150份")]),
    "count in brackets": (f"{COPIES[1]}\n{OFFICE}　　2026年5月6日印发\n（共印150份）\n", [COPIES, PRINTED, ("printing", "（共印150份）")]),
    "count behind": (f"{OFFICE}　　2026年5月6日印发　（共印80份）\n", [("printing", f"{PRINTED[1]}　（共印80份）")]),
    "proofs": (f"{COPIES[1]}\n打字：王五　校对：赵六　共印二十份\n", [COPIES, ("printing", "打字：王五　校对：赵六　共印二十份")]),
    "more lines": (f"抄送：区委办公室，\n　　　区政协办公室。\n{OFFICE}\n2026年5月6日印发\n", [COPIES, PRINTED]),
    "no gap": (f"{COPIES[1]}\n{OFFICE}2026年5月6日印发\n", [COPIES, ("printing", f"{OFFICE}2026年5月6日印发")]),
}


def lines_of_imprint(document: Document) -> list[list[tuple[str, str]]]:
    groups = [block for block in document.body if isinstance(block, Group) and block.role == "imprint"]
    return [[(block.role, walk.flow(block.content)) for block in group.body if isinstance(block, Para)] for group in groups]


@pytest.mark.parametrize("name", IMPRINTS)
@pytest.mark.parametrize("attached", ["", "\n附件1\n\n值班表\n\n　　张三值班。\n"], ids=["", "before an attachment"])
@pytest.mark.parametrize("head", ["", "江州区人民政府办公室文件\n\n江政办〔2026〕8号\n\n"], ids=["", "red head"])
def test_an_imprint_of_any_lines(name: str, attached: str, head: str) -> None:
    text, expected = IMPRINTS[name]
    report = Report()
    document = convert.read((head + LETTER + text + attached).encode(), reader="text", report=report)
    assert lines_of_imprint(document) == [expected]
    assert [section.label for _, section in walk.sections(document.body)] == (["附件1"] if attached else [])
    assert report.diagnostics == []
    assert walk.text(document) == walk.squeeze(head + LETTER + text + attached)


@pytest.mark.parametrize("name", IMPRINTS)
def test_an_imprint_of_any_lines_in_a_file_of_paragraphs(name: str) -> None:
    text, expected = IMPRINTS[name]
    lines = [line.strip() for line in (LETTER + text.replace("　　", "　")).split("\n") if line.strip()]
    document = convert.read("\n\n".join(["# " + lines[0], *lines[1:]]).encode(), reader="markdown")
    assert lines_of_imprint(document) == [expected]
    again = convert.read(written(document, "docx", style="official"), reader="docx")
    assert walk.text(again) == walk.text(document)
    assert len(lines_of_imprint(again)[0]) == len(expected)


@pytest.mark.parametrize("end", ["共印150份", "校对：赵六", "这份文件已于2026年5月6日印发。", "2026年5月6日印发"])
def test_what_is_no_imprint_alone(end: str) -> None:
    text = f"生活琐记\n\n　　他打了一份文件，走了。\n\n{end}\n"
    document = read(text)
    assert lines_of_imprint(document) == []
    assert walk.text(document) == walk.squeeze(text)


def test_a_text_may_be_nothing_but_an_imprint() -> None:
    assert walk.text(read("抄送：区委办公室。\n")) == "抄送：区委办公室。"
