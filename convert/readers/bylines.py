"""The grammar of bylines: position and name, in every shape that newspapers print, and what only looks like one.

    科技部火炬高技术产业开发中心副主任  李有平        position, gap, name
    导演  韩  延                                  the name spread
    西安演艺集团董事长寇雅玲——                     no gap, led on by a dash
    （乌兹别克斯坦）穆罗江·肯杰柏耶夫               country, name
    写信人：李光洁（演员）                          a letter's writer

No list of posts is complete, so a reading carries the sum of what speaks for it; what stands around decides the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from convert.zh import names
from convert.zh.characters import HAN, NAME_DOT, is_han, without_blanks


@dataclass(frozen=True, slots=True)
class Reading:
    """A line read as a byline: its parts, how sure that is (0 … 1), and the evidence in words."""

    position: str
    name: str
    confidence: float
    because: str


#: From here on a line is taken for a byline on its own evidence; from ``POSSIBLE`` on, where its surroundings speak for it too.
SURE = 0.6
POSSIBLE = 0.35

#: Longer lines are no bylines.
LONGEST = 80
_SOME_CHANCE = 0.25

#: Words with which a post ends. A position that ends in one of them may be followed by the name without a gap.
_POST_WORDS = (
    "书记 副书记 主任 委员 部长 局长 厅长 省长 市长 县长 区长 镇长 乡长 村长 州长 院长 校长 所长 处长 科长 行长 会长 社长 司长 署长 站长 台长 团长 队长 组长 "
    "班长 馆长 园长 董事长 理事长 秘书长 检察长 审判长 首长 酋长 署長 部長 局長 院長 校長 會長 董事長 秘書長 主席 总统 总理 首相 议长 大臣 大使 总领事 参赞 教授 "
    "讲师 研究员 院士 学者 博士 硕士 导师 教师 老师 医师 医生 护士 律师 法官 检察官 工程师 设计师 经济师 会计师 分析师 建筑师 技师 厨师 农艺师 总师 经理 总经理 "
    "总裁 总监 董事 监事 理事 干事 执行官 技术官 信息官 运营官 财务官 官员 专员 馆员 代表 发言人 负责人 主持人 创始人 传承人 合伙人 带头人 经纪人 策展人 制片人 主编 "
    "编辑 总编辑 编审 记者 评论员 作家 诗人 画家 书法家 艺术家 科学家 企业家 歌唱家 作曲家 评论家 理论家 翻译家 史学家 经济学家 专家 导演 编剧 演员 歌手 摄影师 "
    "冠军 运动员 教练 裁判 学生 留学生 研究生 博士生 志愿者 工作者 劳动者 创业者 创作者 经营者 管理者 研究者 爱好者 从业者 亲历者 获得者 得主 大户 能手 工匠 巧匠 标兵 模范 劳模 楷模 村官 青年 少年 学子 匠人 店长 选手 教官 卖家 会计 厨师 CEO CTO CFO COO UP主 议员 旅长 师长 军长 连长 营长 庭长 舰长 教导员 指导员 讲解员 快递员 护林员 网格员 宣传员 巡护员 驾驶员 公务员 主播 博主 "
    "剧作家 教育家 传人 领队 队员 工人 农民 村民 居民 牧民 商人 店主 船长 机长 司机 飞行员 航天员 战士 政委 司令员 参谋长 "
    "将军 少将 中将 上将 大校 巡视员 调研员 督学 顾问 助理 秘书 干部 党员 支书 村支书 第一书记 院長 教授 主任 委員 代表 總統 總理 記者 編輯 導演 演員 專家 議員 研究員 "
    "特使 总干事 干事长 参事 主厨 博士后 领事 大法官 召集人 书记员 出品人 撰稿人 发明人 发起人 投资人 协调员 委员长 "
    "立委 館長 執行長 總經理"
)
_POST_END = re.compile(f"(?:{'|'.join(sorted(set(_POST_WORDS.split()), key=lambda word: (-len(word), word)))})$")
#: Single characters in which almost every name of a job ends.
_JOB_END = re.compile("[长長任席员員师師家者官人手工授士裁理事导導演编編辑輯军軍督将將主生农農医醫匠民委]$")
_INSTITUTION = re.compile(
    "(?:大学|学院|研究院|研究所|研究室|研究中心|中心|委员会|集团|公司|协会|学会|联合会|基金会|银行|医院|法院|检察院|电视台|出版社|报社|杂志社|"
    "人民政府|省|市|自治区|县|部|厅|局|办|署|州|国|中央|大學|學院|研究院|委員會|集團|協會|學會|銀行|醫院)"
)
_ENDS_AS_INSTITUTION = re.compile(f"{_INSTITUTION.pattern}$")
_NO_POSITION = re.compile(
    f"[。！？；：:!?;【】<>#=|●■◆▲◇]|[——]{{2}}|^[《（(]|^“(?![^”]{{1,8}}”(?:[{HAN}、]|$))|第[{HAN}]章|^[0-9０-９.、]+$"
)

_OUTLET = "本报|本刊|本网|本社|本台|新华社|新华网|人民网|人民日报|中新社|央视|光明日报|经济日报|中国日报"
_CALLING = "记者|评论员|通讯员|特约撰稿人|記者|通訊員"
_REPORTERS = re.compile(
    f"^(?:[■□◎●]|[文图]/|[文图]／)?\\s*(?P<outlet>{_OUTLET})?\\s*(?:实习|见习|特约|特派|驻)?[^\\s，。：；！？]{{0,12}}?(?:{_CALLING})(?=\\s|[：:/／]|$|[^的们在说])[：:/／\\s]*"
)
_AROUND_NAMES = re.compile("摄影报道|综合报道|整理|报道|采写|文并摄|文/图|摄影|摄|通讯员|记者|本报|通訊員|記者")


def is_reporter(text: str) -> bool:
    """Whether a short line names the paper's own people (本报记者  张  帆  杨文明, 人民日报评论员): they report, they do not speak."""
    found = _REPORTERS.match(text)
    if found is None or len(text) > 60 or re.search("[。！？，；]", text):
        return False
    named = _reporters_after(text, found.end())
    if not named:
        return found["outlet"] is not None
    likely = sum(names.likelihood(name) > _SOME_CHANCE for name in named)
    if found["outlet"] is not None and text[found.end() - 1].isspace():  # 本报记者  那仁高娃: the gap vouches for the rest
        likely += sum(2 <= len(name) <= 6 and is_han(name) for name in named)
    return likely * 2 > len(named) and all(len(name) <= 12 for name in named)


