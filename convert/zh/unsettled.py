"""Where words have to be asked: the clauses in which OpenCC, which is blind to words, may be wrong.

A clause is told by the forms that OpenCC has given to its characters, unless these stand where OpenCC is right whatever the words are.
"""

from __future__ import annotations

from functools import cache

from convert.zh import contexts, overrides, surnames
from convert.zh.cells import changed
from convert.zh.clauses import Span, clauses_with
from convert.zh.engines import convert_each
from convert.zh.families import COMMON_SURNAMES
from convert.zh.phrases import Phrases

#: The characters to which OpenCC's phrases, or ours, give another form than they have alone; others need no words.
SEVERAL = frozenset(
    "万丑个丰么了于云仆仇仑价仿伙余佛佣俊修借僵克党具冢冬冲凄准凌几凶出划别刮制千升卜占卤卷厂历厘参发只台叶叹吁吃合吊同后向吣呆周咨咸咽哄哗喂噪回团困坐坛堤复夫夸奸姜娘宁家尝尸尽局岩岳巨布帘席干并幸广庵弥弦当录彩征径御志念恒恤恶愈愿戚扇才扎托扣折抵拐拿挨挽捆据搜摆斗"
    "斤斫昆暗曲札术朱朴杆杠杯杰松板果枪柜栗核梁棱檗欲毁汇沈沾泛注浚涂涌淀游溪漓澄炼烟焰熏狸玩琅症皂矩确私秋种穗筑筱签糊系纤耇胄背胜胡脏腊腌膻致舍芸苏苔苹范荐荡荫药获蒙蔑藤虫虱蜡表袅谷豆象赞跖辟迹适郁酸采里鉴针钟铲链锄镰闲雕霉面须饥"
)
#: Those about which words have to be asked wherever they stand: names, or what stands beside them, may decide. The forms that OpenCC gives them.
_OPEN_CHARS = SEVERAL & (surnames.TELLING | contexts.CHARS)
_OPEN_FORMS = (
    "並乾于仇佔余併係借儘制匯卜占卷只台吊后向咸哩嚮塗姜寀岩岳嶽巖席干幷幹弔彙征後復徵志慄折捲採搜摺斗於曆曏曲朴杆松栗桿榦樸檯歷沈沖注涂游滙瀋盡秋种種穀範簽籤系繫胡臺范蒐蓆蔔薑藉衚衝裏製複覆註誌"
    "讎讚谷贊遊郁采里鍾鐘隻鞦颱餘鬆鬍鬥鬱鹹麴"
)
#: The less usual forms of the others: where OpenCC has one of them, words are asked whether it is right.
_UNUSUAL = (
    "万丑丰么云仆价伕伙佈佣侷俬俱倖傢像儁党冑准几凶划剋剷劄卹厂厘叶吁吃咨唚唸嘩噁噹嚐嚥囌塚夸姦孃尸崑崙帘广座廕彆彔彷彿待恒愿慼慾懞拏捨据捱揹搧斲昇朮杠杰柜柺榘樑歎殭氾汎涌淀淒淩澂濛濬瀰灕熏燄燬牴瑯甦甯痠癒癥皂盃盪睏瞭矇硃确禦"
    "稜穫筑箇篠籐糰紮絃綑綵緻縴繐纔罈翫耈耡胜脩腊腌膻臟苹荐荳菓菴菸葯蔘蕓薰薹蘗虫虱蜡衊衕裊襬覈觔託譟譭谿貍賙跖蹟輓辟迴适逕週釦鉅錶鍊鍼鎌鎗鏚鑒閑閤闆闇隄霉霑韆颳餬餵饑髮鬚鬨鵰鹵麪鼕齣"
)
_NUMERALS = "一二兩三四五六七八九十百千萬幾0-9"
_SURNAMES = "".join(sorted(COMMON_SURNAMES))
#: No surname stands so near that the character may belong to a given name.
_IN_NO_NAME = f"(?<![{_SURNAMES}].)(?<![{_SURNAMES}]..)"
_ROYAL = "皇太王母帝天影歌視武呂竇蕭立册冊賭"
#: Small words that begin no given name.
_SMALL = "是了不我你他她它們個這那與及或等被把並就很最更說做讓您嗎呢吧但還沒此各每幾些什怎哪過着到要已曾該按由給跟比的"

