"""Which script a text is written in, told from characters that occur in one script only."""

from __future__ import annotations

from collections import Counter

#: Frequent characters that simplification changed, each below its traditional form. Left out are those whose simplified form is also a
#: traditional character (后, 里, 干, 台, 面, 谷 …): they prove nothing.
_SIMPLIFIED = (
    "这们国来时个说对为会过学动经发现实开样点产两进问长书东间见车门业无样关头电话气机将当没从应给让还边认题总义员"
    "军战报农类级约红纪织线组细终结绝统继续维绿罗马验骑骗鱼鲜鸟鸡鸣麦黄龙龄齐专丝严丧丽举乐习乡买乱争亏亚亲仅仓仪价众优伟传伤伦"
    "体侧债倾偿储儿党兰兴养兽冯决况净准凉减凤凭凯击刘则刚创删别剂剑剧劝办务劳势勋匀区医华协单卖卢卫厂厅历厉压厌县参双变叙叶号叹"
    "吓吗听启吴员呛响哑唤园围图圆圣场坏块坚坛坝坟坠垒垦垫块墙壮声壳处备够夹夺奋奖妆妇妈娱婴孙宁宝宠审宪宾寝寻导寿尔尘尝层属岁"
    "岂岗岛岭峡币帅师帐帜带帮库庆庄庐应庙废广异弃张弥弯弹强归录彻径忆忧怀态怜怜恋恒恳恶恼悬惊惧惨惩愤愿懒戏户扑执扩扫扬扰抚抛抢"
    "护拟拥拦择挂挡挣挤挥损换据掷揽摄摆摇撑敌数断旧昙显晋晒晓晕暂术朴杀杂权杨极构枪枫柜标栋树栏档桥梦检楼横欢欧歼殁残毁毕毙氢汇"
    "汉汤沟沧泪泽洁浅浆测济浓涛涝涂润涨渊渐渔温湾湿溃满滚滞滥滨潜灭灯灵灾炉炼烂烛烟烦烧热爱爷牵犹狭狮独猎猪猫献环玛琐电画畅疗疯"
    "痒皱盐监盖盘睁矫矿码砖础硕确碍礼祸离种积称稳穷窃窍竖笔笼筑签简粮紧"
)
_TRADITIONAL = (
    "這們國來時個說對為會過學動經發現實開樣點產兩進問長書東間見車門業無關頭電話氣機將當沒從應給讓還邊認題總義員軍戰報農類級約紅紀"
    "織線組細終結絕統繼續維綠羅馬驗騎騙魚鮮鳥雞鳴麥龍齡齊專絲嚴喪麗舉樂習鄉買亂爭虧亞親僅倉儀價眾優偉傳傷倫體側債傾償儲兒黨蘭興養"
    "獸馮決況淨準涼減鳳憑凱擊劉則剛創刪劑劍劇勸辦務勞勢勳勻區醫華協單賣盧衛廠廳歷曆厲壓厭縣參雙變敘葉號嘆歎嚇嗎聽啟吳嗆響啞喚園圍"
    "圖圓聖場壞塊堅壇壩墳墜壘墾墊牆壯聲殼處備夠夾奪奮獎妝婦媽娛嬰孫寧寶寵審憲賓寢尋導壽爾塵嘗層屬歲豈崗島嶺峽幣帥師帳幟帶幫庫慶莊"
    "廬廟廢廣異棄張彌彎彈強歸錄徹徑憶憂懷態憐戀恆懇惡惱懸驚懼慘懲憤願懶戲撲執擴掃揚擾撫拋搶護擬擁攔擇掛擋掙擠揮損換據擲攬攝擺搖撐"
    "敵數斷舊曇顯晉曬曉暈暫術樸殺雜權楊極構槍楓櫃標棟樹欄檔橋夢檢樓歡歐殲殘畢斃氫匯漢湯溝滄淚澤潔淺漿測濟濃濤澇塗潤漲淵漸漁灣濕潰"
    "滿滾滯濫濱潛滅燈靈災爐煉爛燭煙煩燒熱愛爺牽猶狹獅獨獵豬貓獻環瑪瑣畫暢療瘋癢皺鹽監蓋盤睜矯礦碼磚礎碩確礙禮禍離種積稱穩窮竊竅豎"
    "筆籠築簽簡糧緊臺灣裡後麼嗎妳灣週彙鍾鐘證譯議讀變訊設許論訴診詞試詩話該詳誌認誤請諸課調談謂謝識護"
)
_ONLY_SIMPLIFIED = frozenset(_SIMPLIFIED) - frozenset(_TRADITIONAL)
_ONLY_TRADITIONAL = frozenset(_TRADITIONAL) - frozenset(_SIMPLIFIED)

#: Enough to be certain of any text, little enough to cost nothing.
_SAMPLE = 100_000


def language(text: str) -> str:
    """``zh-Hans`` or ``zh-Hant``, by which script's own characters are more frequent; ``zh-Hans`` where nothing tells."""
    counts = Counter(text[:_SAMPLE])
    simplified = sum(counts[char] for char in _ONLY_SIMPLIFIED)
    traditional = sum(counts[char] for char in _ONLY_TRADITIONAL)
    return "zh-Hant" if traditional > simplified else "zh-Hans"
