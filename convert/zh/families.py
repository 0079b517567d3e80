"""The surnames of Chinese, and the characters with which names of foreigners are written: tables, loaded by what needs no more than these.

Surnames are those of the Hundred Family Surnames and of the censuses of the People's Republic and of Taiwan, in both scripts.
"""

from __future__ import annotations

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
#: Characters with which foreign names are written in Chinese.
TRANSLITERATING = frozenset(
    "阿埃艾安奥巴白保贝本比彼宾波伯博布采查察楚达大戴丹道德登迪蒂丁东杜多恩尔法凡范费芬丰弗夫福盖甘冈高戈格葛根古瓜圭哈海汉豪赫黑亨胡华惠霍基吉及加贾简杰金卡凯坎康"
    "考科克肯孔库夸拉腊莱兰郎朗劳勒雷黎礼里丽利莉连廉列林琳柳龙卢鲁路露伦罗洛吕马玛迈麦曼毛梅门蒙孟米密缅明摩莫默姆木穆纳娜乃南内尼涅宁纽农努诺欧帕潘庞培佩彭皮平普奇"
    "齐恰钱强乔切钦琼丘让热仁日荣茹瑞萨塞赛三桑瑟森沙莎山尚绍舍申圣盛施什石史士舒朔司丝斯松苏孙索所塔泰坦汤唐陶特滕提田铁廷图托瓦万汪旺威韦维卫魏温文翁沃乌伍武西希锡"
    "夏香肖谢辛欣休许雪雅亚延扬耶叶伊依以易因英永尤于约泽曾扎詹张哲珍朱兹子宗祖佐茨姬娃娅薇妮黛珀琪澳爾達蘭羅馬維賽喬奧貝諾納蘇盧萊魯頓顿卜柏玻厄俄诃坦扎戴特雷尔"
)
