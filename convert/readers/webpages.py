"""The furniture of web pages around reports and laws: navigation, buttons, who is responsible for the page, what comes before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign

_LONGEST = 120
_BUTTON = (
    "打印(?:本[页文稿])?|列印|全屏|下载|收藏(?:本[页文])?|加入收藏|加大|还原|减小|大|中|小|复制链接|關閉視窗|关闭(?:本[页文]|窗口)?|返回(?:顶部|首页|列表|上一?页)?|回到顶部|top|纠错|我要(?:纠错|留言|分享|评论)|"
    "分享(?:到|至)?|分享本[页文]|转发|点赞|微信|微博|新浪微博|腾讯微博|qq空间|qq好友|人人网|朋友圈|有用|无用|登录|注册|搜索|无障碍(?:浏览)?|长者(?:模式|助手)|简体|繁体|繁體|english|手机版|客户端|网站地图|联系我们|关于我们|站点地图|相关附件|首页"
)
_BUTTONS = re.compile(f"(?i)^[【\\[（(|｜/·>＞»\\s]*(?:{_BUTTON})(?:[】\\]）)\\[【（(|｜/·>＞»\\s]+(?:{_BUTTON}))*[】\\]）)|｜/·>＞»\\s]*$")
_LABELLED = re.compile(
    r"(?i)^[【\[（(]?(?:责任?编辑|責任編輯|网络编辑|网站编辑|编辑|审核|签发|值班主任|上一[篇条页則则]|下一[篇条页則则]|相关(?:报道|链接|阅读|新闻|稿件|文章|文件|解读|信息|专题)|延伸阅读|推荐阅读|热门(?:推荐|文章)|"
    r"当前位置|您(?:现在|当前)?(?:所在)?的?位置|点击(?:数|率|量|次数)?|浏览(?:次数|量|数)?|阅读(?:次数|量|数)?|访问量|字[体号]|字體|保护视力色|分享(?:到|至)?|附件下载|网站标识码|政府网站标识码|主办(?:单位)?|承办(?:单位)?|技术支持|版权(?:声明|所有)|免责声明|"
    r"索\s*引\s*号|信息索引|主题分类|发文机关|发文字号|成文日期|发布机构|公开方式|关键词|主题词)\s*[】\])）]?\s*[：:︰].*$|"
    r"^(?:相关(?:报道|链接|阅读|新闻|稿件|文章|文件|解读)|上一[篇条页]|下一[篇条页]|版权声明|免责声明)$|^(?:版权所有|copyright|©|\(c\)).*$|^.{0,40}(?:ICP[备証证]|公网安备|版权所有|All Rights Reserved).{0,60}$|"
    r"^(?:首页|网站首页|home)\s*[>＞»/|-].*$|^\S{1,12}(?:\s*[>＞»]\s*\S{1,16}){2,}$|^(?:扫一扫|扫描二维码|用微信扫|手机扫).{0,30}$|^【?字[号體体]\s*[：:].{0,30}$|^本(?:网|站)(?:凡)?(?:注明|转载|所有).{0,100}$|^凡(?:本网|注明).{0,110}$"
)


def is_furniture(text: str) -> bool:
    """Whether a row is a button, a row of buttons, a path of navigation, or a label of the page."""
    return len(text) <= _LONGEST and (_BUTTONS.match(text) is not None or _LABELLED.match(text) is not None)


def marked(lines: Sequence[Line], signs: Sequence[Sign]) -> list[Sign]:
    """``signs`` with the furniture of the page marked; what stands in a table, or between paragraphs as its label, is none."""
    made = list(signs)
    for index, line in enumerate(lines):
        if signs[index].kind not in _NEVER and is_furniture(line.text) and not (index and _is_of_paper(lines[index - 1].text, line.text)):
            made[index] = replace(signs[index], kind=Kind.FURNITURE, because="a button, a path or a label of a web page")
    return made


_ABSTRACT = re.compile("[【\\[]?(?:内容)?(?:摘\\s*要|提\\s*要)[】\\]]?\\s*[：:]?")


def _is_of_paper(above: str, text: str) -> bool:
    """Whether a row gives the key words of a paper, below its abstract."""
    return text.lstrip("【[").startswith(("关键词", "主题词")) and _ABSTRACT.match(above) is not None


_NEVER = frozenset({Kind.ROW, Kind.VERSE, Kind.FURNITURE})


def foot(lines: Sequence[Line], signs: Sequence[Sign]) -> int:
    """Where the furniture begins with which the page ends: short rows below the first of it are the page's too (titles of other pages)."""
    first = len(lines)
    rest = 0
    for index in range(len(lines) - 1, -1, -1):
        if signs[index].kind is Kind.FURNITURE:
            first, rest = index, 0
            continue
        rest += 1
        if rest > 6 or len(lines[index].text) > 60 or lines[index].text.endswith("。") or signs[index].kind not in _OF_FOOT:
            break
    return first


_OF_FOOT = frozenset({Kind.SHORT, Kind.PROSE, Kind.CREDIT, Kind.DATE, Kind.BYLINE, Kind.NAME, Kind.MINI})
