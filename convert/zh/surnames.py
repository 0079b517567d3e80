"""Persons' names in traditional script.

As a surname or in a given name many characters are not what they are as a word: 范 stays where 範围 becomes 範圍, 钟 is 鍾 and not 鐘, 于 is not
於, 采 not 採. ``convert.zh.persons`` finds names in text. Characters are those of OpenCC's standard.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Surnames that OpenCC writes otherwise where the character stands alone or in some phrase.
SURNAMES = {**{c: c for c in "范于余游郁岳谷种仇朴曲涂干后沈姜胡占卜咸向折征台松里秋佘佟岩栗席斗"}, "钟": "鍾"}

#: In given names: what is not OpenCC's first choice for the character standing alone, or in some phrase.
_GIVEN = {
    **{c: c for c in "采于郁征游余谷岳松秋志才占丑后里台干范胡姜沈曲朴种系面只升合周咸回向升布斗栗席岩万千"},
    "钟": "鍾",
    "冲": "沖",
    "万": "萬",
}

#: Surnames that are frequent words too: more must speak for a name.
HARD = frozenset("于后干种占向折征台松咸卜里秋席斗面")

#: Characters that are frequent in given names.
NAMING = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玲鹏华红玉萍飞燕辉梅琴云龙宇轩浩欣怡涵晨佳琪雨泽子豪梓萱奎男远峰波斌庆建国志文武林森海"
    "东亮山川江河雪莹颖慧婷倩洁薇琳璐瑶雯锋利忠义信仁德贤良春夏秋冬光荣昌盛谦漪永立振宏俊嘉思晓小正景福寿祥瑞兴旺宝珍珠金银铁钢柱根栓锁"
    "卫民生新胜凯凤鸣翔鹤松柏竹菊莲荷蓉芬芸菲莉萌蕾薛慕安康宁静怀念恩惠诚毅坚韧锐敬智睿哲学博达才杨柳棋炎焱煜烨炜焕灿耀辰星月旭昊昕晗"
    "映曦彤彬彪岩岚崇岭峻嵩岳淑贞洪润清源淼沛沐泓澜济滨瀚儒冠雄维纲经纬绍继承先启航帆舟鸿鹰骏骥伦杉桐楠榕权栋梁楚心悦乐怡"
    "然卓馨可梦琦璇珊瑾瑜璟珂玥琼瑛璞玮珏雅韵诗书画琬婉妍娇媛嫣娴娥妮姣妙婧婕悠恬愉忻怿恒恺悟惟慰憬成业朝阳晖昱晟晏暄景曙曜楷模材桦槿樱"
    "沁泉津浦涌湘溪滢漫潇澄激灏炳炯煊熙燊爽牧甫申畅略益盈真睦祖禄禹秉秋积程穆章童笑笛筠简纯素红纶绮绪绣缘群翠翰聪育肖胤舒航良艺节苑茂"
    "茜茹荟莎菁葆蓓蔚蕴藻虹融衍裕誉谊谋豫贵赋赟越路轶辛迎迪通逸邦郁郡采钊钦钧铭铮锦镇镜闻阔陶雁霄霖露青靖非音韬顺领颂风飒馥驰驹骁魁鲁麒麟黎"
    "友双发同向君喜因固圣均城培基增声壮多大天太奇好如妹姗威存孝孟宗官定宜宝宣宾寅富寒尚岗川州巧巍师常年广应廷延开弘强彦往得必怀恋愿戈敦文斐方"
    "日昭时晋普暖本朋来松果柯标树格森棣水汉沙泰洲浪淳深渊湖溢烈照爱牛玄王琨田由皓石礼祯福科端群老耘联肃芝芷若英荔莹蒙蓝虎西观言计让诺谷谷象"
    "冰丹凡勤俭劲励勃勉卉卿圆坤坦垚奕姝娅娆媚孜宽岑崎嵘帛帼弟徽慎懿戎扬捷政旗昂晔曼朗朵柔栩棠椿檀欢毓汀沫泊洛浠淇添渠满演潮灼烁烽熊熠琛琢瑄璋璧甜盼眉矗砚碧祎祺穗穹竣箫粟紫纪绎缨羽翎臻艾芊芃芙芮芯茗茵荃莫"
    "菡葵蒲蔓蝶蕙谨迅迈遥郎都酉钰铄铠闯隽霁颐飘鸥鸽鹃鹄伯仲叔尧舜旦仕伊佩佑侠侬俐俪倪偲元允兆冀初勖劼卯厚吉吟吾呈咏品哥唯喆囡园圳坪埔堂墉妤姿婵婳媱嫦宪宵寰寻屏屹峙崑嵋巩帅幼庭庚彰彻徵惜慈憧戌抒拓择挺揽搏擎"
    "攀敖敛旌旎旖昀晴晶朔术杭枚枢查桃桉梧梵棉椰楹榆槐橙欧歆沅沚沧泗泱泾浚涓淏渭湛滋滔漾潞潼澈澍澔濡炅烺煦熹燚爵犇珉珑琅琚琮瑗瑟瑭璨甄皎盟睫砥硕磐禧稷稼竺箐箴篪缇罡羿翀翊翕耕舸芄芥苇苓苡茉荻莘菀蒨蓁蔷薏藜"
    "虞蜜蝉衡衿裴褚觉訚诣询诠诤谕谙豹贯贲赐辙辩遂遐遵邈郝酆钏钗锃键镭阮隐雎霏靓鞠韫韶颀颢馗骄骅骋髦鲲鳌鸾鹂黛龄龠"
    "贤起赫跃轩钟美利逊道里重铎长门欢娟陆陵隆雷震霆韦顶顾香骐高鼎齐钟美利和醒"
)

#: Words whose second half may be a surname all the same: 由于国强主持.
TOWARDS = ("对于", "由于", "关于", "在于")

#: How much must speak for a name.
ENOUGH = 3.0
#: How much must speak for a name at each of two places; and if its surname is a frequent word.
_RECURRING, _RECURRING_HARD = 2.0, 2.6


def recurring(surname: str) -> float:
    """How much must speak for a name at each of two places."""
    return _RECURRING_HARD if surname in HARD or surname == "游" else _RECURRING


def written(name: str, usual: Sequence[str]) -> str:
    """A person's ``name`` in traditional script; ``usual`` holds what each character becomes when it stands alone."""
    given = [_GIVEN.get(char, new) for char, new in zip(name[1:], usual[1:], strict=True)]
    return "".join([SURNAMES.get(char, new) for char, new in zip(name[:1], usual, strict=False)] + given)


def is_usual(name: str) -> bool:
    """Whether the given name is of two characters that are frequent in given names."""
    return len(name) == 3 and set(name[1:]) <= NAMING


#: The characters that names write in their own way.
TELLING = frozenset({*SURNAMES, *"采征冲志"})


def loose(word: str) -> tuple[int, ...]:
    """Where in a word of a dictionary a character may belong to a name all the same: at its beginning, or behind 由, 对, 关 in 由于."""
    if word in TOWARDS or word == "师范" or (word[0] in "老小阿" and word[1:] in SURNAMES):
        return (1,)
    return (0,) if word[0] in TELLING and (word[0] == "于" or word[0] not in HARD) else ()
