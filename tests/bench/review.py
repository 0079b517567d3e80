"""Print how many of the errors of the edition for Taiwan its review points at, and how much it points at.

    python tests/bench/review.py CASES… [--every N] [--errors]

CASES are texts that were written in traditional script in Taiwan, a sentence or a paragraph a line, which are simplified first; or lines of two
columns, simplified and traditional with a tab between (several right answers parted by ``||``); or tables with a heading, of which the
columns ``simp`` and ``tw`` count and each ``cat`` is told by itself. ``.xz`` is unpacked. ``--every N`` takes each N-th line, so that one
text gives several samples: ``--from K`` begins at the K-th. Spellings that Taiwan writes both ways (臺 or 台, 佈 or 布) are no errors.
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from convert.zh import engines, phrases, script

WAY = script.route("zh-Hant-TW")
#: Spellings between which Taiwan's print wavers; the right one of each pair is taken for the left one.
FREE = (
    "台臺 布佈 占佔 周週 凶兇 雇僱 欲慾 念唸 岩巖 家傢 伙夥 姐姊 麵麪 裡裏 為爲 群羣 峰峯 眾衆 啟啓 吃喫 鑑鑒 愈癒 煙菸 復覆 了瞭 盡儘 畫劃 匯彙 借藉 扎紮 采採 "
    "贊讚 託托 游遊 志誌 征徵 制製 注註 秘祕 跡蹟 汙污 溼濕 嘆歎 回迴 搜蒐 沉沈 蕩盪 痴癡 薦荐 床牀 戶户 說説 稅税 升昇 升陞 拐柺 梁樑 抵牴 局侷 毀燬 鋪舖 厘釐 淨凈 "
    "傑杰 恆恒 巨鉅 鏽銹 唇脣 杯盃 飢饑 捆綑 譁嘩 徑逕 薰熏 洩泄 核覈 台檯"
)
#: Of these, pairs whose characters differ in meaning: free only within the words that follow.
WORDS = "計劃 規劃 企劃 策劃 瞭解 儘快 儘量 儘可能 儘早 儘速 藉助 藉著 部份 身份 回覆 答覆 函覆 批覆 反覆 彙集 彙整 彙報 複查 紮根 註銷 標誌 遊說 瞭然 複驗 申覆"
MEANT = frozenset("復覆了瞭盡儘畫劃匯彙借藉扎紮采採游遊志誌征徵制製注註")
_FOLD = {ord(b): a for a, b in FREE.split() if a not in MEANT} | dict(zip(map(ord, "“”‘’"), "「」『』", strict=True))
_LOOSE = {ord(b): a for a, b in FREE.split()} | {ord("份"): "分"}


def folded(text: str) -> str:
    """``text`` with one spelling for each that is free."""
    for word in WORDS.split():
        text = text.replace(word, word.translate(_LOOSE))
    return text.translate(_FOLD)


def cases(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """The cases of a file: kind, simplified text, right answers."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as stream:
        lines = [line.rstrip("\n") for line in stream]
    heading = lines[0].split("\t")
    if "simp" in heading:
        for line in lines[1:]:
            row = dict(zip(heading, line.split("\t"), strict=False))
            if row.get("tw") and row.get("level", "char") in ("char", "any"):
                yield row.get("cat", path.stem), row["simp"], row["tw"].split("||")
        return
    for line in filter(None, lines):
        simplified, tab, gold = line.partition("\t")
        yield path.stem, simplified if tab else engines.converted("tw2s", line), (gold or line).split("||")


def judged(text: str, answers: list[str]) -> tuple[list[int], set[int], str]:
    """Where the edition of ``text`` differs from its right answer, where its review has doubts, and the edition."""
    persons = script.persons_in([text], [])
    cells = script.convert_paragraphs([text], WAY, persons=persons).cells[0]
    found = script.doubts(text, WAY, cells, (), persons, phrases.NONE)
    flagged = {i for doubt in found for i in range(doubt.offset, doubt.offset + doubt.length)}
    new = folded("".join(cells))
    wrong = [
        [i for i, (a, b) in enumerate(zip(new, gold, strict=True)) if a != b] for gold in map(folded, answers) if len(gold) == len(new)
    ]
    starts = {doubt.offset for doubt in found}
    return min(wrong, key=len, default=[]), flagged | {-1 - start for start in starts}, "".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--errors", action="store_true", help="print those that are not pointed at")
    chosen = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in chosen.cases:
        for number, (kind, text, answers) in enumerate(cases(path)):
            if number % chosen.every != chosen.first % chosen.every:
                continue
            wrong, flagged, new = judged(text, answers)
            missed = [i for i in wrong if i not in flagged]
            counts[kind] += Counter(
                texts=1, characters=len(text), errors=len(wrong), told=len(wrong) - len(missed), flags=sum(i < 0 for i in flagged)
            )
            for i in missed if chosen.errors else ():
                print(f"{kind}: {new[max(0, i - 12) : i]}[{new[i : i + 1]}]{new[i + 1 : i + 12]}")
    print(f"{'kind':16}{'texts':>8}{'characters':>12}{'errors':>8}{'pointed at':>12}{'share':>8}{'flags, ‰':>10}")
    for kind, found in counts.items():
        share = f"{found['told'] / found['errors']:.0%}" if found["errors"] else "–"
        flags = 1000 * found["flags"] / max(1, found["characters"])
        print(f"{kind:16}{found['texts']:8,}{found['characters']:12,}{found['errors']:8,}{found['told']:12,}{share:>8}{flags:10.2f}")


if __name__ == "__main__":
    main()