def _reporters_after(text: str, start: int) -> tuple[str, ...]:
    return names.split_names(_AROUND_NAMES.sub(" ", text[start:]).strip("（）()：: \u3000\u00a0"))


def reporters(text: str) -> tuple[str, ...]:
    """The names on a reporters' line."""
    found = _REPORTERS.match(text)
    return () if found is None else tuple(name for name in _reporters_after(text, found.end()) if names.likelihood(name) > _SOME_CHANCE)


def is_post(text: str) -> bool:
    """Whether ``text`` ends in a word for a post."""
    return _POST_END.search(text) is not None


def may_be_post(text: str) -> bool:
    """Whether ``text`` ends like a post, a job or an institution."""
    return is_post(text) or _JOB_END.search(text) is not None or _ENDS_AS_INSTITUTION.search(text) is not None


def read_byline(text: str) -> Reading | None:
    """``text`` read as a byline with a position, or None where its shape forbids it. The confidence may be low: see ``SURE``."""
    if len(text) > LONGEST or is_reporter(text):
        return None
    bare = _BEHIND_NAME.sub("", re.sub("\\s*[—－-]{2,}\\s*$", "", text))
    return _letter_writer(bare) or _with_gap(bare) or _without_gap(bare)


#: What may be a name, a short one; and a country before a name.
_MAY_BE_NAME, _MAY_BE_SHORT_NAME = re.compile(f"[{HAN}]{{2,6}}"), re.compile(f"[{HAN}]{{2,5}}")
_COUNTRY = re.compile(f"[（(][{HAN}]{{2,12}}[）)]\\s*")
#: What may stand in brackets behind a name: （女）, （蒙古族）, （美国）.
_BEHIND_NAME = re.compile(f"\\s*[（(](?:女|男|[{HAN}]{{1,6}}(?:族|国|籍))[）)]$")


def read_names(text: str) -> tuple[str, ...]:
    """The names of a line that holds nothing but names (王  蒙  莫小言), () where it holds anything else."""
    found = names.split_names(text) if len(text) <= 40 else ()
    return found if all(names.likelihood(name) >= SURE for name in found) else ()


