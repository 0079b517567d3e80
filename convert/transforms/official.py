"""The head and the imprint of an official document, said by the user: --meta issuer=…, number=…, copies=… (GB/T 9704-2012, 7.2 and 7.4)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

from convert.diagnostics import OptionError
from convert.model import walk
from convert.model.letterhead import HEAD, signer_content
from convert.model.nodes import Attrs, Block, Document, Group, Para, Text, TitleLine

#: What may be said, as fields of ``metadata.Metadata``.
PARTS = ("copy_number", "secrecy", "urgency", "issuer", "number", "signer", "copies", "printed_by", "printed_on")
_LINES = ("copy-number", "secrecy", "urgency", "issuer", "number", "signer")
_YEAR = re.compile(r"[\[［【（(〔](\d{4})[\]］】）)〕]\s*第?0*(\d+)\s*([号號]?)$")
_BETWEEN = re.compile(r"[,，、;；]\s*|\s{1,}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NAMES_IN_ROW = 2


def check_official(values: Mapping[str, str]) -> None:
    """Raises OptionError for a number that is none, and for half of a printing line."""
    number = values.get("number", "")
    if number and not _YEAR.search(number):
        raise OptionError(f"the metadata “number” is “{number}”, but must be the number of a document, such as 国发〔2012〕10号")
    if ("printed-by" in values) != ("printed-on" in values):
        raise OptionError("the metadata “printed-by” and “printed-on” go together: who printed the document, and on which day")
    _day(values.get("printed-on", ""))


def with_parts(document: Document, said: Mapping[str, str]) -> Document:
    """``document`` with the parts that were ``said`` in the place of its own."""
    if not any(said.values()):
        return document
    traditional = document.meta.language.startswith("zh-Hant")
    meta = document.meta
    lines = [line for line in walk.title_block(meta) if line.role not in HEAD or not said[line.role.replace("-", "_")]]
    kept = [line for line in lines if line.role in HEAD]
    head = sorted([*kept, *_head(said, traditional)], key=_order)
    rest = [line for line in lines if line.role not in HEAD]
    made = replace(document, meta=replace(meta, title_block=(*_signed(head), *rest)))
    return replace(made, body=_with_imprint(made.body, said, traditional))


def _order(line: TitleLine) -> int:
    return _LINES.index(line.role)


def _head(said: Mapping[str, str], traditional: bool) -> list[TitleLine]:
    found: list[TitleLine] = []
    for role in _LINES:
        value = said[role.replace("-", "_")]
        if role == "signer" and value:
            names = [walk.spread(name) for name in _BETWEEN.split(value) if name]
            rows = ["\u3000".join(names[n : n + _NAMES_IN_ROW]) for n in range(0, len(names), _NAMES_IN_ROW)]
            rows[0] = ("簽發人：" if traditional else "签发人：") + rows[0]
            found += [TitleLine(signer_content(row), attrs=Attrs(role=role)) for row in rows]
        elif role == "issuer" and value:
            found += [TitleLine((Text(name),), attrs=Attrs(role=role)) for name in re.split("[,，;；]", value) if name.strip()]
        elif value:
            text = _numbered(value, traditional) if role == "number" else value
            found.append(TitleLine((Text(text),), attrs=Attrs(role=role)))
    return found


def _numbered(text: str, traditional: bool) -> str:
    """国发[2012]010 with the brackets of the standard, without 第 and leading noughts, with 号."""
    return _YEAR.sub(lambda found: f"〔{found[1]}〕{int(found[2])}{found[3] or ('號' if traditional else '号')}", text)


def _signed(head: list[TitleLine]) -> list[TitleLine]:
    """The number stands on the line of the last signers, so before them."""
    if [line.role for line in head].count("signer") < 2 or not any(line.role == "number" for line in head):
        return head
    number = next(line for line in head if line.role == "number")
    rest = [line for line in head if line is not number]
    return [*rest[:-1], number, rest[-1]]


# ------------------------------------------------------------------------------------------------ imprint


def _with_imprint(body: tuple[Block, ...], said: Mapping[str, str], traditional: bool) -> tuple[Block, ...]:
    copies, office, day = said["copies"], said["printed_by"], _day(said["printed_on"])
    found = {"copies": "", "printing": ""}
    if copies:
        label = "" if re.match("[抄主分]送[：:]", copies) else "抄送："
        found["copies"] = f"{label}{copies.rstrip('。.')}。"
    if office:
        found["printing"] = f"{office}\u3000{day}印{'發' if traditional else '发'}"
    if not any(found.values()):
        return body
    old = body[-1] if body and isinstance(body[-1], Group) and body[-1].role == "imprint" else Group((), attrs=Attrs(role="imprint"))
    kept = [para for para in old.body if not found.get(para.role)]
    paras = [*kept, *(Para((Text(text),), attrs=Attrs(role=role)) for role, text in found.items() if text)]
    paras.sort(key=lambda para: para.role == "printing")
    return (*(block for block in body if block is not old), replace(old, body=tuple(paras)))


def _day(text: str) -> str:
    """2012-07-01 as 2012年7月1日; as it is where it is written so. Raises OptionError for a day that there is not."""
    if not _ISO.fullmatch(text):
        return re.sub("印[发發]$", "", text)
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise OptionError(f"the metadata “printed-on” is “{text}”, but there is no such day") from error
    return f"{day.year}年{day.month}月{day.day}日"
