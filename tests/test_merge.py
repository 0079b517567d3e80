"""Several sources in one volume: order, repetitions, books, the index of speakers."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

import convert
from convert.check import check
from convert.cli import main
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Attrs, Document, Figure, Group, Image, Link, Meta, Para, Resource, Section, Text
from convert.transforms.merged import natural

BODY = "推动发展数字经济，推进建设数字中国，这是第{}篇里的一句话。我们要把握时机，推动数字技术与实体经济深度融合。"


def article(tmp_path: Path, name: str, title: str, number: str, speaker: str = "白  涛", extra: str = "") -> Path:
    path = tmp_path / name
    path.write_text(
        f"\n{title}\n——数字经济论坛发言摘编（{number}）\n　　创新驱动发展{number}\n　　某市副市长  {speaker}\n　　{BODY.format(number)}{extra}\n"
        f"　　{BODY.format(number)}第二段。\n",
        encoding="utf-8",
    )
    return path


def titles(document: Document) -> list[str]:
    return [walk.flow(section.title) for level, section in walk.sections(document.body) if level == 1 and section.role != "index"]


def volume(*paths: Path, report: Report | None = None) -> Document:
    return convert.merge(((str(path), convert.read(path)) for path in paths), report=report)


def test_instalments_come_in_their_order_whatever_the_files_are_called(tmp_path: Path) -> None:
    made = volume(
        article(tmp_path, "a.txt", "第三个题目甲", "三"),
        article(tmp_path, "b.txt", "第一个题目乙", "一"),
        article(tmp_path, "c.txt", "第二个题目丙", "二"),
    )
    assert titles(made) == ["第一个题目乙", "第二个题目丙", "第三个题目甲"]
    assert made.meta.title == "数字经济论坛发言摘编"


def test_dates_come_before_names() -> None:
    def dated(title: str, date: str) -> Document:
        return Document(Meta(title=title, date=date), (Para((Text(BODY.format(title)),)),))

    made = convert.merge([("a", dated("乙", "2022-02-01")), ("b", dated("甲", "2021-12-07")), ("c", dated("丙", "2022-10"))])
    assert titles(made) == ["甲", "乙", "丙"]


def test_names_are_ordered_as_people_count() -> None:
    assert sorted(["a10.txt", "a2.txt", "第十回.txt", "第二回.txt", "A1.txt"], key=natural) == [
        "A1.txt",
        "a2.txt",
        "a10.txt",
        "第二回.txt",
        "第十回.txt",
    ]


def test_a_repeated_article_is_left_out_and_reported(tmp_path: Path) -> None:
    report = Report()
    first, second = article(tmp_path, "a.txt", "同一个题目呀", "一"), article(tmp_path, "b.txt", "另一个题目呀", "二")
    again = article(tmp_path, "c.txt", "同一个题目呀", "一", extra="多一句。")
    other = tmp_path / "d.txt"
    other.write_text(
        f"\n同一个题目呀\n——数字经济论坛发言摘编（四）\n　　别的内容，完全不一样，{'春江潮水连海平' * 9}。\n", encoding="utf-8"
    )
    made = volume(first, second, again, other, report=report)
    assert titles(made) == ["同一个题目呀", "另一个题目呀", "同一个题目呀"]
    (found,) = (d for d in report if d.code == "merge.repeated")
    assert "a.txt already" in found.message
    assert found.pos is not None
    assert found.pos.source == str(again)
    assert "多一句" in walk.text(made)  # of two, the longer one is kept


def test_no_other_text_is_lost(tmp_path: Path) -> None:
    paths = [article(tmp_path, f"{n}.txt", f"题目第{n}个", n) for n in "一二三"]
    made = volume(*paths)
    body = Document(replace(made.meta, title_block=(), title=""), made.body[:-1])
    assert sorted(walk.text(body)) == sorted("".join(walk.text(convert.read(path)) for path in paths))


def test_chapters_of_one_book_go_on(tmp_path: Path) -> None:
    paths = []
    for n, numerals in enumerate(("一二", "三四"), 1):
        chapters = "".join(
            f"第{numeral}章 春江花月\n\n　　{BODY.format(numeral)}\n\n　　{BODY.format(numeral)}后一段。\n\n" for numeral in numerals
        )
        paths.append(tmp_path / f"book{n}.txt")
        paths[-1].write_text("红楼旧梦\n\n" + chapters, encoding="utf-8")
    made = convert.merge([(str(path), convert.read(path, options=[("text.profile", "book")])) for path in reversed(paths)])
    assert [section.label for _, section in walk.sections(made.body)] == ["第一章", "第二章", "第三章", "第四章"]
    assert made.meta.title == "红楼旧梦"


def test_ids_and_pictures_of_several_sources_keep_apart() -> None:
    def one(data: bytes) -> Document:
        body = (Figure(Image("p.png")), Para((Link((Text("见下"),), "#x"), Text(repr(data)))), Para((Text("下"),), attrs=Attrs(id="x")))
        return Document(Meta(title=repr(data)), body, (Resource("p.png", "image/png", data),))

    made = convert.merge([("a", one(b"1")), ("b", one(b"2"))])
    assert len({resource.name for resource in made.resources}) == 2
    links = [
        inline.href for block in walk.blocks(made.body) if isinstance(block, Para) for inline in block.content if isinstance(inline, Link)
    ]
    ids = [block.attrs.id for block in walk.blocks(made.body) if block.attrs.id]
    assert [link[1:] for link in links] == ids
    assert len(set(ids)) == 2
    pictures = [block.image.resource for block in walk.blocks(made.body) if isinstance(block, Figure)]
    assert [made.resource(name) for name in pictures] == list(made.resources)


def test_the_index_names_each_speaker_once_with_links(tmp_path: Path) -> None:
    made = volume(
        article(tmp_path, "a.txt", "第一个题目", "一"),
        article(tmp_path, "b.txt", "第二个题目", "二", "王志勤"),
        article(tmp_path, "c.txt", "第三个题目", "三"),
    )
    index = made.body[-1]
    assert isinstance(index, Group)
    assert (index.role, index.attrs.get("generated")) == ("index", "true")
    entries = [walk.flow(block.content) for block in walk.blocks(index.body) if isinstance(block, Para)]
    assert entries == ["白　涛　某市副市长：创新驱动发展一；创新驱动发展三", "王志勤　某市副市长：创新驱动发展二"]
    ids = {section.attrs.id for _, section in walk.sections(made.body)}
    hrefs = [i.href[1:] for b in walk.blocks(index.body) if isinstance(b, Para) for i in b.content if isinstance(i, Link)]
    assert len(hrefs) == 3
    assert set(hrefs) <= ids


@pytest.mark.parametrize("edition", ["zh-Hans", "zh-Hant-TW"])
def test_the_command_makes_one_volume_in_every_format(tmp_path: Path, edition: str, capsys: pytest.CaptureFixture[str]) -> None:
    sources = [str(article(tmp_path, f"{n}.txt", f"题目第{n}个", n)) for n in "二一"]
    out = tmp_path / "out"
    assert main([*sources, "--to", "pdf,docx,epub,json", "--edition", edition, "-o", str(out), "--merge", "论坛 全集"]) == 0
    assert sorted(p.name for p in out.iterdir()) == [f"论坛 全集.{edition}.{suffix}" for suffix in ("docx", "epub", "json", "pdf")]
    title = "发言人索引" if edition == "zh-Hans" else "發言人索引"
    text = "".join(page.extract_text() for page in PdfReader(out / f"论坛 全集.{edition}.pdf").pages)
    assert title in walk.squeeze(text)
    with zipfile.ZipFile(out / f"论坛 全集.{edition}.epub") as book:
        assert any(title in book.read(name).decode() for name in book.namelist() if "nav" in name)
    for suffix in ("pdf", "docx", "epub"):
        report = Report()
        assert "nothing lost" in check(str(out / f"论坛 全集.{edition}.json"), str(out / f"论坛 全集.{edition}.{suffix}"), report=report)


def test_merge_without_a_name_may_stand_before_the_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = [str(article(tmp_path, f"{n}.txt", f"题目第{n}个", n)) for n in "二一"]
    assert main(["--merge", *sources, "--to", "txt", "-o", str(tmp_path / "out")]) == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["数字经济论坛发言摘编.zh-Hans.txt"]


def test_a_source_that_cannot_be_read_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = article(tmp_path, "a.txt", "题目第一个", "一"), tmp_path / "b.txt"
    bad.write_bytes(b"%PDF-1.7" + bytes(9))
    assert main([str(good), str(bad), "--merge", "--to", "txt", "-o", str(tmp_path / "out")]) == 1
    assert "left out of the volume" in capsys.readouterr().err
    assert main([str(bad), "--merge", "--to", "txt", "-o", str(tmp_path / "none")]) == 2
    assert not (tmp_path / "none").exists()


def test_a_volume_never_replaces_a_source(tmp_path: Path) -> None:
    source = tmp_path / "全集.zh-Hans.txt"
    article(tmp_path, source.name, "题目第一个", "一")
    before = source.read_bytes()
    assert main([str(source), "--merge", "全集", "--to", "txt", "-o", str(tmp_path)]) == 2
    assert source.read_bytes() == before


def test_sections_that_come_again_are_left_out_once() -> None:
    def page(*names: str) -> Document:
        sections = tuple(Section((Text(f"题目{name}"),), (Para((Text(BODY.format(name) * 2),)),)) for name in names)
        return Document(Meta(title="第" + "".join(names)), sections)

    report = Report()
    made = convert.merge([("1", page("甲", "乙")), ("2", page("乙", "丙"))], report=report)
    assert [walk.flow(section.title) for level, section in walk.sections(made.body) if level == 2] == ["题目甲", "题目乙", "题目丙"]
    assert [d.code for d in report] == ["merge.repeated"]


def _cut(tmp_path: Path, text: str, *cuts: int) -> list[str]:
    ends = [0, *cuts, len(text)]
    paths = [tmp_path / f"{n}.txt" for n in range(1, len(ends))]
    for path, start, end in zip(paths, ends, ends[1:], strict=False):
        path.write_text(text[start:end], encoding="utf-8")
    return [str(path) for path in reversed(paths)]


def test_a_story_that_was_cut_anywhere_is_one_story_again(tmp_path: Path) -> None:
    chapters = "".join(f"第{n}章 江上第{n}夜\n\n　　{BODY.format(n) * 3}\n　　{BODY.format(n)}后一段。\n\n" for n in "一二三四五六")
    text = "春江花月\n\n" + chapters
    whole = tmp_path / "whole.txt"
    whole.write_text(text, encoding="utf-8")
    third, fifth = text.index("第三章") + 60, text.index("第五章 江")
    sources = _cut(tmp_path, text, third, fifth + 6)
    (result,) = [convert.convert_merged(sources, convert.Job(to=("json",), output=str(tmp_path / "out")))]
    made, expected = convert.read(result.outputs[0]), convert.read(whole)
    assert [section.label for _, section in walk.sections(made.body)] == [section.label for _, section in walk.sections(expected.body)]
    assert list(walk.block_texts(made.body)) == list(walk.block_texts(expected.body))


def test_books_that_each_begin_anew_are_not_joined(tmp_path: Path) -> None:
    for name, title in (("1.txt", "春江花月"), ("2.txt", "秋山红叶")):
        chapters = "".join(f"第{n}章 {title[:2]}第{n}夜\n\n　　{BODY.format(title + n)}\n　　{title}{n}后一段。\n\n" for n in "一二三")
        (tmp_path / name).write_text(f"{title}\n\n{chapters}", encoding="utf-8")
    job = convert.Job(to=("json",), output=str(tmp_path / "out"), options=(("text.profile", "book"),))
    result = convert.convert_merged([str(tmp_path / "1.txt"), str(tmp_path / "2.txt")], job, "两本书")
    titles = [walk.flow(section.title) for level, section in walk.sections(convert.read(result.outputs[0]).body) if level == 1]
    assert titles[:2] == ["春江花月", "秋山红叶"]


def test_an_exact_copy_is_left_out_however_short(tmp_path: Path) -> None:
    report = Report()
    text = "\n海洋是家园\n——海洋论坛发言摘编\n　　我们都爱海。\n"
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for path, written in zip(paths, (text, text, text.replace("都爱", "不爱")), strict=True):
        path.write_text(written, encoding="utf-8")
    made = volume(*paths, report=report)
    assert [d.code for d in report if d.code == "merge.repeated"] == ["merge.repeated"]
    assert walk.text(made).count("我们都爱海") == 1
    assert "我们不爱海" in walk.text(made)