def read_name(text: str) -> Reading | None:
    """``text`` read as a name alone (阮越盛, 曾  勇, （韩国）金映秀), or None."""
    if len(text) > 40:
        return None
    bare = re.sub("\\s*[—－-]{2,}\\s*$", "", text)
    country = _COUNTRY.match(bare)
    name = bare[country.end() :] if country else bare
    chance = names.likelihood(name)
    if country and chance:
        chance = max(chance, 0.8)
    if chance < POSSIBLE:
        return None
    return Reading("", names.closed_up(name), chance, "the line is a name" + (" after a country in brackets" if country else ""))


_WRITER = re.compile("(?:写信人|寫信人|作者|讲述人|讲述者|口述|口述人|受访者|嘉宾|演讲者|主讲人|发言人)[：:]\\s*")
_WRITERS_NAME = re.compile(f"(?P<name>[{HAN}{NAME_DOT}\\s]{{2,20}}?)\\s*(?:[（(](?P<post>[^）)]+)[）)])?")


def _letter_writer(text: str) -> Reading | None:
    found = _WRITER.match(text)
    if found is None:
        return None
    because = "a label says whose words follow"
    rest = text[found.end() :]
    posted = _with_gap(rest) or _without_gap(rest)
    if posted is not None and posted.confidence >= POSSIBLE:
        return Reading(posted.position, posted.name, max(posted.confidence, 0.8), because)
    name = _WRITERS_NAME.fullmatch(rest)
    if name is None:
        return None
    return Reading(name["post"] or "", names.closed_up(name["name"]), max(names.likelihood(name["name"]), 0.5) + 0.2, because)


_POST_BEHIND = re.compile(
    f"(?P<name>[{HAN}{NAME_DOT}\\s]{{2,20}}?)\\s*(?:[，,]\\s*(?P<clause>[^（()）]+)|[（(](?P<bracket>[^（）()]{{2,40}})[）)])"
)


def read_speaker(text: str) -> Reading | None:
    """``text``, which ends in a colon, read as the announcement of a speaker: 李晓红，青山学院院长：, 刘  伟（青山大学校长）：, 木匠  何大壮：."""
    bare = text.rstrip("：:︰ \u00a0\u3000")
    if len(bare) > LONGEST or is_reporter(bare):
        return None
    found = _POST_BEHIND.fullmatch(bare)
    chance = names.likelihood(found["name"]) if found is not None else 0.0
    position = (found["clause"] or found["bracket"]) if found is not None else ""
    if found is None or (chance < POSSIBLE and not (is_post(position) and len(without_blanks(found["name"])) < 5)):
        return read_byline(bare)
    score, reasons = _weigh(position, found["name"], chance)
    if found["bracket"]:
        score, reasons = score + 0.3, [*reasons, "the post stands in brackets"]
    return Reading(_GAP.sub(" ", position), names.closed_up(found["name"]), _bounded(score), "; ".join([*reasons, "a colon follows"]))


_GAP = re.compile(r"\s+")


def _with_gap(text: str) -> Reading | None:
    """Position and name with blanks between. The name is the last token, or the last two or three where all are single characters."""
    gaps = list(_GAP.finditer(text))
    if not gaps:
        return None
    cut = _cut_before_name(text, gaps)
    position, name = text[: cut.start()], text[cut.end() :]
    if without_blanks(position) == "" or _NO_POSITION.search(position):
        return None
    chance = names.likelihood(name)
    if chance < _SOME_CHANCE and _POST_END.search(name):
        return _name_first(text, gaps)
    if not chance and not _MAY_BE_SHORT_NAME.fullmatch(name):
        return None
    score, reasons = _weigh(position, name, chance)
    if len(cut[0]) > 1 or "\u00a0" in cut[0]:
        score += 0.05
    return Reading(_GAP.sub(" ", position), names.closed_up(name), _bounded(score), "; ".join(reasons))


def _cut_before_name(text: str, gaps: list[re.Match[str]]) -> re.Match[str]:
    """The gap before the name."""
    latin = _LATIN_TAIL.search(text)
    if latin is not None:
        return next((gap for gap in gaps if gap.end() == latin.start()), gaps[-1])
    starts = [gap.end() for gap in gaps]
    ends = [*(gap.start() for gap in gaps[1:]), len(text)]
    single = 0
    while single < min(3, len(gaps)) and ends[-1 - single] - starts[-1 - single] == 1:
        single += 1
    name = max(single, 1)
    if len(gaps) > name and names.is_compound(text[starts[-1 - name] : ends[-1 - name]], without_blanks(text[starts[-name] :])):
        name += 1
    return gaps[-name]


