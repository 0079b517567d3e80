"""Names of persons: the surnames of Chinese, and how likely a string is somebody's name.

The table holds surnames of the Hundred Family Surnames and of the censuses of the People's Republic and of Taiwan, in both scripts.
"""

from __future__ import annotations

import re

from convert.zh.characters import HAN, NAME_DOT, without_blanks

#: The surnames that nine in ten Chinese bear.
COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇"
    "呂盧鍾鐘譚陸賈韋鄒龍賀顧龔萬錢嚴湯"
)
#: Surnames that are less frequent, many of them ordinary words too.
RARE_SURNAMES = frozenset(
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边"
    "卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝"
    "区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿"
    "鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由庹尕蔚暴拓后桓宛郅从竺萨尼苍訾种"
    "昌厍贡佴蓬逢沐经郗缑亚么占库呙过粱虎昂芒荀羌贝籍郄才拜揣令狐底归皇睢蒯酆娜旦续寿通巨益柔扎练税续降恽仵蹇尹惟线青问线冒檐矫厚"
    "逄仉乜歐關蘭紀畢單藍蔔衛應閔鄔邊師倉榮鞏佀遲鄺談樂鬱儲勞諶樓滿聞厲區權強帥蓋練計門雲況鮮陰閻齊喬龐顏莊聶魯溫時農車項連蘆麥婁竇黨宮費"
    "華饒解陽繆駱塗寧"
)
#: Surnames of two characters.
_COMPOUND = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 长孙 宇文 轩辕 呼延 端木 南宫 独孤 西门 东郭 百里 钟离 闻人 赫连 澹台 公冶 "
    "宗政 濮阳 淳于 单于 太叔 申屠 仲孙 鲜于 闾丘 亓官 拓跋 万俟 第五 欧陽 歐陽 司馬 諸葛 東方 尉遲 公孫 長孫 軒轅 南宮 獨孤 西門 鍾離 聞人 赫連 澹臺 濮陽"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())

SURNAMES = COMMON_SURNAMES | RARE_SURNAMES | COMPOUND_SURNAMES

_SPREAD = re.compile(f"[{HAN}]\\s+[{HAN}]")
_HAN_NAME = re.compile(f"[{HAN}]{{2,6}}")
_FOREIGN = re.compile(f"[{HAN}]{{1,8}}(?:[{NAME_DOT}][{HAN}A-Za-z.]{{1,10}}){{1,5}}")
#: Characters with which foreign names are written in Chinese.
TRANSLITERATING = frozenset(
    "阿埃艾安奥巴白保贝本比彼宾波伯博布采查察楚达大戴丹道德登迪蒂丁东杜多恩尔法凡范费芬丰弗夫福盖甘冈高戈格葛根古瓜圭哈海汉豪赫黑亨胡华惠霍基吉及加贾简杰金卡凯坎康"
    "考科克肯孔库夸拉腊莱兰郎朗劳勒雷黎礼里丽利莉连廉列林琳柳龙卢鲁路露伦罗洛吕马玛迈麦曼毛梅门蒙孟米密缅明摩莫默姆木穆纳娜乃南内尼涅宁纽农努诺欧帕潘庞培佩彭皮平普奇"
    "齐恰钱强乔切钦琼丘让热仁日荣茹瑞萨塞赛三桑瑟森沙莎山尚绍舍申圣盛施什石史士舒朔司丝斯松苏孙索所塔泰坦汤唐陶特滕提田铁廷图托瓦万汪旺威韦维卫魏温文翁沃乌伍武西希锡"
    "夏香肖谢辛欣休许雪雅亚延扬耶叶伊依以易因英永尤于约泽曾扎詹张哲珍朱兹子宗祖佐茨姬娃娅薇妮黛珀琪澳爾達蘭羅馬維賽喬奧貝諾納蘇盧萊魯頓顿卜柏玻厄俄诃坦扎戴特雷尔"
)

_LATIN = re.compile(r"[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]*){1,3}")

#: Characters that hardly ever stand in a given name, since they are the small words of the language.
_NEVER_GIVEN = re.compile("[的是了在不我你他她它们个这那与及或等被把对并就也都很最说做让您吗呢吧]|[从以更]$|^.?[和从为以更]$")
#: Small words that given names of two characters have too: 李和平, 沈从文, 张为民, 王永和.
_HARDLY_GIVEN = re.compile("[和从为以更]")
_LESSENED = 0.45


