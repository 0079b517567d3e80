"""What stands upright in vertical lines."""

from __future__ import annotations

import pytest

from convert.zh.upright import upright


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("7月15日", ["7", "15"]),
        ("第3、4期", ["3", "4"]),
        ("3—5年", ["3", "5"]),
        ("(2)加快建设", ["2"]),
        ("1.发展", ["1"]),
        ("真的!?", ["!?"]),
        ("2021年用5G", []),
        ("占20%，合12.5亿", []),
        ("A4纸、X-1型、COVID-19", []),
        ("12:30，有1,000人，2022.12.7", []),
        ("啊!!!", []),
        ("没有数字", []),
    ],
)
def test_short_numbers_stand_and_longer_ones_are_turned(text: str, standing: list[str]) -> None:
    assert [text[start:end] for start, end in upright(text)] == standing


def test_a_number_is_seen_whole_though_a_part_of_the_text_is_asked_for() -> None:
    assert upright("在2021年", 2, 4) == []
    assert upright("在15日", 0, 2) == []
    assert upright("在15日", 1, 3) == [(1, 3)]