_LATIN_TAIL = re.compile("(?<=[ \u00a0\u3000])[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){1,3}$")


def _name_first(text: str, gaps: list[re.Match[str]]) -> Reading | None:
    """李有平  青山大学教授: the name stands before the post."""
    cut = gaps[1] if len(gaps) > 1 and gaps[0].start() == 1 and gaps[1].start() - gaps[0].end() == 1 else gaps[0]
    name, position = text[: cut.start()], text[cut.end() :]
    chance = names.likelihood(name)
    if chance < SURE or _NO_POSITION.search(position):
        return None
    score, reasons = _weigh(position, name, chance)
    return Reading(_GAP.sub(" ", position), names.closed_up(name), _bounded(score - 0.1), "; ".join(reasons))


_IN_BRACKETS = re.compile("[（(][^（）()]*[）)]$")


def _weigh(position: str, name: str, chance: float) -> tuple[float, list[str]]:
    """The sum of the evidence that ``position`` is a post and ``name`` a name."""
    reasons: list[str] = []
    score, post = chance * 0.6, _IN_BRACKETS.sub("", position).rstrip("”")
    if chance:
        reasons.append(f"{names.closed_up(name)} can be a name")
    if _POST_END.search(post):
        score += 0.45
        reasons.append("what stands before the gap ends in a post")
    elif _JOB_END.search(post):
        score += 0.25
        reasons.append("what stands before the gap ends like a job")
    if len(position) > 3 and _INSTITUTION.search(position):
        score += 0.2 if _ENDS_AS_INSTITUTION.search(position) else 0.1
        reasons.append("it names an institution")
    if _in_step(position, name) and not _POST_END.search(post):
        score -= (0.15 if chance >= SURE else 0.25) if _JOB_END.search(post) and chance else 0.4
        reasons.append("but all parts are of one length, as in a slogan")
    if "“" in position or "，" in position:
        score -= 0.1
    if not chance:
        score -= 0.1
    return score, reasons


def _in_step(position: str, name: str) -> bool:
    """抓思想 抓组织 抓队伍: parts of one length are the rhythm of headings."""
    lengths = {len(token) for token in position.split()} | {len(name)}
    return len(lengths) == 1 and len(name) > 2 and not _GAP.search(name)


_POST_WITHIN = re.compile(f".{{2,}}(?:{_POST_END.pattern[3:-2]})")
_SPREAD_AT_END = re.compile(f"(?<=[{HAN}]{{3}})([{HAN}])\\s+([{HAN}])$")
_FOREIGN_TAIL = re.compile(f"[{HAN}]{{1,8}}(?:[{NAME_DOT}][{HAN}]{{1,10}}){{1,4}}$")


def _without_gap(text: str) -> Reading | None:
    """董事长寇雅玲, 前总统克里斯蒂安·武尔夫: the name follows the post at once."""
    text = _SPREAD_AT_END.sub(r"\1\2", text)
    if _NO_POSITION.search(text) or _GAP.search(text):
        return None
    foreign = _FOREIGN_TAIL.search(text)
    starts = range(max(foreign.start(), 2), len(text) - 2) if foreign else range(max(2, len(text) - 4), len(text) - 1)
    for start in reversed(starts):  # the longest post: 董事长, not 董事
        position, name = text[:start], text[start:]
        if not _POST_END.search(position):
            continue
        chance = names.likelihood(name)
        if chance >= 0.4:
            score, reasons = _weigh(position, name, chance)
            return Reading(position, name, _bounded(score - 0.1), "; ".join(reasons))
    post = _POST_WITHIN.match(text)
    if post is None or not _MAY_BE_NAME.fullmatch(text[post.end() :]):
        return None
    return Reading(post[0], text[post.end() :], POSSIBLE - 0.05, "a post begins the line; what follows is no name that is known")


def _bounded(score: float) -> float:
    return round(min(max(score, 0.0), 0.97), 2)


_CLOSING_NOTE = re.compile(
    "^[（(](?:本文)?作者(?:单位)?(?:为|系|是|：|:|分别为|分别系|為|係)\\s*(?P<post>[^；;]+?)(?:[，,；;]\\s*(?:本报|新华社|记者|人民网)[^）)]*)?[）)]$"
)


def closing_position(text: str) -> str | None:
    """The post that a closing （作者为…） gives, reporters who edited left out; None where ``text`` is no such line."""
    found = _CLOSING_NOTE.match(text)
    return None if found is None else _GAP.sub(" ", found["post"].strip().rstrip("。"))
