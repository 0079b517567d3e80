"""From script to script: characters by words, names, what stays, and the way back to the runs."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.diagnostics import OptionError
from convert.zh import cells, contexts, rules, script
from convert.zh.clauses import clauses_with
from convert.zh.engines import convert_each
from convert.zh.overrides import PHRASES, REVERSE, RULES
from convert.zh.unsettled import unsettled
from tests.sample import SEED

TW, HK = "zh-Hant-TW", "zh-Hant-HK"
LINES = [line for line in SEED.read_text(encoding="utf-8").split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("坚持一个中国原则，开启新征程", "堅持一個中國原則，開啟新征程"),
        ("百年历程为全市制造业指明了方向", "百年歷程為全市製造業指明了方向"),
        ("被发达国家垄断，奖金发放到位", "被發達國家壟斷，獎金髮放到位".replace("髮放", "發放")),
        ("理发店的发票，皇后走后", "理髮店的發票，皇后走後"),
        ("这只鸟只是路过，这只会让人失望", "這隻鳥只是路過，這只會讓人失望"),
        ("八万里路，家里有人，庭院里长着草", "八萬里路，家裡有人，庭院裡長著草"),
        ("准单由主管机关签核，系因手续未备", "准單由主管機關簽核，係因手續未備"),
        ("警钟长鸣，市场准入，民心所系", "警鐘長鳴，市場准入，民心所繫"),
        ("钟声响了，钟摆动着，钟面上写着字", "鐘聲響了，鐘擺動著，鐘面上寫著字"),
        ("免签入境，抽签决定", "免簽入境，抽籤決定"),
        ("包干到户，晒干的辣椒", "包幹到戶，曬乾的辣椒"),
        ("该文件系由党委制定，系好安全带", "該文件係由黨委制定，繫好安全帶"),
        ("理了发，杯子干了，吃了一碗面。", "理了髮，杯子乾了，吃了一碗麵。"),
        ("刮风，刮目相看，上上签，漫卷西风", "颳風，刮目相看，上上籤，漫捲西風"),
        ("这些问题系历史原因造成，舍小家为大家", "這些問題係歷史原因造成，捨小家為大家"),
        ("自制半导体设备，自律自制，还是只喜欢他，在舞台上签下名字", "自製半導體設備，自律自制，還是只喜歡他，在舞臺上簽下名字"),
        ("看见面包，洒上面粉，满意了解散；想要了解，也很了解", "看見麵包，灑上麵粉，滿意了解散；想要瞭解，也很瞭解"),
        ("新发型和一头长发，开发型企业，头发生长，先要发生", "新髮型和一頭長髮，開發型企業，頭髮生長，先要發生"),
        ("他们扎发，挽发，盘发；发展中的乡村，从一出发就", "他們紮髮，挽髮，盤髮；發展中的鄉村，從一出發就"),
        ("他晋升为陆军准将，准噶尔，准你假，标准你知道，表走得不准", "他晉升為陸軍准將，準噶爾，准你假，標準你知道，表走得不準"),
        ("系主任系着领带，系里开会，全系师生，船系在岸边，体系在变", "系主任繫著領帶，系裡開會，全系師生，船繫在岸邊，體系在變"),
        ("他回娘家了，大娘拨动琴弦", "他回娘家了，大娘撥動琴弦"),
        ("裤腿卷得高高的，羊肉卷，内卷得很；试卷得分，案卷成堆", "褲腿捲得高高的，羊肉捲，內捲得很；試卷得分，案卷成堆"),
        ("理个发，发小广告，给我来二两面，两面都有", "理個髮，發小廣告，給我來二兩麵，兩面都有"),
        ("一口干了，干得一手好活，汗干得快，墨迹未干，未干涉", "一口乾了，幹得一手好活，汗乾得快，墨跡未乾，未干涉"),
        ("天下咸服，咸集于此，咸水湖；牛只剩一头，猪只三百头", "天下咸服，咸集於此，鹹水湖；牛只剩一頭，豬隻三百頭"),
        ("染个头发，洗个发，味道太冲，划着小船，一斗米、米斗", "染個頭髮，洗個髮，味道太衝，划著小船，一斗米、米斗"),
        ("他被发了一张卡片，往下卷动，我们系上有老师，鞋带系上", "他被發了一張卡片，往下捲動，我們系上有老師，鞋帶繫上"),
        ("抽了一支签，把信折好，折好的衣服，客庄，很有范儿", "抽了一支籤，把信摺好，摺好的衣服，客庄，很有範兒"),
        ("最多只需六次，山岳协会，五岳，液面", "最多只需六次，山岳協會，五嶽，液面"),
        ("干起来，皮肤太干，没干系，一块表，这只股票", "幹起來，皮膚太乾，沒干係，一塊錶，這隻股票"),
    ],
)
def test_words_decide_between_the_forms(text: str, expected: str) -> None:
    assert script.convert(text, TW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记者采访了钟海涛教授。", "記者採訪了鍾海濤教授。"),
        ("会议由于国强主持。", "會議由于國強主持。"),
        ("由于涂伟的努力，后来成功了。", "由於涂偉的努力，後來成功了。"),
        ("范主任、钟科长、余处长参加。", "范主任、鍾科長、余處長參加。"),
        ("关于范围、余额和钟声", "關於範圍、餘額和鐘聲"),
        ("设置于左侧，立于山顶", "設置於左側，立於山頂"),
        ("记者郁浩然报道，图片由范可馨提供", "記者郁浩然報道，圖片由范可馨提供"),
        ("歌手郭采妮、演员林志冲登台", "歌手郭采妮、演員林志沖登臺"),
        ("后来柯市长到了，余额、郁金香、于是", "後來柯市長到了，餘額、鬱金香、於是"),
        ("由于于洋受伤，对于卢红梅的建议", "由於于洋受傷，對於盧紅梅的建議"),
        ("胡萝卜、沈阳、岳阳楼", "胡蘿蔔、瀋陽、岳陽樓"),
        ("导演于正同台，请于老师和余女士来，归功于老师", "導演于正同臺，請于老師和余女士來，歸功於老師"),
        ("谷立言、于北辰、范云、郁慕明、范巽绿", "谷立言、于北辰、范雲、郁慕明、范巽綠"),
        ("方针、范围、余地、谷雨、谷物；问于张昭、顾雍", "方針、範圍、餘地、穀雨、穀物；問於張昭、顧雍"),
        ("于谦和郭德纲说相声，于谦捧哏。", "于謙和郭德綱說相聲，于謙捧哏。"),
        ("师范生范丽今年二十岁，范丽是教师，师范丽水也有。", "師範生范麗今年二十歲，范麗是教師，師範麗水也有。"),
        ("联系人：于洁；电话：1", "聯繫人：于潔；電話：1"),
        ("编辑/于贝　责校：岳松　讲述人 于福海　他告诉众人：于是散会", "編輯/于貝　責校：岳松　講述人 于福海　他告訴眾人：於是散會"),
        ("余秋雨写散文，余秋雨也讲课；余波未平", "余秋雨寫散文，余秋雨也講課；餘波未平"),
        ("余娜笑了，大家都看余娜。由于洁白如玉", "余娜笑了，大家都看余娜。由於潔白如玉"),
        ("被告人余某某与于某争执，发生于某日", "被告人余某某與于某爭執，發生於某日"),
        ("老范说小余和小于没来，x小于3，他老于世故", "老范說小余和小于沒來，x小於3，他老於世故"),
        ("余光中写诗，在夕阳的余光中", "余光中寫詩，在夕陽的餘光中"),
        ("于欢案二审", "于歡案二審"),
        ("于女士、于副局长、于大爷和于董", "于女士、于副局長、于大爺和于董"),
        ("于总部开会，于董事会上，于校长室，于律师事务所", "於總部開會，於董事會上，於校長室，於律師事務所"),
        ("由于于海的失误，归功于于教练，致函于余校长", "由於于海的失誤，歸功於于教練，致函於余校長"),
        ("沈冲把枪放下。沈冲冷笑一声", "沈沖把槍放下。沈沖冷笑一聲"),
        ("（于佳 摄）小岳、余家的人、余家住河东；余家财", "（于佳 攝）小岳、余家的人、余家住河東；餘家財"),
        ("余虽不才，余闻之；余虽然多", "余雖不才，余聞之；餘雖然多"),
        ("工程师范宇轩、画家郁向东、志愿者岳长征", "工程師范宇軒、畫家郁向東、志願者岳長征"),
        ("会议由于冰主持，被告人于洋犯罪", "會議由于冰主持，被告人于洋犯罪"),
        ("记者万宇采访，学校对于老师", "記者萬宇採訪，學校對於老師"),
        ("哈里森·福特、查里曼·范·戴克和于连·索雷尔", "哈里森·福特、查里曼·范·戴克和于連·索雷爾"),
    ],
)
def test_surnames_are_no_words(text: str, expected: str) -> None:
    assert script.convert(text, TW).replace("佈", "布") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("台中市大里区、台南市佳里区、苗栗县南庄乡、台儿庄区", "臺中市大里區、臺南市佳里區、苗栗縣南庄鄉、台兒莊區"),
        ("湖北省谷城县、江西省新余市、新疆岳普湖县", "湖北省谷城縣、江西省新余市、新疆岳普湖縣"),
        ("沈阳市沈河区、于洪区，烟台市、台州市", "瀋陽市瀋河區、于洪區，煙臺市、台州市"),
        ("苗栗县苑里镇、台中市后里区、南投县水里乡", "苗栗縣苑裡鎮、臺中市后里區、南投縣水里鄉"),
        ("荷花淀、淀山湖、韶山冲", "荷花淀、澱山湖、韶山沖"),
    ],
)
def test_places_keep_their_characters(text: str, expected: str) -> None:
    assert script.convert(text, TW) == expected


def test_hong_kong_writes_as_its_newspapers() -> None:
    assert script.convert("他说税务局为每户启动，公布群峰，里面睡着的床", HK) == "他說稅務局為每戶啟動，公布群峰，裏面睡着的床"


def test_hong_kong_as_its_government_lists() -> None:
    assert script.convert("他说税务局为每户启动", HK, vocabulary="listed") == "他説税務局為每户啓動"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.cn/后台/发布?id=1",
        "C:\\发布\\后台\\说明.docx",
        "`echo 发布`",
        "$x_{后}=1$",
        "后\U000e0100",
        "noreply@example.cn",
        "plain “English” text",
        "https://例子.cn/后台",
        "www.后台.cn/发",
        "zhang@发展.cn",
        "/home/后台/发布",
        '<a href="后">',
        "$$后+发$$",
        "\\(后\\)",
        "\\text{后}",
        "``发``",
        "東京の発展と会議の後",
        "",
        "~/文件/里面.txt 和 ../后/发.md",
    ],
)
def test_what_stays(text: str) -> None:
    assert script.convert(text, TW) == text
    assert text in script.convert(f"他说{text} 来", TW)


@pytest.mark.parametrize(
    "text",
    ["演算法與資訊科技的軟體程式，裏面是后羿。", "香港特區政府公佈：「裏面」的説明。他說“好”", "頭髮、發展、皇后、後來、乾燥、幹部"],
)
def test_traditional_text_stays_byte_for_byte(text: str) -> None:
    assert script.convert(text, TW) == text


def test_japanese_stays() -> None:
    assert script.convert("日本語の「国会」について：会議を開く。", TW) == "日本語の「国会」について：会議を開く。"
    assert script.convert("他说「国の発展」，后来", TW) == "他說「国の発展」，後來"
    assert script.convert("会社で働く。会社名：国際電信電話。とてもいい。", TW) == "会社で働く。会社名：国際電信電話。とてもいい。"


def test_chinese_sentences_among_japanese_ones_are_converted() -> None:
    assert script.convert("これは日本語です。这个国家正在发展。会議を開く。", TW) == "これは日本語です。這個國家正在發展。会議を開く。"
    assert script.convert("他说：「ありがとう」是谢谢的意思。", TW) == "他說：「ありがとう」是謝謝的意思。"


def test_clauses_are_told_apart_in_a_mixed_paragraph() -> None:
    assert script.convert("他写道：后羿與後裏、皇后，然后发来。", TW) == "他寫道：后羿與後裏、皇后，然後發來。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("土著居民與著作權法，看著原著", "土著居民与著作权法，看着原著"),
        ("沈括著《夢溪筆談》，看著《紅樓夢》", "沈括著《梦溪笔谈》，看着《红楼梦》"),
        ("著有《史記》，著書立說，曹雪芹著。", "著有《史记》，著书立说，曹雪芹著。"),
        ("隨著新著出版，藉著名著", "随着新著出版，借着名著"),
        ("宮商角徵羽、特徵；神祇、祇有；妳的項鍊", "宫商角徵羽、特征；神祇、只有；你的项链"),
        ("徐乾學、乾燥、乾坤", "徐乾学、干燥、乾坤"),
        ("企畫部份砲兵，衞生署裏面說", "企划部分炮兵，卫生署里面说"),
        ("他說：「我讀過『紅樓』。」", "他说：“我读过‘红楼’。”"),
        ("已经是简体：「引号」不动", "已经是简体：「引号」不动"),
    ],
)
def test_back_to_simplified(text: str, expected: str) -> None:
    assert script.convert(text, "zh-Hans") == expected


def test_from_region_to_region() -> None:
    assert script.convert("裡面說著", HK, TW) == "裏面說着"
    assert script.convert("裏面説着", TW, HK) == "裡面說著"
    assert script.convert("「裡面」", TW, TW) == "「裡面」"


@pytest.mark.parametrize("language", ["en", "ja", "", "zh_Hant_XX-en", "x"])
def test_other_languages_are_refused(language: str) -> None:
    if language.startswith("zh"):
        assert script.script_of(language) == "t"
    else:
        with pytest.raises(OptionError):
            script.convert("文", language)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("zh", "s"), ("zh-CN", "s"), ("zh-Hans-HK", "s"), ("zh-TW", "tw"), ("zh-MO", "hk"), ("zh-Hant", "t"), ("ZH-HANT-HK", "hk")],
)
def test_tags(tag: str, expected: str) -> None:
    assert script.script_of(tag) == expected


def test_runs_are_cut_where_they_were() -> None:
    assert script.convert_runs(["理", "发", "店", "", "发", "票"], TW) == ["理", "髮", "店", "", "發", "票"]
    assert script.convert_runs(["“重", "点", "”工作"], TW) == ["「重", "點", "」工作"]
    assert script.convert_runs([], TW) == []


def test_a_passage_of_another_length_stays_where_it_begins() -> None:
    assert cells.cut(["甲乙丙", "", "丁"], [1, 1, 1]) == ["甲乙丙", "", "丁"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(LINES), st.lists(st.integers(0, 300), max_size=6), st.sampled_from([TW, HK, "zh-Hant"]))
def test_runs_say_what_the_whole_says(line: str, cuts: list[int], language: str) -> None:
    edges = [0, *sorted(min(at, len(line)) for at in cuts), len(line)]
    runs = [line[a:b] for a, b in pairwise(edges)]
    converted = script.convert_runs(runs, language)
    assert "".join(converted) == script.convert(line, language)
    assert [len(run) for run in converted] == [len(run) for run in runs]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(LINES), st.sampled_from([TW, HK, "zh-Hant"]))
def test_twice_is_once_and_back_again_is_the_seed(line: str, language: str) -> None:
    once = script.convert(line, language)
    assert script.convert(once, language) == once
    assert script.convert(once, "zh-Hans") == line


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text_goes_through(text: str) -> None:
    assert len(script.convert(text, TW)) == len(text)
    assert len(script.convert(text, "zh-Hans")) == len(text)


@settings(deadline=None, max_examples=100)
@given(st.text("后里干只发系于余范钟面准签制卷他说：“”‘’，。 a1\ud800\x1f", max_size=40))
def test_dense_ambiguity_goes_through(text: str) -> None:
    assert len(script.convert(text, HK)) == len(text)


def test_models_are_read_and_hold_their_peace_about_the_unknown() -> None:
    assert contexts.decided("如系", 1, "系", "系") in ("系", "係")
    assert contexts.decided("鑫", 0, "鑫") == "鑫"
    assert all(len(form) == 1 for char in "并只里系" for table in contexts.model(char) for pairs in table.values() for form, _ in pairs)


def test_phrases_keep_their_length() -> None:
    assert all(len(old) == len(new) for old, new in PHRASES.items())


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = "import sys, convert.zh.script, convert.transforms.traditional; print('opencc' in sys.modules, 'rjieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == ["False", "False"]


def test_paragraphs_do_not_touch_one_another() -> None:
    lines = ["家", "里的人", "系由此来", "吃了一碗", "面对他", "", "第三个", "中国，后", "“第一段", "“第二段”", "e’里", "天\r", "后羿\n里"]
    way = script.route(TW)
    together = script.convert_paragraphs(lines, way, apart=True).cells
    assert list(map(cells.joined, together)) == [script.convert_runs([line], TW)[0] for line in lines]


def test_a_long_text_is_converted_as_its_lines_are() -> None:
    text = "\n".join(LINES * 12)
    assert script.convert(text, TW) == "\n".join([script.convert(line, TW) for line in LINES] * 12)


def test_every_rule_can_be_looked_for() -> None:
    for found, table in ((rules.forward(), RULES), (rules.backward(), REVERSE)):
        assert set(dict(found.decided("\n".join(char for char, *_ in table))).values()) <= {new for *_, new in table}


@pytest.mark.parametrize(
    ("before", "fits"),
    [("", True), ("甲", True), ("甲一二", True), ("丙丁二", True), ("丙二", False), ("戊己", True), ("己己", False), ("庚", False)],
)
def test_what_stands_before_a_character_may_be_of_any_length(before: str, fits: bool) -> None:
    found = rules.Rules([("乙", "^|(?:甲|丙丁)[一二]{0,2}|戊己*", "(?!丙)|$", "Z")])
    assert bool(list(found.decided(f"{before}乙"))) is fits


def test_the_tables_of_characters_are_those_of_opencc() -> None:
    from tests.bench import forms

    assert forms.DATA.read_text(encoding="utf-8") == forms.text()


def test_the_clauses_that_have_a_character() -> None:
    found = clauses_with(frozenset("发干"), "很长，发了。无有，abc干x。此后都没有，一个也没有。")
    assert found == [(3, 5), (12, 13)]
    assert clauses_with(frozenset("发"), "很长的正文。" * 20_000) == []  # not a look at each place for all that follows it


def test_words_are_asked_wherever_the_dictionary_lacks_one() -> None:
    """No such word, at the end of a clause or within one, is among what is taken as right without looking at words."""
    for clause in ("{}", "{}，他", "他说{}们"):
        texts = [clause.format(word) for word in PHRASES]
        for text, whole, (word, form) in zip(texts, convert_each("s2t", texts), PHRASES.items(), strict=True):
            at = clause.index("{")
            assert whole[at : at + len(word)] == form or unsettled(text, whole), text


@pytest.mark.parametrize(
    ("text", "converted"),
    [
        ("手机制造、半导体制程、一体制作", "手機製造、半導體製程、一體製作"),
        ("海关系统、机关注销、院长征询意见", "海關系統、機關註銷、院長徵詢意見"),
        ("海上游憩，国庆街上游行，二十吨以上游艇", "海上遊憩，國慶街上遊行，二十噸以上遊艇"),
        ("晒干部分，干部，方圆十里面积", "曬乾部分，幹部，方圓十里面積"),
        ("增强制造业，受限制造成损失", "增強製造業，受限制造成損失"),
        ("立后，皇后来了，此人姓于，名吉", "立后，皇后來了，此人姓于，名吉"),
        ("于是之演过话剧，于是他走了", "于是之演過話劇，於是他走了"),
    ],
)
def test_frequent_words_hide_no_others(text: str, converted: str) -> None:
    assert script.convert(text, "zh-Hant-TW") == converted
