"""The reader of plain text: which profile it finds, and that it can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.diagnostics import OptionError, Report
from convert.readers.profiles import find_profile
from convert.readers.text import TextOptions, TextReader
from convert.source import Source

SEED = next((Path(__file__).parent.parent / "seeds").glob("*.txt")).read_text(encoding="utf-8")
PROSE = "上午九时许，数千名干部群众来到城郊的荒坡，挥锹培土，提桶浇水，一派热火朝天的景象。"

REPORT = f"政府工作报告\n——2030年3月5日在青山市人民代表大会上\n青山市市长　王　明\n各位代表：\n现在，我代表市人民政府，向大会报告工作。\n一、回顾\n{PROSE}\n二、建议\n{PROSE}\n三、任务\n{PROSE}\n"
LAW = "青山市植树条例\n" + "".join(f"第{n}条　植树的单位应当浇水，并且每年报告一次。\n" for n in "一二三四五六")
COMMUNIQUE = f"青山公报\n（2030年3月5日通过）\n全会于2030年3月5日在青山举行。\n\n现在，我受委托，向大会报告。\n\n{PROSE}\n"
BOOK = "青山传\n" + "".join(f"第{n}回　老王种树　小李浇水\n话说老王道：“树要种得直。”{PROSE * 3}\n" for n in "一二三四五六")
NEWS = f"\n青山市举行春季植树活动\n\n　　{PROSE}\n　　{PROSE}\n"


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        (SEED, "digest"),
        (NEWS, "digest"),
        ("一句话。", "digest"),
        (REPORT, "report"),
        (LAW, "report"),
        (COMMUNIQUE, "report"),
        (BOOK, "book"),
    ],
)
def test_profiles(text: str, profile: str) -> None:
    found = find_profile(text)
    assert found.profile == profile
    assert found.because
    assert 0.5 < found.confidence <= 1


def explained(text: str, **options: str) -> str:
    report = Report(explaining=True)
    TextReader().read(Source("text.txt", text.encode()), TextOptions(**options), report)
    return next(decision.taken_as for decision in report.decisions)


def test_the_profile_is_explained_and_can_be_told() -> None:
    assert explained(BOOK) == "profile book"
    assert explained(BOOK, profile="report") == "profile report"


def test_a_profile_that_does_not_exist() -> None:
    with pytest.raises(OptionError, match=r"text.profile is “books” \(did you mean “book”"):
        explained(BOOK, profile="books")


def test_a_year_of_speeches_is_no_book() -> None:
    """Length alone makes no book of what has speakers with their posts."""
    speech = "　　数字赋能发展\n　　某省通信管理局局长　周景耀\n" + "　　推动发展数字经济，推进建设数字中国，把握时机，深度融合。\n" * 20
    assert find_profile("论坛发言摘编\n" + speech * 260).profile == "digest"