#: Where OpenCC is right if it has given these forms: in frequent words that are cut in no other way, where rules decide, where no name may lie.
_PLAIN = (
    "系(?:(?<=體.)|(?=統(?![一籌])|列))|係(?<=關.)(?!統)|繫(?<=聯.)",
    "制(?:(?<=[體機控限].)(?![造作定品成劑片圖冷藥表衣備版程冰鞋糖革氫漿酒茶陶毒售假販發取])|(?=度))",
    "製(?<![管抑節強法專克牽壓遏體帝君官兵舊新學稅雙全定編研].)(?=造(?![成就詣冊])|作(?![用戰業為爲]))",
    f"後(?:(?<=[最然之以背隨今先前此落事].)(?![妃宮])|(?<![{_ROYAL}].)(?=[來面續]|\\W))",
    f"裏(?:(?<=[這那哪心家].)(?![斯昂爾克根])|(?<![{_NUMERALS}公海英華].)(?=面(?!積)))|[裏里](?<=[{_NUMERALS}].)(?![面頭邊外有])",
    f"於(?<![姓老小阿].)(?!是之)(?:(?<=[屬位等終至基用善處].)|{_IN_NO_NAME}(?=[{_SMALL}]|\\W))",
    "並(?=[不沒無非且])|種(?:(?<=[一這各那多某兩幾種].)|(?=[種類]))|向(?![往導應慕])",
    "範(?:(?<=[規防模典].)|(?<=示.)(?<![表指明暗提展]..)|(?=[圍疇例]))|臺(?:(?<=[平舞出電後].)|(?=[灣北]))|檯(?<=櫃.)",
    "干(?:(?<=若.)|(?=[涉擾預]))|幹(?:(?<=骨.)|(?<![曬風烘烤晾吹擦餅肉果腐樹主枝].)(?=部(?![分位])))",
    "歷(?:(?<=[經學].)|(?=[史程任代屆次]))|復(?:(?<=[恢修康].)|(?=[甦興]))|複(?:(?<=重.)(?![制製])|(?=[雜合]))|覆(?<=[反答].)(?![制製])",
    "志(?:(?<=[同意].)|(?=願))|誌(?<=[標雜].)|注(?:(?<=關.)(?<![機海]..)(?![冊銷記明釋])|(?=[意重入]))|註(?=冊)|儘(?=[管量快])",
    "採(?=[取購訪用納])|遊(?:(?<=[旅導].)|(?=[戲客覽]))|游(?<=[上下].)(?<![以海水街路線網陸船車]..)(?![戲客覽玩行憩艇樂輪藝歷])|衝(?<!["
    + _SURNAMES
    + "].)(?=擊|突(?!然))",
    "徵(?:(?<=[特象].)|(?=求))|征(?<=長.)(?![詢求件集召收用稅信調伐兵])|鬥(?:(?<=[奮戰].)|(?=爭))|鬆(?<=[輕放].)|簽(?=[訂名署])",
    f"餘(?<=[其業多十百千0-9].)|佔{_IN_NO_NAME}(?=[據領用比0-9])|卷(?<=[問試].)|蒐(?=集)|搜(?=[索尋])|席(?<=[主出].)|鐘(?<=[分點秒].)",
    f"彙(?:(?<=詞.)|(?=報))|秋(?<=[千春中].)|曲(?<=[歌戲].)|贊(?=[成助])|讚(?<=稱.)|杆(?<=標.)|只(?<![{_NUMERALS}每這那哪多頭].)(?=[是有要能好見得])",
    "像(?<!想.)|座(?!標)|待(?!着)|俱(?<![家傢].)|[儁濬]",
)


def unsettled(text: str, whole: str) -> list[Span]:
    """Where the clauses of ``text`` in which words matter begin and end; ``whole`` is what OpenCC made of it."""
    apart = _apart()
    missed = {at: _UNUSUAL[0] for at, word in apart.occurring(text) if whole[at : at + len(word)] != apart.forms[word]}
    return clauses_with(_TELLING, changed(whole, missed) if missed else whole, "|".join(_PLAIN))


_TELLING = frozenset(_OPEN_FORMS + _UNUSUAL)


@cache
def _apart() -> Phrases:
    """Words with less usual forms that OpenCC may miss: those that it does not know, those that other phrases cut off."""
    words = [word for word in (*overrides.CUT_OFF, *overrides.PHRASES) if _OPEN_CHARS.isdisjoint(word)]
    known = dict(zip(words, convert_each("s2t", words), strict=True))
    unknown = {word: form for word, form in overrides.PHRASES.items() if known.get(word, form) != form}
    return Phrases({word: known[word] for word in overrides.CUT_OFF} | unknown)
