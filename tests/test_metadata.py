"""What the user tells of a text: laid over what its source tells, checked, stated by every format."""

from __future__ import annotations

import pytest
from sample import everything

from convert.diagnostics import OptionError, Report
from convert.model.nodes import Contributor, Meta
from convert.transforms.metadata import Metadata


def told(*pairs: tuple[str, str]) -> Meta:
    return Metadata.of(pairs)(everything(), Report()).meta


def test_what_is_told_takes_the_place_of_what_was_found() -> None:
    meta = told(("publisher", "某某出版社"), ("rights", "版权所有"), ("keywords", "甲，乙、丙"), ("date", "2023-05"))
    assert (meta.publisher, meta.rights, meta.keywords, meta.date) == ("某某出版社", "版权所有", ("甲", "乙", "丙"), "2023-05")
    assert meta.title == everything().meta.title


def test_nothing_told_changes_nothing() -> None:
    assert Metadata()(everything(), Report()) == everything()


def test_people_take_the_place_of_those_with_the_same_part() -> None:
    meta = told(("author", "罗贯中"), ("author", "毛宗岗"), ("speaker", "李四"))
    assert meta.contributors == (
        Contributor("罗贯中", "aut"),
        Contributor("毛宗岗", "aut"),
        Contributor("李四", "spk"),
        Contributor("张三", "bkd"),
    )


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("978-7-02-000872-8", "urn:isbn:9787020008728"),
        ("ISBN 978-7-02-000872-8", "urn:isbn:9787020008728"),
        ("7-02-000872-0", "urn:isbn:7020008720"),
        ("urn:uuid:2c8b0a1e", "urn:uuid:2c8b0a1e"),
        ("https://example.org/1", "https://example.org/1"),
    ],
)
def test_identifiers(text: str, identifier: str) -> None:
    assert told(("identifier", text)).identifiers[0] == identifier


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("publsher", "某社", "did you mean “publisher”"),
        ("identifier", "978-7-02-000872-7", "no ISBN"),
        ("date", "2022年", "2022-12-07"),
        ("rights", " ", "no value"),
    ],
)
def test_what_cannot_be_is_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Metadata.of([(name, value)])
