"""What sites and makers of electronic books add to a text: licences, advertising, the furniture of their pages. Flagged, never deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.readers.lines import Line
from convert.zh.characters import HAN

_LICENCE_START = re.compile(r"(?i)\*\*\*\s*START OF (?:THE|THIS) PROJECT")
_LICENCE_END = re.compile(r"(?i)^\**\s*(?:END OF (?:THE |THIS )?PROJECT GUTENBERG|END OF PROJECT)")
_GUTENBERG = re.compile(r"(?i)project gutenberg")
_LONGEST_LICENCE = 400

_ADDRESS = re.compile(r"(?i)(?:https?://|www\.|\b[a-z0-9-]+\.(?:com|net|org|cn|cc|info|me|tw)\b)")
_STRONG = re.compile(
    r"(?i)(?:本书|本書|本电子书|本電子書|本文|本作品|本站|电子书|電子書|TXT)[^。“]{0,20}(?:由|来自|來自|为|為|只|提供)[^。“]{0,24}(?:整理|制作|製作|收集|下载|下載|上传|上傳|扫描|掃描|校对|校對|转载|轉載|首发|首發|存储|提供)|"
    "(?:更多|最新)[^。]{0,12}(?:精彩|好书|好書|小说|小說|章节|章節|电子书|電子書)[^。]{0,12}(?:请|請|尽在|盡在|就在|登陆|登录|登錄|访问|訪問|关注|關注|下载|下載)|"
    "(?:小说|小說|好书|好書)[^。]{0,4}(?:下载|下載|阅读|閱讀)?尽在|(?:请|請)(?:登[陆录錄]|访问|訪問|支持正版|记住本站|記住本站|收藏本站|于下载后)|版权归(?:原)?作者|版權歸(?:原)?作者|"
    "(?:仅供|僅供)[^。]{0,8}(?:交流|预览|預覽|试读|試讀|学习|學習)|支持(?:订阅|正版|作者)|无弹窗|無彈窗|全文(?:字)?阅读|手机(?:阅读|用户)|最快更新|"
    "(?:求|投)[^。，]{0,6}(?:月票|推荐票|推薦票)|微信公众号|扫码关注|内容版权归"
)
#: The characters that what ``_STRONG`` finds begins with.
_STRONG_BEGINS = re.compile("[本电電Tt更最小好请請版仅僅支无無全手求投微扫内]")
_MAKER = re.compile(r"^\W{0,3}(?:输入|輸入|打字|扫描|掃描|OCR|制作|製作|录入|錄入|校对|校對)\s*[：:︰]\s*\S{1,16}$")
_PAGE = re.compile(
    r"^[（(【\[]?(?:本章完|未完待续|未完待續|全书完|全書完|全文完|完结|本章未完.{0,24}|待续|待續)[）)】\]]?$|^(?:更新时间|更新時間|本章字数|本章字數|字数|字數|点击|发布时间)\s*[：:]|^(?:上一[章页頁]|下一[章页頁]|返回(?:目录|目錄|书页|書頁)|加入书签|加入書籤|点击下一页|目录\s*$|回目录)[\s|/>›»]*"
)
#: What stands in brackets of its own, or a sentence with its marks: the stretches of which a site adds whole ones.
_STRETCH = re.compile(
    "[（(【\\[〔][^（(【\\[〔）)】\\]〕]{2,80}[）)】\\]〕]|(?:[^（(【\\[〔。！？!?]|[（(](?![^（(）)]{2,80}[）)]\\s*$))+[。！？!?]*[”」』]*|."
)
_UNFINISHED = re.compile("[（(【\\[]?(?:本章未完|未完待[续續]|(?:请|請)?点击下一[页頁章])")
#: In the middle of a story an address alone is none of a site's words.
_OF_SITES = re.compile(
    "小说|小說|网站|網站|本站|网址|網址|地址|最新|最快|更新|首发|首發|手打|阅读|閱讀|下载|下載|记住|記住|章节|章節|[请請欢歡]"
)
_LINE = re.compile(r"^[-—=_*~＊＝－─━]{5,}$|^[-—=*]{5,}.{2,30}[-—=*]{5,}$")
_LONGEST, _LONGEST_STRETCH = 160, 80
#: Within a story, words of a site that name no address begin their sentence.
_SOON = 6
_ANY_HAN = re.compile(f"[{HAN}]")


def find_handouts(rows: Sequence[Line]) -> dict[int, str]:
    """The role of each row that is no text of the book: ``licence``, ``advertising``, ``furniture``."""
    found = _licences(rows)
    for index, row in enumerate(rows):
        if index not in found and len(row.text) <= _LONGEST and (role := _role(row.text)):
            found[index] = role
    return found


def _role(text: str) -> str:
    if _LINE.match(text) or _PAGE.match(text):
        return "furniture"
    role = _role_of_site(text)
    return "" if role and _story_remains(text) else role


def _role_of_site(text: str) -> str:
    if _MAKER.match(text) or (_has_strong(text) and (len(text) <= 80 or _has_address(text))):
        return "" if "“" in text or "「" in text else "advertising"
    told = text.endswith(("。", "”", "」")) and not _OF_SITES.search(text)  # somebody in the story opens a page
    return "advertising" if len(text) <= 60 and not told and _has_address(text) else ""


def stretches(text: str) -> list[tuple[int, int]]:
    """Where in a paragraph of a story a site has put its own words: brackets and sentences, from and up to which character."""
    if not (_has_strong(text) or _has_address(text) or (("下一" in text or "未完" in text) and _UNFINISHED.search(text))):
        return []
    return [found.span() for found in _STRETCH.finditer(text) if _is_of_site(found[0])]


def _has_strong(text: str) -> bool:
    """Whether ``_STRONG`` is found: looked for only where it may begin, since all of a book is asked."""
    return any(_STRONG.match(text, found.start()) for found in _STRONG_BEGINS.finditer(text))


def _has_address(text: str) -> bool:
    return ("." in text or "://" in text) and _ADDRESS.search(text) is not None


def _is_of_site(stretch: str) -> bool:
    if _UNFINISHED.match(stretch):
        return True
    if len(stretch) > _LONGEST_STRETCH or any(mark in stretch for mark in "“”「」"):
        return False
    if _ADDRESS.search(stretch):
        return _STRONG.search(stretch) is not None or _OF_SITES.search(stretch) is not None
    found = _STRONG.search(stretch)
    return found is not None and found.start() <= _SOON


def _story_remains(text: str) -> bool:
    """Whether a site's words are a stretch of ``text`` only."""
    told = stretches(text)
    bounds = [0, *(bound for stretch in told for bound in stretch), len(text)]
    between = "".join(text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True))
    return bool(told) and len(_ANY_HAN.findall(between)) > 1


def _licences(rows: Sequence[Line]) -> dict[int, str]:
    """The head and the foot of Project Gutenberg's files."""
    found: dict[int, str] = {}
    start = next((i for i, row in enumerate(rows[:_LONGEST_LICENCE]) if _LICENCE_START.search(row.text)), None)
    if start is None:
        named = next((i for i, row in enumerate(rows[:10]) if _GUTENBERG.search(row.text)), None)
        start = _latin_until(rows, named) if named is not None else None
    if start is not None:
        found.update(dict.fromkeys(range(start + 1), "licence"))
    for index in range(max(len(rows) - 3 * _LONGEST_LICENCE, (start or -1) + 1), len(rows)):
        if _LICENCE_END.match(rows[index].text):
            found.update(dict.fromkeys(range(index, len(rows)), "licence"))
            break
    return found


def _latin_until(rows: Sequence[Line], first: int) -> int:
    """The last row of the run of Latin rows that begins at ``first``."""
    index = first
    while index + 1 < len(rows) and index < _LONGEST_LICENCE and rows[index + 1].text.isascii():
        index += 1
    return index
