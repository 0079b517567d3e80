"""The review of traditional editions: every doubtful place with its alternatives, for an editor (HTML), a table (CSV), a program (JSON).

The HTML page stands alone. What the editor picks in it is saved as a user's dictionary, which ``--dictionary`` obeys.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path

from convert.diagnostics import Doubt, OptionError
from convert.files import replacing


def check_review(name: str) -> None:
    """Raises OptionError where the extension of ``name`` tells no format of reviews."""
    if Path(name).suffix.lower() not in _FORMATS:
        raise OptionError(f"--review {name}: the name must end in {', '.join(_FORMATS)}")


def write_review(name: str, doubts: Mapping[str, Iterable[Doubt]]) -> None:
    """Write what is doubtful, by source, to the file ``name``. Raises OptionError for its extension, OutputError."""
    check_review(name)
    rows = [{"file": source} | asdict(doubt) for source, found in doubts.items() for doubt in found]
    with replacing(name) as stream:
        stream.write(_FORMATS[Path(name).suffix.lower()](rows).encode("utf-8"))


Row = dict[str, object]


def _json(rows: list[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: list[Row]) -> str:
    """Comma-separated, with the mark by which spreadsheets know UTF-8. A cell that would be a formula is led by an apostrophe."""
    out = io.StringIO()
    names = ["file", *(field.name for field in fields(Doubt) if field.name not in ("frame", "pos")), "line", "column"]
    table = csv.DictWriter(out, names, lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        pos = row["pos"] if isinstance(row["pos"], dict) else {"line": "", "column": ""}
        flat = row | {"alternatives": "、".join(row["alternatives"]), "line": pos["line"], "column": pos["column"]}  # type: ignore[arg-type]
        table.writerow({name: _plain(str(flat[name])) for name in names})
    return "\ufeff" + out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _html(rows: list[Row]) -> str:
    return _PAGE.replace("@ROWS@", "\n".join(_html_row(row) for row in rows)).replace("@COUNT@", str(len(rows)))


def _html_row(row: Row) -> str:
    def text(name: str) -> str:
        return html.escape(str(row[name]))

    frame, alternatives, pos = row["frame"], row["alternatives"], row["pos"]
    assert isinstance(frame, tuple)
    assert isinstance(alternatives, tuple)
    where = f"{pos['line']}:{pos['column']}" if isinstance(pos, dict) else ""
    options = "".join(f'<option value="{html.escape(form)}">{html.escape(form)}</option>' for form in (row["choice"], *alternatives))
    return (
        f'<tr data-phrase="{text("phrase")}" data-left="{html.escape(frame[0])}" data-right="{html.escape(frame[1])}" '
        f'data-choice="{text("choice")}" data-edition="{text("edition")}"><td>{text("file")} {where}</td><td>{_EDITIONS.get(str(row["edition"]), text("edition"))}</td>'
        f'<td lang="{text("edition")}">{text("before")}<b>{text("choice")}</b>{text("after")}</td><td>{text("source")}</td>'
        f'<td><select>{options}</select> <input size="6" aria-label="其他"></td><td>{_REASONS.get(str(row["reason"]), text("reason"))}</td>'
        '<td><input type="checkbox" aria-label="記下"></td></tr>'
    )


_EDITIONS = {"zh-Hant": "繁體", "zh-Hant-TW": "臺灣", "zh-Hant-HK": "香港", "zh-Hans": "简体"}
_REASONS = {
    "converters disagree": "轉換結果不一",
    "the surroundings do not decide": "上下文不足以判定",
    "a name, or none": "可能是人名",
    "left, since all around is in traditional script": "原文已是繁體，未改",
    "vocabulary": "換了用詞",
    "unit or number": "換了單位或數目",
    "no font has the character": "字體缺字",
    "quotation mark without counterpart": "引號不成對",
}

_FORMATS: dict[str, Callable[[list[Row]], str]] = {".html": _html, ".csv": _csv, ".json": _json}

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hant">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>繁體版審閱</title>
<style>
body { font: 16px/1.6 system-ui, "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", sans-serif; margin: 1.5em auto; max-width: 72em; padding: 0 1em; color: #222; }
h1 { font-size: 1.4em; margin: 0 0 .2em; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ddd; padding: .3em .5em; text-align: left; vertical-align: baseline; }
th { position: sticky; top: 0; background: #f4f4f2; }
td:first-child { color: #777; font-size: .85em; word-break: break-all; }
td:nth-child(2), td:nth-child(4), td:nth-child(5), th { white-space: nowrap; }
b { color: #b00020; font-size: 1.15em; }
tr.done { background: #eef6ee; }
select, input, button { font: inherit; }
button { padding: .3em 1em; }
</style>
</head>
<body>
<h1>繁體版審閱</h1>
<p>共 @COUNT@ 處存疑。選定正確的寫法（或在空格裡自己填），有改動的自動記下；原樣正確也可打勾記下。存成詞典後，下次轉換加 <code>--dictionary 詞典.txt</code> 即照此辦理。</p>
<p><button id="save">存成詞典</button> <span id="told"></span></p>
<table>
<thead><tr><th>位置</th><th>版本</th><th>上下文</th><th>原文</th><th>寫法</th><th>緣由</th><th>記下</th></tr></thead>
<tbody>
@ROWS@
</tbody>
</table>
<script>
const rows = [...document.querySelectorAll("tbody tr")];
const picked = row => row.querySelector("input[size]").value.trim() || row.querySelector("select").value;
function refresh(row) {
  const tick = row.querySelector("[type=checkbox]");
  if (picked(row) !== row.dataset.choice) tick.checked = true;
  row.classList.toggle("done", tick.checked);
  document.getElementById("told").textContent = "已記下 " + rows.filter(r => r.classList.contains("done")).length + " 處";
}
rows.forEach(row => row.addEventListener("input", () => refresh(row)));
function dictionary() {
  const lines = new Map();
  for (const row of rows) if (row.classList.contains("done"))
    lines.set(row.dataset.phrase + row.dataset.edition, [row.dataset.phrase, row.dataset.left + picked(row) + row.dataset.right, row.dataset.edition]);
  return "# zhaibian\\n" + [...lines.values()].map(line => line.join("\\t") + "\\n").join("");
}
document.getElementById("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([dictionary()], {type: "text/plain;charset=utf-8"}));
  link.download = "詞典.txt";
  link.click();
});
</script>
</body>
</html>
"""
