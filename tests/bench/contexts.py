"""Make ``convert/zh/contexts.txt`` from text that was written in traditional script, and print how much it mends.

    python tests/bench/contexts.py TEXT.txt[.xz] [--write]

TEXT has a sentence or a paragraph a line; its first half should be of another kind than its second (the project's data comes from transcripts
of public meetings in Taiwan, CC0, followed by the statutes of the Republic of China, which are free of copyright), since each model is
also measured on the kind that it was not trained on. Text is simplified by OpenCC, cut into words, and each position at which no word decides is an
example. The models are averaged perceptrons; the same text gives the same data.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from convert.zh import contexts, engines

DATA = Path(__file__).resolve().parents[2] / "convert" / "zh" / "contexts.txt"

EXAMPLES = 20_000
EPOCHS = 5
_CLAUSE = re.compile("[\u3400-\u9fff]+")

Example = tuple[tuple[str, ...], str]


def examples(lines: Sequence[str], chars: Collection[str]) -> dict[str, list[Example]]:
    """For each of ``chars`` its features and its form, wherever no word decides."""
    found: dict[str, list[Example]] = {char: [] for char in chars}
    simplified = engines.converted("tw2s", "\n".join(lines)).split("\n")
    standard = engines.converted("tw2t", "\n".join(lines)).split("\n")
    for text, gold in zip(simplified, standard, strict=True):
        if len(text) == len(gold):
            for at, *context in positions(text):
                if text[at] in found:
                    found[text[at]].append((contexts.features(text, at, *context), gold[at]))
    return found


def positions(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Where no word decides: offset, the word there, the words beside it."""
    for clause in _CLAUSE.finditer(text):
        words = engines.cut(clause.group())
        at = clause.start()
        for i, word in enumerate(words):
            if not engines.is_known(word):
                for offset in range(at, at + len(word)):
                    yield offset, word, words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
            at += len(word)


def train(data: Sequence[Example]) -> dict[tuple[str, str], float]:
    """Weights by form and feature."""
    forms = sorted({form for _, form in data})
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    order, chance, step = list(data), random.Random(1), 0
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for seen, form in order:
            step += 1
            scores = {other: sum(weights.get((other, feature), 0.0) for feature in seen) for other in forms}
            rival = max((other for other in forms if other != form), key=lambda other: scores[other])
            if scores[form] - scores[rival] < 1:
                for feature in seen:
                    for who, by in ((form, 1), (rival, -1)):
                        weights[who, feature] += by
                        sums[who, feature] += by * step
    return {key: value - sums[key] / step for key, value in weights.items()}


def chosen(weights: dict[tuple[str, str], float], forms: Sequence[str], usual: str, seen: Sequence[str]) -> str:
    scores = {form: sum(weights.get((form, feature), 0.0) for feature in seen) for form in {*forms, usual}}
    best = max(sorted(scores), key=lambda form: scores[form])
    return best if (scores[best] - scores[usual]) * 10 >= contexts.MARGIN else usual


def wrong(train_on: Sequence[Example], test_on: Sequence[Example], usual: str) -> tuple[int, int]:
    """Errors of the usual form, and of the model."""
    weights, forms = (train(train_on), sorted({form for _, form in train_on})) if len({f for _, f in train_on}) > 1 else ({}, [usual])
    return sum(form != usual for _, form in test_on), sum(chosen(weights, forms, usual, seen) != form for seen, form in test_on)


def thinned(data: list[Example]) -> list[Example]:
    """At most ``EXAMPLES`` of them, without forms that hardly occur."""
    data = data if len(data) <= EXAMPLES else random.Random(2).sample(data, EXAMPLES)
    counts = Counter(form for _, form in data)
    return [(seen, form) for seen, form in data if counts[form] > 2]


def rows(char: str, weights: dict[tuple[str, str], float]) -> Iterator[str]:
    by_form: defaultdict[str, list[str]] = defaultdict(list)
    for (form, feature), weight in sorted(weights.items()):
        if abs(weight) >= 0.3:
            by_form[form].append(f"{feature}:{round(weight * 10)}")
    for form, found in by_form.items():
        yield " ".join([char, form, *found])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--write", action="store_true", help="write the data; else only measure")
    chosen_ = parser.parse_args()
    data = chosen_.text.read_bytes()
    lines = (lzma.decompress(data) if chosen_.text.suffix == ".xz" else data).decode("utf-8").split("\n")
    halves = [examples(part, contexts.CHARS) for part in (lines[: len(lines) // 2], lines[len(lines) // 2 :])]
    out = ["# Weights of the forms of characters by what stands beside them; made by tests/bench/contexts.py. CC0."]
    print("char  positions | tenth held out: usual, model | trained on the other half: usual, model")
    for char in sorted(contexts.CHARS):
        first, second = (thinned(half[char]) for half in halves)
        usual = engines.convert_each("s2t", [char])[0]
        both = first + second
        random.Random(3).shuffle(both)
        tenth = len(both) // 10
        across = [sum(pair) for pair in zip(wrong(first, second, usual), wrong(second, first, usual), strict=True)]
        print(char, len(both), *wrong(both[tenth:], both[:tenth], usual), *across)
        out += rows(char, train(both))
    if chosen_.write:
        DATA.write_text("\n".join(out) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
