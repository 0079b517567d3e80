"""Numbers as they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.zh.numerals import find_date, to_chinese, to_circled, to_int


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("廿一", 21), ("一百零三", 103), ("二千", 2000), ("三万五千", 35000), ("二〇二二", 2022), ("二○○八", 2008),
     ("１２", 12), ("103", 103), ("①", 1), ("⑳", 20), ("㊿", 50), ("⑴", 1), ("⒈", 1), ("㈩", 10), ("Ⅳ", 4), ("两百", 200), ("壹佰", 100), ("贰", 2), ("陸", 6)],
)  # fmt: skip
def test_to_int(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize("text", ["", "甲", "十百", "二十三十", "一二是", "1.5", "①②", "9" * 40])
def test_no_numbers(text: str) -> None:
    assert to_int(text) is None


@given(st.integers(0, 9999))
def test_chinese_there_and_back(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@given(st.integers(0, 50))
def test_circled_there_and_back(number: int) -> None:
    assert to_int(to_circled(number)) == number


@pytest.mark.parametrize("number", [-1, 10000])
def test_numbers_that_cannot_be_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        to_chinese(number)
    with pytest.raises(ValueError, match="51"):
        to_circled(51)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("（２０１２年１１月１６日）", "2012-11-16"),
        ("2026-02-09", "2026-02-09"),
        ("二〇二二年十二月七日通过", "2022-12-07"),
        ("2022年5月", "2022-05"),
        ("2022年", "2022"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found[0] == iso


@pytest.mark.parametrize("text", ["2022", "13月", "2022年13月1日", "电话2345-6789-0123"])
def test_no_dates(text: str) -> None:
    found = find_date(text)
    assert found is None or len(found[0]) < 10