def likelihood(text: str) -> float:
    """How likely ``text`` is the whole name of a person, between 0 and 1, seen without its context.

    A spread name (白　涛), a common surname and the dot of foreign names speak for it; small words speak against it.
    """
    name = without_blanks(text)
    if _FOREIGN.fullmatch(name):
        return 0.9 if _is_transliterated(name) else 0.3
    if _LATIN.fullmatch(text.strip()):
        return 0.5
    if not _HAN_NAME.fullmatch(name):
        return 0.0
    if len(name) > 2 and (_ELEMENTS.search(name) or _JAPANESE.match(name)):
        return 0.6
    if _NEVER_GIVEN.search(name):
        return 0.0
    score = min(_by_surname(name), _LESSENED) if _HARDLY_GIVEN.search(name) else _by_surname(name)
    if _SPREAD.fullmatch(text.strip()):
        score = score + 0.3 if score else 0.3
    return min(score, 0.95)


#: Parts of the names of Tibetans, Mongols, Uyghurs and Kazakhs that hardly stand in anything else.
_ELEMENTS = re.compile(
    "扎西|卓玛|次仁|尼玛|多吉|格桑|索朗|旦增|丹增|央金|达瓦|白玛|拉姆|平措|仁青|罗布|巴桑|边巴|洛桑|顿珠|曲珍|德吉|才让|措姆|乌兰|图雅|其其格|高娃|巴特尔|那仁|娜仁|斯琴|格日勒|敖登|"
    "苏和|巴图|丹珠|洛松|吉狄|傲日|嘎拉|萨仁|毕力格|古丽|买买提|阿不都|阿卜杜|艾合|热依|吐尔|依力|阿迪|努尔|木江|哈依|叶尔|别克|阿依|帕提|合曼"
)


#: Japanese surnames of two characters that are no words of Chinese, with which names of three to five begin.
_JAPANESE = re.compile(
    "(?:佐藤|铃木|高桥|田中|伊藤|渡边|山本|中村|小林|加藤|吉田|山田|佐佐木|松本|井上|木村|斋藤|清水|山口|池田|桥本|石川|藤田|冈田|后藤|长谷川|村上|近藤|石井|坂本|远藤|青木|藤井|西村|福田|太田|"
    "三浦|藤原|冈本|松田|中岛|鸠山|安倍|岸田|小泉|村山|福原|河野|二阶|羽生|大江|川端|宫崎|黑泽|栗原|菅义|石破|野田|麻生|森喜|竹下|细川)[^\\s]{1,3}$"
)


def _is_transliterated(name: str) -> bool:
    """Whether a dotted name is made of the characters of transliteration: 哈荣·努曼 is, 冲突·和解 is not."""
    letters = [char for char in name if char not in NAME_DOT]
    return sum(char in TRANSLITERATING for char in letters) * 2 > len(letters)


def _by_surname(name: str) -> float:
    if name[:2] in COMPOUND_SURNAMES and len(name) in {3, 4}:
        return 0.85
    if len(name) > 4:
        return 0.0
    if len(name) == 4:
        return 0.4 if name[0] in SURNAMES and name[1] in COMMON_SURNAMES else 0.0
    if name[0] in COMMON_SURNAMES:
        return 0.65
    return 0.4 if name[0] in RARE_SURNAMES else 0.0


def surname(name: str) -> str:
    """The surname with which a Chinese name begins, "" where none is known."""
    if name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1] if name[:1] in SURNAMES else ""


def closed_up(name: str) -> str:
    """A name as it is stored: 白　涛 becomes 白涛; the spaces of a Latin name are kept, one each."""
    single = " ".join(name.split())
    return single if _LATIN.fullmatch(single) else without_blanks(name)


def is_compound(surname: str, given: str) -> bool:
    """Whether two words are a compound surname and a given name that a gap parts: 上官 云珠."""
    return surname in COMPOUND_SURNAMES and _is_given(given)


def _is_given(word: str) -> bool:
    """Whether ``word`` may be a given name, and is no whole name itself."""
    return len(word) == 1 or (len(word) == 2 and _by_surname(word) < 0.6)


_SEPARATORS = re.compile(r"\s*[、，,；;/／]\s*")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list: 陈亚楠  申  茜 gives 陈亚楠, 申茜; also parted by 、 or ，."""
    names: list[str] = []
    for part in _SEPARATORS.split(text.strip()):
        names.extend([part] if _LATIN.fullmatch(part) else _split_at_gaps(part))
    return tuple(name for name in names if name)


def _split_at_gaps(text: str) -> list[str]:
    """Single characters belong together in pairs, since only names of two characters are spread, or those of compound surnames (司马 光)."""
    names: list[str] = []
    half = ""
    tokens = text.split()
    for index, token in enumerate(tokens):
        if names and not half and names[-1] == tokens[index - 1] and is_compound(names[-1], token):
            names[-1] += token
        elif len(token) > 1:
            names.extend([half, token] if half else [token])
            half = ""
        elif half:
            names.append(half + token)
            half = ""
        else:
            half = token
    if half:
        names.append(half)
    return names
