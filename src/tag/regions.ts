/**
 * Regions and large cities that news of the shipped sources speaks of: a line with the ISO 3166 code, then indented lines
 * of names, `language name|name; language name`. `*` in place of a language stands for every one, `name*` for any
 * ending, `name?` says that it has other senses and needs support, `~name` is no such place and only covers a shorter name.
 */
export const REGIONS = `
CN-BJ
  * Beijing|Peking|Pékin|Pekín|Pequim|Pechino; pl Pekin*; tr Pekin; zh 北京|亦庄|中关村|朝阳区|海淀区; ja 北京; ko 베이징; ru Пекин*
  uk Пекін*; ar بكين; fa پکن; hi बीजिंग; th ปักกิ่ง; vi Bắc Kinh; el Πεκίνο; he בייג'ינג; bg Пекин
CN-SH
  * Shanghai|Schanghai|Xangai|Shanghái; zh 上海|浦东; ja 上海; ko 상하이; ru Шанха*; uk Шанха*; ar شنغهاي|شانغهاي; fa شانگهای
  hi शंघाई; th เซี่ยงไฮ้; vi Thượng Hải; pl Szanghaj*; tr Şanghay; el Σαγκάη*
CN-TJ
  * Tianjin; zh 天津; ja 天津; ko 톈진; ru Тяньцзин*; vi Thiên Tân; ar تيانجين
CN-CQ
  * Chongqing; zh 重庆; ja 重慶; ko 충칭; ru Чунцин*; vi Trùng Khánh; ar تشونغتشينغ
CN-GD
  * Guangdong|Shenzhen|Guangzhou|Dongguan|Foshan|Zhuhai|Canton Province; zh 广东|深圳|广州|东莞|佛山|珠海|惠州|汕头|中山市|中山?
  ja 広東省|深セン|深圳|広州; ko 광둥성|선전시|광저우; ru Гуандун*|Шэньчжэн*|Гуанчжоу; ar شنتشن|قوانغدونغ; vi Thâm Quyến|Quảng Châu
CN-ZJ
  * Zhejiang|Hangzhou|Ningbo|Wenzhou; zh 浙江|杭州|宁波|温州|嘉兴|绍兴|金华|义乌; ja 浙江省|杭州; ko 저장성|항저우; ru Чжэцзян*|Ханчжоу
  vi Hàng Châu; ar هانغتشو
CN-JS
  * Jiangsu|Nanjing|Suzhou|Wuxi|Changzhou; zh 江苏|南京|苏州|无锡|常州|南通|徐州|扬州; ja 江蘇省|南京|蘇州|無錫; ko 장쑤성|난징|쑤저우
  ru Цзянсу|Нанкин*|Сучжоу; vi Nam Kinh
CN-HB
  * Hubei|Wuhan; zh 湖北|武汉|宜昌|襄阳; ja 湖北省|武漢; ko 후베이성|우한; ru Хубэ*|Ухань*|Ухан*; vi Vũ Hán; ar ووهان
CN-AH
  * Anhui|Hefei; zh 安徽|合肥|芜湖; ja 安徽省|合肥; ko 안후이성|허페이; ru Аньхо*|Хэфэ*
CN-SN
  * Shaanxi; zh 陕西|西安市|西安?|咸阳; ja 陝西省|西安; ko 산시성 시안; en Xi'an|Xian City; ru Сиань*
CN-SX
  * Shanxi|Taiyuan; zh 山西|太原|大同市; ja 山西省; ru Шаньси
CN-HI
  * Hainan|Sanya|Haikou; zh 海南|海口|三亚; ja 海南省; ko 하이난; ru Хайнан*; vi Hải Nam?
CN-SC
  * Sichuan|Chengdu; zh 四川|成都|绵阳; ja 四川省|成都; ko 쓰촨성|청두; ru Сычуан*|Чэнду; vi Tứ Xuyên
CN-SD
  * Shandong|Qingdao|Jinan; zh 山东|济南|青岛|烟台; ja 山東省|青島; ko 산둥성|칭다오; ru Шаньдун*|Циндао
CN-HA
  * Henan|Zhengzhou; zh 河南|郑州|洛阳; ja 河南省; ko 허난성?; ru Хэнан*|Чжэнчжоу
CN-HE
  * Hebei|Shijiazhuang|Xiong'an|Xiongan; zh 河北|石家庄|雄安; ja 河北省|雄安新区; ru Хэбэ*|Сюнъан*
CN-HN
  en Hunan|Changsha; zh 湖南|长沙|株洲; ja 湖南省|長沙; ru Хунан*|Чанша
CN-FJ
  * Fujian|Xiamen|Fuzhou; zh 福建|厦门|福州|泉州; ja 福建省|厦門; ru Фуцзян*
CN-JX
  * Jiangxi|Nanchang; zh 江西|南昌|赣州; ja 江西省
CN-LN
  * Liaoning|Dalian|Shenyang; zh 辽宁|大连|沈阳|朝阳市; ja 遼寧省|大連; ko 랴오닝성|다롄; ru Ляонин*|Далян*
CN-JL
  zh 吉林|长春; * Changchun|Jilin; ja 吉林省; ru Цзилин*
CN-HL
  * Heilongjiang|Harbin; zh 黑龙江|哈尔滨; ja 黒竜江省|ハルビン; ru Хэйлунцзян*|Харбин*; ko 헤이룽장성|하얼빈
CN-GZ
  * Guizhou|Guiyang; zh 贵州|贵阳|贵安新区; ja 貴州省; ru Гуйчжоу
CN-YN
  * Yunnan|Kunming; zh 云南|昆明; ja 雲南省; vi Vân Nam; ru Юньнан*
CN-GX
  * Guangxi|Nanning; zh 广西|南宁; vi Quảng Tây|Nam Ninh; ru Гуанси
CN-GS
  * Gansu|Lanzhou; zh 甘肃|兰州|庆阳; ru Ганьсу
CN-QH
  * Qinghai; zh 青海|西宁; ru Цинха*
CN-NM
  en Inner Mongolia; * Hohhot|Ulanqab|Ordos; zh 内蒙古|呼和浩特|乌兰察布|和林格尔; ja 内モンゴル; ko 내몽골|네이멍구; de Innere Mongolei
  fr Mongolie-Intérieure; ru Внутренн* Монголи*
CN-NX
  * Ningxia; zh 宁夏|银川|中卫市; ru Нинся
CN-XJ
  * Xinjiang|Urumqi; zh 新疆|乌鲁木齐|克拉玛依; ja 新疆; ko 신장 위구르; ru Синьцзян*; tr Sincan; ar شينجيانغ
CN-XZ
  en Tibet; * Lhasa; zh 西藏|拉萨; ja チベット; de Tibet; ru Тибет*; fr Tibet
TW
  zh 台湾|臺灣|中华民国; ja 台湾; ko 대만|타이완; * Taiwan; ru Тайван*; uk Тайван*; ar تايوان; fa تایوان; hi ताइवान; th ไต้หวัน
  vi Đài Loan; pl Tajwan*; tr Tayvan; el Ταϊβάν; he טייוואן|טאיוואן
TW-TPE
  * Taipei; zh 台北|臺北|~新北; ja 台北; ko 타이베이; ru Тайбэ*; vi Đài Bắc
TW-NWT
  en New Taipei; zh 新北市|新北
TW-TAO
  * Taoyuan; zh 桃园市|桃園|桃市府; ja 桃園
TW-TXG
  * Taichung; zh 台中|臺中|中市府; ja 台中
TW-TNN
  * Tainan; zh 台南|臺南|南市府|沙崙|南科; ja 台南
TW-KHH
  * Kaohsiung; zh 高雄; ja 高雄; ko 가오슝
TW-HSZ
  * Hsinchu; zh 新竹|竹科; ja 新竹
TW-KIN
  * Kinmen; zh 金门县|金門; ja 金門
TW-HUA
  * Hualien; zh 花莲|花蓮; ja 花蓮; ko 화롄
TW-PIF
  * Pingtung; zh 屏东|屏東
TW-CHA
  * Changhua; zh 彰化
TW-ILA
  * Yilan County; zh 宜兰|宜蘭
TW-YUN
  * Yunlin; zh 云林县|雲林
TW-CYQ
  * Chiayi; zh 嘉义|嘉義
TW-MIA
  * Miaoli; zh 苗栗
TW-NAN
  * Nantou; zh 南投
TW-TTT
  * Taitung; zh 台东县|臺東
TW-KEE
  * Keelung; zh 基隆
TW-PEN
  * Penghu; zh 澎湖
HK
  * Hong Kong|Hongkong; zh 香港|港岛|九龙|新界; ja 香港; ko 홍콩; ru Гонконг*; uk Гонконг*; ar هونغ كونغ; fa هنگ کنگ; hi हांगकांग
  th ฮ่องกง; vi Hồng Kông|Hồng Công; el Χονγκ Κονγκ; pl Hongkong*
MO
  * Macau|Macao; zh 澳门|澳門; ja マカオ; ko 마카오; ru Макао; vi Ma Cao; th มาเก๊า
JP-13
  * Tokyo|Tokio|Tóquio; ja 東京|渋谷区|小金井市|新宿区; zh 东京|東京; ko 도쿄; ru Токио; uk Токіо; ar طوكيو; fa توکیو; hi टोक्यो
  th โตเกียว; el Τόκιο
JP-27
  * Osaka; ja 大阪|堺市; zh 大阪; ko 오사카; ru Осак*; ar أوساكا; th โอซาก้า
JP-26
  * Kyoto; ja 京都; zh 京都; ko 교토; ru Киото; ar كيوتو
JP-01
  * Hokkaido|Sapporo; ja 北海道|札幌|千歳市; zh 北海道|札幌; ko 홋카이도|삿포로; ru Хоккайдо|Саппоро
JP-14
  * Yokohama|Kanagawa; ja 神奈川|横浜|川崎市; zh 神奈川|横滨
JP-23
  * Nagoya|Aichi; ja 愛知|名古屋; zh 爱知县|名古屋; ko 나고야
JP-40
  * Fukuoka|Kitakyushu; ja 福岡|北九州; zh 福冈; ko 후쿠오카
JP-28
  * Hyogo; ja 兵庫|神戸; zh 兵库县|神户
JP-34
  * Hiroshima; ja 広島; zh 广岛; ko 히로시마; ru Хиросим*
JP-43
  * Kumamoto; ja 熊本; zh 熊本
JP-47
  * Okinawa; ja 沖縄; zh 冲绳; ko 오키나와
JP-04
  * Sendai|Miyagi; ja 宮城県|仙台; zh 仙台
JP-07
  * Fukushima; ja 福島県|福島; zh 福岛; ko 후쿠시마; ru Фукусим*
JP-17
  * Ishikawa Prefecture; ja 石川県|能登|金沢; zh 石川县|能登半岛
KR-11
  * Seoul|Seúl|Séoul; ko 서울; ja ソウル; zh 首尔|首爾; ru Сеул*; uk Сеул*; ar سول?|سيول?; th โซล; el Σεούλ; pl Seul*; tr Seul
  it Seul; pt Seul
KR-26
  * Busan; ko 부산; ja 釜山; zh 釜山; ru Пусан*
KR-27
  * Daegu; ko 대구시|대구광역시|대구?; zh 大邱; ja 大邱
KR-28
  * Incheon; ko 인천; zh 仁川; ja 仁川; ru Инчхон*
KR-29
  * Gwangju; ko 광주광역시|광주시|광주?; zh 光州; ja 光州
KR-30
  * Daejeon; ko 대전시|대전광역시|대전?; zh 大田市; ja 大田市?
KR-31
  * Ulsan; ko 울산; zh 蔚山; ja 蔚山
KR-41
  * Gyeonggi|Suwon|Pangyo; ko 경기도|수원시|성남시|판교|용인시|평택; zh 京畿道
KR-42
  * Gangwon; ko 강원도|강원특별자치도|춘천|원주시
KR-43
  * Chungbuk; ko 충청북도|충북|청주|오송
KR-44
  * Chungnam; ko 충청남도|충남|천안|아산시
KR-45
  * Jeonbuk; ko 전라북도|전북|전주시|새만금
KR-46
  * Jeonnam; ko 전라남도|전남|솔라시도|해남군
KR-47
  * Gyeongbuk|Pohang; ko 경상북도|경북|포항|구미시
KR-48
  * Gyeongnam|Changwon; ko 경상남도|경남|창원
KR-49
  * Jeju; ko 제주; zh 济州岛; ja 済州
KR-50
  * Sejong City; ko 세종시|세종특별자치시
IN-DL
  en New Delhi|Delhi; hi दिल्ली; zh 新德里; ja ニューデリー; ru Нью-Дели|Дели; de Neu-Delhi; fr New Delhi; ur دہلی; bn দিল্লি
  ta டெல்லி; es Nueva Delhi
IN-MH
  * Maharashtra|Mumbai|Pune; hi महाराष्ट्र|मुंबई|पुणे; zh 孟买; ru Мумба*; ta மும்பை; bn মুম্বাই
IN-KA
  * Karnataka|Bengaluru|Bangalore; hi कर्नाटक|बेंगलुरु; zh 班加罗尔; ru Бангалор*; ta பெங்களூரு
IN-TN
  * Tamil Nadu|Chennai; hi तमिलनाडु|चेन्नई; ta தமிழ்நாடு|தமிழக*|சென்னை; zh 金奈
IN-TG
  * Telangana|Hyderabad?; hi तेलंगाना|हैदराबाद; zh 海得拉巴?
IN-AP
  en Andhra Pradesh|Visakhapatnam|Amaravati; hi आंध्र प्रदेश|विशाखापत्तनम
IN-UP
  en Uttar Pradesh|Lucknow|Noida; hi उत्तर प्रदेश|लखनऊ|नोएडा
IN-GJ
  * Gujarat|Ahmedabad; hi गुजरात|अहमदाबाद|धोलेरा
IN-WB
  * West Bengal|Kolkata; hi पश्चिम बंगाल|कोलकाता; bn পশ্চিমবঙ্গ|কলকাতা
IN-KL
  en Kerala; hi केरल; ta கேரள*
IN-RJ
  en Rajasthan|Jaipur; hi राजस्थान|जयपुर
IN-MP
  en Madhya Pradesh|Bhopal|Indore; hi मध्य प्रदेश|भोपाल|इंदौर
IN-BR
  en Bihar|Patna; hi बिहार|पटना
IN-OD
  * Odisha; hi ओडिशा|भुवनेश्वर
IN-AS
  en Assam|Guwahati; hi असम|गुवाहाटी
IN-PB
  en Punjab?|Chandigarh; hi पंजाब?|चंडीगढ़; ur پنجاب?
IN-HR
  en Haryana|Gurugram; hi हरियाणा|गुरुग्राम
IN-JH
  en Jharkhand|Ranchi; hi झारखंड|रांची
IN-CG
  en Chhattisgarh|Raipur; hi छत्तीसगढ़|रायपुर
IN-UK
  en Uttarakhand|Dehradun; hi उत्तराखंड|देहरादून
IN-HP
  en Himachal Pradesh|Shimla; hi हिमाचल|शिमला
IN-JK
  en Jammu and Kashmir|Srinagar; hi जम्मू-कश्मीर|जम्मू कश्मीर|श्रीनगर
IN-GA
  en Goa; hi गोवा
IN-MN
  en Manipur|Imphal; hi मणिपुर
IN-ML
  en Meghalaya|Shillong; hi मेघालय
IN-MZ
  en Mizoram; hi मिजोरम
IN-NL
  en Nagaland; hi नागालैंड|नगालैंड
IN-TR
  en Tripura|Agartala; hi त्रिपुरा
IN-SK
  en Sikkim; hi सिक्किम
IN-AR
  en Arunachal Pradesh; hi अरुणाचल प्रदेश
IN-LA
  en Ladakh; hi लद्दाख
IN-PY
  en Puducherry; hi पुडुचेरी
PK-PB
  en Punjab?|Lahore; hi पंजाब?|लाहौर; ur پنجاب?|لاہور
PK-SD
  en Sindh|Karachi; ur سندھ|کراچی
PK-IS
  * Islamabad; ur اسلام آباد; ru Исламабад*; ar إسلام آباد
BD-13
  * Dhaka; bn ঢাকা
ID-JK
  * Jakarta; ar جاكرتا; zh 雅加达; ja ジャカルタ; ko 자카르타; ru Джакарт*
ID-BA
  * Bali; zh 巴厘岛; ja バリ島
ID-JB
  id Jawa Barat|Bandung; en West Java
ID-JI
  id Jawa Timur|Surabaya; en East Java
ID-KR
  * Batam; id Kepulauan Riau
ID-KI
  id Kalimantan Timur|IKN Nusantara|Nusantara
MY-01
  * Johor; zh 柔佛; ja ジョホール
MY-07
  * Penang; ms Pulau Pinang; zh 槟城
MY-10
  * Selangor; zh 雪兰莪
MY-14
  * Kuala Lumpur; zh 吉隆坡; ja クアラルンプール; ar كوالالمبور
MY-13
  * Sarawak; zh 砂拉越
PH-00
  * Metro Manila|Manila; zh 马尼拉; ja マニラ; ko 마닐라
VN-HN
  * Hanoi|Hanói; vi Hà Nội; zh 河内市; ja ハノイ; ko 하노이; ru Ханой*
VN-SG
  en Ho Chi Minh City; vi TP.HCM|TPHCM|Thành phố Hồ Chí Minh|TP Hồ Chí Minh|Sài Gòn; zh 胡志明市; ja ホーチミン; ko 호치민
VN-DN
  vi Đà Nẵng; * Da Nang|Danang; zh 岘港; ja ダナン
VN-HP
  vi Hải Phòng; * Hai Phong|Haiphong
TH-10
  * Bangkok; th กรุงเทพ|กทม.; zh 曼谷; ja バンコク; ko 방콕; ru Бангкок*; vi Băng Cốc; id Bangkok
TH-50
  * Chiang Mai; th เชียงใหม่; zh 清迈
TH-83
  * Phuket; th ภูเก็ต; zh 普吉
KZ-71
  * Astana; kk Астана*; ru Астан*; zh 阿斯塔纳
KZ-75
  * Almaty; kk Алматы*; ru Алмат*; zh 阿拉木图
UZ-TK
  * Tashkent|Toshkent; ru Ташкент*; uz Toshkent*; zh 塔什干
IR-07
  fa فارس?|شیراز; en Shiraz
IR-23
  * Tehran|Teheran|Téhéran|Teerã; fa تهران; ar طهران; zh 德黑兰; ru Тегеран*; ja テヘラン; tr Tahran
AE-DU
  * Dubai|Dubái|Dubaï; ar دبي; fa دبی; zh 迪拜|杜拜; ja ドバイ; ko 두바이; ru Дуба*; hi दुबई
AE-AZ
  * Abu Dhabi|Abou Dabi|Abu Dabi; ar أبوظبي|أبو ظبي; fa ابوظبی; zh 阿布扎比|阿布達比; ja アブダビ; ko 아부다비; ru Абу-Даби; hi अबू धाबी
AE-SH
  * Sharjah; ar الشارقة
SA-01
  * Riyadh|Riad; ar الرياض; zh 利雅得; ru Эр-Рияд*; fa ریاض?; ja リヤド
SA-02
  en Makkah|Jeddah; ar مكة المكرمة|جدة?
TR-34
  * Istanbul; tr İstanbul*; zh 伊斯坦布尔; ru Стамбул*; ar إسطنبول|اسطنبول; el Κωνσταντινούπολη; ja イスタンブール
TR-06
  * Ankara; zh 安卡拉; ru Анкар*; ar أنقرة; fa آنکارا; ja アンカラ
TR-35
  tr İzmir*; * Izmir
IL-TA
  * Tel Aviv; he תל אביב; ru Тель-Авив*; ar تل أبيب; zh 特拉维夫
IL-JM
  * Jerusalem; he ירושלים; ar القدس; ru Иерусалим*; de Jerusalem; fr Jérusalem; es Jerusalén
RU-MOW
  * Moscow|Moskau|Moscou|Moscú|Mosca; ru Москв*|московск*; uk Москв*; zh 莫斯科; ja モスクワ; ko 모스크바; ar موسكو; fa مسکو
  tr Moskova; pl Moskw*; hi मॉस्को; el Μόσχα*; th มอสโก; sv Moskva; cs Moskv*; da Moskva; fi Moskova*
RU-SPE
  * Saint Petersburg|St. Petersburg|St Petersburg; ru Санкт-Петербург*|Петербург*; zh 圣彼得堡
  de Sankt Petersburg|St. Petersburg
RU-TA
  en Tatarstan|Kazan; ru Татарстан*|Казан*|Иннополис*; tt Татарстан*|Казан*; de Tatarstan; tr Tataristan
RU-ORE
  ru Оренбург*; en Orenburg
RU-NVS
  ru Новосибирск*; en Novosibirsk
RU-SVE
  ru Екатеринбург*|Свердловск* област*; en Yekaterinburg
RU-KDA
  ru Краснодарск*|Кубан*; en Krasnodar
RU-CE
  ru Чечн*|Грозн*?; en Chechnya
UA-30
  * Kyiv|Kiev|Kiew|Kijów|Kijev; uk Київ|Києв*|київськ*; ru Киев*; zh 基辅; ja キーウ|キエフ; pl Kijow*
UA-63
  * Kharkiv|Kharkov; uk Харків*|Харков*; ru Харьков*
UA-46
  * Lviv; uk Львів|Львов*|львівськ*; ru Львов*; pl Lwów|Lwow*
UA-51
  * Odesa; uk Одес*; ru Одесс*
UA-43
  en Crimea; uk Крим*; ru Крым*; de Krim; fr Crimée; es Crimea; pl Krym*; zh 克里米亚; it Crimea
EU
  en European Union|European Commission|EU; de Europäische* Union|EU|EU-Kommission
  fr Union européenne|UE|Commission européenne; es Unión Europea|UE|Comisión Europea
  pt União Europeia|UE|Comissão Europeia; it Unione europea|UE|Commissione europea
  nl Europese Unie|EU|Europese Commissie; pl Unia Europejska|Unii Europejskiej|UE|Komisja Europejska
  sv EU|Europeiska unionen; da EU; nb EU; fi EU|EU:n|Euroopan unioni*; el Ευρωπαϊκή* Ένωση*|ΕΕ|Ε.Ε.
  ru Евросоюз*|Европейск* союз*; uk Євросоюз*|ЄС|Європейськ* союз*; zh 欧盟|歐盟; ja 欧州連合|EU; ko 유럽연합|EU
  ar الاتحاد الأوروبي; fa اتحادیه اروپا; tr Avrupa Birliği; hi यूरोपीय संघ; vi Liên minh châu Âu|EU; th สหภาพยุโรป|อียู
  id Uni Eropa; cs Evropsk* uni*|EU; sk Európsk* úni*|EÚ; hu Európai Unió*|EU; ro Uniunea Europeană|UE
  bg Европейск* съюз|ЕС; hr Europsk* unij*|EU; sl Evropsk* unij*|EU; lt ES|Europos Sąjung*; lv ES|Eiropas Savienīb*
  et EL|Euroopa Liit*|Euroopa Liidu*; he האיחוד האירופי
DE-BE
  * Berlin|Berlín|Berlino|Berlim; ru Берлин*; uk Берлін*; zh 柏林; ja ベルリン; ko 베를린; ar برلين; pl Berlin*; el Βερολίνο*
  tr Berlin; de Treptow-Köpenick
DE-BY
  en Bavaria; de Bayern*|bayerisch*|München*|Nürnberg; fr Bavière|Munich; es Baviera|Múnich
  it Baviera|Monaco di Baviera; * Munich; ru Бавари*|Мюнхен*; pl Bawari*|Monachium; zh 巴伐利亚|慕尼黑; ja バイエルン|ミュンヘン
  cs Bavorsk*|Mnichov*
DE-HH
  * Hamburg|Hamburgo|Hambourg; ru Гамбург*; zh 汉堡市; pl Hamburg*; ja ハンブルク
DE-BW
  de Baden-Württemberg*|Stuttgart|Heilbronn|Karlsruhe|Ulm; en Baden-Württemberg|Stuttgart; fr Bade-Wurtemberg
DE-NW
  de Nordrhein-Westfalen*|NRW|Düsseldorf|Köln|Jülich; en North Rhine-Westphalia|Cologne|Düsseldorf
DE-SN
  de Sachsen?|Dresden|Leipzig; en Saxony|Dresden|Leipzig; pl Drezno|Drezn*|Lipsk?
DE-HE
  de Hessen|hessisch*|Darmstadt; * Frankfurt; en Hesse?
DE-NI
  de Niedersachsen*|Hannover; en Lower Saxony
DE-TH
  de Thüringen*|Erfurt|Jena|Kyffhäuserkreis; en Thuringia
DE-BB
  de Brandenburg*|Potsdam; en Brandenburg
DE-SH
  de Schleswig-Holstein*|Kiel; en Schleswig-Holstein
DE-RP
  de Rheinland-Pfalz|Mainz
DE-HB
  de Bremen
DE-SL
  de Saarland*|Saarbrücken
DE-ST
  de Sachsen-Anhalt*|Magdeburg
DE-MV
  de Mecklenburg-Vorpommern*|Rostock|Schwerin
AT-9
  * Vienna; de Wien|Wiener; fr Vienne?; es Viena; it Vienna; pl Wiede*?; ru Вен*?; zh 维也纳; hu Bécs*; cs Vídeň*
  sl Dunaj*?
CH-ZH
  de Zürich; * Zurich|Zürich; fr Zurich; it Zurigo; zh 苏黎世
CH-GE
  fr Genève; de Genf; * Geneva; it Ginevra; es Ginebra; zh 日内瓦; ja ジュネーブ; ru Женев*; ar جنيف
FR-IDF
  * Paris|Parigi; fr Île-de-France; pl Paryż*; ru Париж*; uk Париж*; zh 巴黎; ja パリ; ko 파리; ar باريس; fa پاریس; el Παρίσι*
  es París; tr Paris; hi पेरिस; hu Párizs*; vi Paris; th ปารีส
FR-ARA
  fr Auvergne-Rhône-Alpes|Lyon|Grenoble; en Lyon|Grenoble
FR-OCC
  fr Occitanie|Toulouse|Montpellier; * Toulouse
FR-PAC
  fr Provence-Alpes-Côte d'Azur|Marseille|Nice?; * Marseille
FR-BRE
  fr Bretagne|Rennes; en Brittany
FR-HDF
  fr Hauts-de-France|Lille
FR-NAQ
  fr Nouvelle-Aquitaine|Bordeaux
FR-GES
  fr Grand Est|Strasbourg; * Strasbourg; de Straßburg
FR-NOR
  fr Normandie|Rouen|Caen; en Normandy
GB-ENG
  en England|London|Manchester|Birmingham?|Cambridge?|Oxford?|Culham|Teesside; fr Angleterre|Londres; de England|London
  es Inglaterra|Londres; pt Inglaterra|Londres; it Inghilterra|Londra; nl Engeland|Londen; pl Angli*?|Londyn*
  ru Англи*?|Лондон*; uk Лондон*; zh 英格兰|伦敦; ja イングランド|ロンドン; ko 잉글랜드|런던; ar إنجلترا|لندن; fa لندن; tr İngiltere*|Londra*
  el Λονδίνο*; hi लंदन; sv London
GB-SCT
  en Scotland|Edinburgh|Glasgow; de Schottland; fr Écosse; es Escocia; pt Escócia; it Scozia; nl Schotland; zh 苏格兰
  ja スコットランド; ko 스코틀랜드; ru Шотланди*
GB-WLS
  en Wales|Cardiff|~New South Wales; fr Pays de Galles; es Gales?; cy Cymru|Gymru|Nghymru|Caerdydd; zh 威尔士; ru Уэльс*
GB-NIR
  en Northern Ireland|Belfast; fr Irlande du Nord; de Nordirland; es Irlanda del Norte; zh 北爱尔兰
ES-MD
  * Madrid; ru Мадрид*; zh 马德里; pl Madry*?; ja マドリード; ar مدريد
ES-CT
  es Cataluña|Barcelona; ca Catalunya|Barcelona; en Catalonia|Barcelona; fr Catalogne|Barcelone; de Katalonien|Barcelona
  it Catalogna|Barcellona; zh 巴塞罗那|加泰罗尼亚; pt Catalunha; ru Барселон*|Каталони*
ES-GA
  es Galicia|Santiago de Compostela|Xunta; gl Galicia|Galiza|Xunta; pt Galiza
ES-AN
  es Andalucía|Sevilla|Málaga|Granada?; en Andalusia|Seville
ES-PV
  es País Vasco|Euskadi|Bilbao; eu Euskadi*|Bilbo*; en Basque Country; fr Pays basque
ES-VC
  es Comunidad Valenciana|Comunitat Valenciana|Valencia; en Valencia
ES-AR
  es Aragón|Zaragoza; en Aragon
ES-EX
  es Extremadura
ES-CN
  es Canarias|Tenerife|Gran Canaria; en Canary Islands
ES-CL
  es Castilla y León|Valladolid
ES-AS
  es Asturias
ES-MC
  es Región de Murcia|Murcia
PT-11
  pt Lisboa; * Lisbon; es Lisboa; fr Lisbonne; de Lissabon; it Lisbona; zh 里斯本; ru Лиссабон*
PT-13
  pt Porto?; en Porto
IT-25
  it Lombardia|Milano; * Milan?|Lombardy; en Milan; fr Milan|Lombardie; de Mailand|Lombardei; es Milán; zh 米兰
IT-62
  it Roma|Lazio; * Rome; de Rom; fr Rome; zh 罗马?; ru Рим; pl Rzym*
IT-45
  it Emilia-Romagna|Bologna; * Bologna
IT-21
  it Piemonte|Torino; * Turin
IT-34
  it Veneto|Venezia; * Venice
IT-42
  it Liguria|Genova
IT-52
  it Toscana|Firenze; en Tuscany|Florence
IT-72
  it Campania|Napoli; en Naples
IT-75
  it Puglia|Bari?
IT-82
  it Sicilia|Palermo; en Sicily
IT-88
  it Sardegna|Cagliari; en Sardinia
NL-NH
  nl Noord-Holland|Amsterdam; * Amsterdam; zh 阿姆斯特丹; ru Амстердам*
NL-ZH
  nl Zuid-Holland|Rotterdam|Den Haag; * Rotterdam; en The Hague
NL-NB
  nl Noord-Brabant|Eindhoven|Brainport; * Eindhoven
NL-GR
  nl Groningen; en Groningen
NL-LI
  nl Limburg?|Maastricht; en Limburg?
BE-VLI
  nl Limburg?|Hasselt; en Limburg?|Hasselt; fr Limbourg?
BE-BRU
  nl Brussel*; * Brussels; fr Bruxelles; de Brüssel; es Bruselas; it Bruxelles; pt Bruxelas; pl Brukse*; ru Брюссел*
  uk Брюссел*; zh 布鲁塞尔; ja ブリュッセル
BE-VLG
  nl Vlaanderen|Vlaams*; en Flanders; fr Flandre; de Flandern
BE-WAL
  fr Wallonie|Liège; nl Wallonië; en Wallonia; de Wallonien
PL-14
  pl Warszaw*|warszawsk*|Mazowsz*|mazowieck*; * Warsaw; de Warschau; fr Varsovie; es Varsovia; ru Варшав*; uk Варшав*
  zh 华沙; it Varsavia
PL-12
  pl Kraków|Krakow*|krakowsk*|Małopolsk*|małopolsk*; en Krakow|Kraków
PL-30
  pl Poznań|Poznani*|Wielkopolsk*|wielkopolsk*; en Poznan
PL-02
  pl Wrocław*|Dolny Śląsk|dolnośląsk*; en Wroclaw
PL-22
  pl Gdańsk*|Gdyni*|pomorsk*?; en Gdansk
PL-24
  pl Katowic*|śląsk*; en Silesia
PL-10
  pl Łódź|łódzk*; en Lodz
CZ-10
  cs Praha|Praze|Prahy|Prahu|pražsk*; * Prague; de Prag; fr Prague; pl Prag*?; es Praga; zh 布拉格; ru Праг*
CZ-64
  cs Brno|Brně|Brna|jihomoravsk*; en Brno
CZ-80
  cs Ostrav*|moravskoslezsk*; en Ostrava
SK-BL
  sk Bratislav*; * Bratislava
SK-BC
  sk Bansk* Bystric*
HU-BU
  hu Budapest*; * Budapest; ru Будапешт*
HU-BZ
  hu Borsod*|Sárospatak*|Miskolc*
RO-B
  ro București*; * Bucharest; de Bukarest; fr Bucarest
BG-22
  bg София; * Sofia?; ru Софи*?
GR-I
  el Αθήνα*|Αττική*; * Athens; de Athen; fr Athènes; es Atenas; zh 雅典
GR-B
  el Θεσσαλονίκη*; * Thessaloniki
SE-AB
  sv Stockholm*; * Stockholm; ru Стокгольм*; zh 斯德哥尔摩
SE-O
  sv Göteborg*|Västra Götaland*; en Gothenburg
SE-M
  sv Skåne*|Malmö*|Lund?; en Malmö
SE-E
  sv Linköping*|Östergötland*
SE-BD
  sv Norrbotten*|Luleå*
NO-03
  nb Oslo; * Oslo; zh 奥斯陆; ru Осло
NO-46
  nb Bergen?|Vestland; * Bergen?
NO-50
  nb Trøndelag|Trondheim; en Trondheim
DK-84
  da København*; * Copenhagen; de Kopenhagen; fr Copenhague; sv Köpenhamn*; zh 哥本哈根
DK-82
  da Aarhus|Århus; en Aarhus
FI-18
  fi Helsin*|Espoo*|Uusima*; * Helsinki; sv Helsingfors*; ru Хельсинки; zh 赫尔辛基
FI-14
  fi Oulu*
  en Oulu
FI-05
  fi Kajaan*
  en Kajaani
EE-37
  et Tallinn*; * Tallinn; ru Таллин*
LV-RIX
  lv Rīg*; * Riga; ru Риг*?
LT-VL
  lt Vilni*; * Vilnius; ru Вильнюс*
RS-00
  sr Београд*|Beograd*; * Belgrade; ru Белград*
HR-21
  hr Zagreb*; * Zagreb
IE-D
  * Dublin
US-WA
  en Washington State|Seattle|Washington?; * Seattle
US-DC
  en Washington?|Washington DC|Washington D.C.|Washington, D.C.
US-GA
  en Georgia?|Atlanta; * Atlanta
US-CA
  en California|San Francisco|Los Angeles|Silicon Valley|San Diego|Sacramento
  * California|San Francisco|Los Angeles|Silicon Valley|Kalifornien|Californie; zh 加州|加利福尼亚|旧金山|硅谷|洛杉矶|矽谷?|舊金山
  ja カリフォルニア|シリコンバレー|サンフランシスコ; ko 캘리포니아|실리콘밸리; ru Калифорни*; ar كاليفورنيا
US-NY
  en New York; * New York|Nueva York|Nova York|Nova Iorque; zh 纽约; ja ニューヨーク; ko 뉴욕; ru Нью-Йорк*; uk Нью-Йорк*
  ar نيويورك; pl Nowy* Jork*
US-FL
  en Florida|Miami|Everglades; * Florida|Miami; zh 佛罗里达; ja フロリダ; ru Флорид*
US-TX
  en Texas|Austin?|Houston?|Dallas; * Texas; zh 得州|德州?|得克萨斯; ja テキサス; ko 텍사스; ru Техас*
US-AZ
  en Arizona; * Arizona; zh 亚利桑那|亞利桑那
US-OH
  en Ohio
US-IL
  en Illinois|Chicago; * Chicago
US-MA
  en Massachusetts|Boston; * Boston
US-VA
  en Virginia?|~West Virginia
US-PA
  en Pennsylvania|Pittsburgh
US-MI
  en Michigan|Detroit
US-NJ
  en New Jersey
US-NM
  en New Mexico
US-HI
  * Hawaii
US-AK
  en Alaska
US-OR
  en Oregon|Portland?
US-CO
  en Colorado|Denver
US-NC
  en North Carolina
US-LA
  en Louisiana|New Orleans
US-NV
  en Nevada|Las Vegas
US-UT
  en Utah
US-MN
  en Minnesota|Minneapolis
US-MD
  en Maryland|Baltimore
US-TN
  en Tennessee|Nashville|Memphis?
US-NH
  en New Hampshire
US-AL
  * Alabama; zh 亚拉巴马|阿拉巴马; ja アラバマ; ru Алабам*
US-AR
  * Arkansas; zh 阿肯色; ja アーカンソー; ru Арканзас*
US-CT
  * Connecticut; zh 康涅狄格|康乃狄克; ja コネチカット; ru Коннектикут*
US-DE
  * Delaware; zh 特拉华|德拉瓦; ja デラウェア; ru Делавэр*
US-ID
  * Idaho; zh 爱达荷; ja アイダホ; ru Айдахо
US-IN
  * Indiana|Indianapolis|~Indiana Jones; zh 印第安纳; ja インディアナ; ru Индиан*?
US-IA
  * Iowa; zh 艾奥瓦|爱荷华; ja アイオワ; ru Айов*
US-KS
  * Kansas|~Arkansas|~Kansas City; zh 堪萨斯; ja カンザス; ru Канзас*
US-KY
  * Kentucky|~Kentucky Fried; zh 肯塔基; ja ケンタッキー州; ru Кентукки
US-ME
  en Maine; zh 缅因; ja メーン州; ru штат* Мэн
US-MO
  * Missouri|Kansas City; zh 密苏里; ja ミズーリ; ru Миссури
US-MS
  * Mississippi; zh 密西西比; ja ミシシッピ; ru Миссисипи
US-MT
  en Montana?; zh 蒙大拿; ja モンタナ; ru Монтан*?
US-NE
  * Nebraska; zh 内布拉斯加; ja ネブラスカ; ru Небраск*
US-ND
  en North Dakota; zh 北达科他; ja ノースダコタ; ru Северн* Дакот*
US-OK
  * Oklahoma; zh 俄克拉何马|俄克拉荷马|奥克拉荷马; ja オクラホマ; ru Оклахом*
US-RI
  en Rhode Island; zh 罗得岛; ja ロードアイランド
US-SC
  en South Carolina; zh 南卡罗来纳; ja サウスカロライナ; ru Южн* Каролин*
US-SD
  en South Dakota; zh 南达科他; ja サウスダコタ; ru Южн* Дакот*
US-VT
  * Vermont; zh 佛蒙特; ja バーモント州; ru Вермонт*
US-WI
  * Wisconsin|Milwaukee; zh 威斯康星|威斯康辛; ja ウィスコンシン; ru Висконсин*
US-WV
  en West Virginia; zh 西弗吉尼亚; ja ウェストバージニア; ru Западн* Вирджини*
US-WY
  * Wyoming; zh 怀俄明; ja ワイオミング; ru Вайоминг*
US-GA
  fr Géorgie?; es Georgia?; it Georgia?; nl Georgia; de Georgia; sv Georgia; da Georgia?; nb Georgia?; zh 佐治亚|乔治亚州; ar ولاية جورجيا; hi जॉर्जिया राज्य; ja ジョージア州; ko 조지아주
  ru Джорджи*; uk Джорджі*; pl Georgi*; pt Geórgia?; tr Georgia; cs Georgi*
US-CA
  ja カリフォルニア; ko 캘리포니아; ru Калифорни*; uk Каліфорні*; pl Kaliforni*; ar كاليفورنيا; hi कैलिफोर्निया; vi California
US-FL
  ko 플로리다; uk Флорид*; pl Floryd*; ar فلوريدا; zh 佛罗里达
US-TX
  uk Техас*; pl Teksas*; ar تكساس; hi टेक्सास
US-AZ
  ja アリゾナ; ko 애리조나; ru Аризон*; uk Аризон*; ar أريزونا
US-OH
  zh 俄亥俄; ja オハイオ; ko 오하이오; ru Огайо; * Ohio
US-IL
  zh 伊利诺伊|伊利诺|芝加哥; ja イリノイ|シカゴ; ko 일리노이|시카고; ru Иллинойс*|Чикаго; * Illinois
US-MA
  zh 马萨诸塞|麻州|麻省|波士顿; ja マサチューセッツ|ボストン; ru Массачусетс*|Бостон*
US-VA
  zh 弗吉尼亚|~西弗吉尼亚|维吉尼亚州; ja バージニア州; ru Вирджини*|~Западн* Вирджини*
US-PA
  zh 宾夕法尼亚|宾州; ja ペンシルベニア; ru Пенсильвани*; * Pennsylvania
US-MI
  zh 密歇根|密西根|底特律; ja ミシガン|デトロイト; ru Мичиган*|Детройт*; * Michigan
US-NJ
  zh 新泽西; ja ニュージャージー; ru Нью-Джерси; * New Jersey
US-NM
  zh 新墨西哥; ja ニューメキシコ; ru Нью-Мексико
US-OR
  zh 俄勒冈|奥勒冈; ja オレゴン; ru Орегон*; * Oregon
US-CO
  zh 科罗拉多; ja コロラド; ru Колорадо; * Colorado
US-NC
  zh 北卡罗来纳|北卡; ja ノースカロライナ; ru Северн* Каролин*
US-LA
  zh 路易斯安那|新奥尔良; ja ルイジアナ; ru Луизиан*; * Louisiana
US-NV
  zh 内华达|拉斯维加斯; ja ネバダ|ラスベガス; ru Невад*|Лас-Вегас*; * Las Vegas|Nevada
US-UT
  zh 犹他; ja ユタ州; ru Юта; * Utah
US-MN
  zh 明尼苏达; ja ミネソタ; ru Миннесот*; * Minnesota
US-MD
  zh 马里兰; ja メリーランド; ru Мэриленд*; * Maryland
US-TN
  zh 田纳西; ja テネシー; ru Теннесси; * Tennessee
US-WA
  zh 华盛顿州; ja ワシントン州|シアトル; ko 워싱턴주|시애틀; ru Сиэтл*|штат* Вашингтон
US-HI
  zh 夏威夷; ja ハワイ; ko 하와이; ru Гава*
US-AK
  zh 阿拉斯加; ja アラスカ; ko 알래스카; ru Аляск*; * Alaska
CA-BC
  en British Columbia|Vancouver|B.C.?; fr Colombie-Britannique; zh 卑诗省|温哥华
CA-ON
  en Ontario|Toronto|Ottawa; fr Ontario|Toronto|Ottawa; zh 安大略|多伦多|渥太华
CA-AB
  en Alberta?|Calgary|Edmonton; fr Alberta|Calgary
CA-QC
  en Quebec|Québec|Montreal|Montréal; fr Québec|Montréal; zh 魁北克|蒙特利尔
CA-MB
  en Manitoba|Winnipeg
CA-SK
  en Saskatchewan
CA-NS
  en Nova Scotia
CA-NL
  en Newfoundland
CA-NB
  en New Brunswick
MX-CMX
  es Ciudad de México|CDMX; en Mexico City; zh 墨西哥城
MX-JAL
  es Jalisco|Guadalajara?
MX-NLE
  es Nuevo León|Monterrey
MX-QUE
  es Querétaro
BR-SP
  pt São Paulo; * São Paulo|Sao Paulo; zh 圣保罗; ja サンパウロ
BR-RJ
  pt Rio de Janeiro; * Rio de Janeiro; zh 里约热内卢
BR-DF
  pt Brasília; en Brasília|Brasilia; es Brasilia
BR-MG
  pt Minas Gerais|Belo Horizonte
BR-RS
  pt Rio Grande do Sul|Porto Alegre
BR-BA
  pt Bahia|Salvador?
BR-CE
  pt Ceará|Fortaleza?
BR-PE
  pt Pernambuco|Recife
BR-PR
  pt Paraná|Curitiba
BR-SC
  pt Santa Catarina|Florianópolis
BR-GO
  pt Goiás|Goiânia
BR-PI
  pt Piauí|Teresina
BR-AM
  pt Amazonas?|Manaus
BR-PA
  pt Belém?|Pará?
AR-C
  * Buenos Aires; zh 布宜诺斯艾利斯
AR-B
  es provincia de Buenos Aires|La Plata; en Buenos Aires Province; pt província de Buenos Aires
AR-X
  es Córdoba?
CL-RM
  es Santiago de Chile|Región Metropolitana
CO-DC
  * Bogotá|Bogota
CO-ANT
  es Antioquia|Medellín
PE-LIM
  es Lima?; en Lima?
UY-MO
  * Montevideo
ET-AA
  * Addis Ababa|Addis Abeba; am አዲስ አበባ; ar أديس أبابا; zh 亚的斯亚贝巴
KE-30
  * Nairobi; sw Nairobi
TZ-02
  * Dar es Salaam
NG-LA
  en Lagos
NG-FC
  * Abuja
EG-C
  * Cairo; ar القاهرة; fr Le Caire; de Kairo; es El Cairo; zh 开罗; ru Каир*; tr Kahire
ZA-GP
  en Gauteng|Johannesburg|Pretoria
ZA-WC
  en Western Cape|Cape Town
MA-06
  fr Casablanca; ar الدار البيضاء; * Casablanca
DZ-16
  fr Alger; ar الجزائر العاصمة; en Algiers
GH-AA
  en Accra
RW-01
  * Kigali
UG-C
  * Kampala
AU-NSW
  en New South Wales|NSW|Sydney; * Sydney; zh 悉尼|新南威尔士|雪梨?; ja シドニー; ko 시드니
AU-VIC
  en Victoria?|Melbourne; * Melbourne; zh 墨尔本|墨爾本; ja メルボルン
AU-QLD
  en Queensland|Brisbane; zh 昆士兰
AU-WA
  en Western Australia|Perth?; zh 西澳
AU-SA
  en South Australia|Adelaide
AU-TAS
  en Tasmania|Hobart
AU-ACT
  en Canberra; zh 堪培拉
AU-NT
  en Northern Territory
NZ-AUK
  en Auckland; zh 奥克兰
NZ-WGN
  en Wellington?
`

/** Names of countries beyond those of the country list, in the same shape: short forms, other transcriptions, names with other senses. */
export const COUNTRY_NAMES = `
CF
  ru ЦАР|Центральноафриканск* Республик*|Центрально-Африканск* Республик*
SY
  en Syria; de Syrien; es Siria; ja シリア; vi Syria; pt Síria
MD
  en Moldova; de Moldau; ru Молдов*|Молдави*; ro Republica Moldova|Moldova
BN
  en Brunei
FM
  en Micronesia
TL
  en East Timor
VA
  en Vatican
BA
  en Bosnia; de Bosnien; fr Bosnie; es Bosnia; it Bosnia; ru Босни*; pl Bośni*
MM
  fr Birmanie; es Birmania; th เมียนมา
IR
  pt Irã|Irão
VN
  pt Vietnã|Vietname
FR
  id Prancis
US
  it Usa
BY
  de Weißrussland; ru Белорусси*|Беларус*
LA
  ja ラオス; vi Lào; th ลาว
TZ
  fr Tanzanie; es Tanzania
CY
  tr Kıbrıs*
PA
  en ~Panama hat*
ID
  zh 印度尼西亚|印尼; ja インドネシア; en Indonesia
CN
  en China; zh 中国|我国; ja 中国|~中国地方|~中国電力|~中国自動車道|~中国山地|~中国四国; ru Кита*; uk Кита*; es China; de China|Volksrepublik China; vi Trung Quốc; fa چین; tr Çin; it Cina
  id Tiongkok|Cina|Republik Rakyat Tiongkok; ms China
US
  en U.S.|USA|US; zh 美国|美國; ja 米国|アメリカ|米政府; ko 미국; de USA|US; es EE. UU.|EE.UU.|EE UU|EEUU|Estados Unidos
  pt EUA|Estados Unidos; fr États-Unis|USA; it Stati Uniti|USA; ru США|Соединенн* Штат*|Америк*; uk США; bg САЩ
  sr САД|SAD; pl USA|Stan* Zjednoczon*; ar الولايات المتحدة|أمريكا|أميركا; fa آمریکا|ایالات متحده; tr ABD
  hi अमेरिका|यू.एस.; nl VS|Verenigde Staten; sv USA; da USA; nb USA; fi Yhdysval*|USA; hu Egyesült Államok*|USA
  cs USA|Spojen* stát*; sk USA; ro SUA|Statele Unite; el ΗΠΑ; id AS?|Amerika Serikat; th สหรัฐ|สหรัฐอเมริกา
  vi Mỹ|~Mỹ Tho|~Mỹ Đình|~Mỹ Đức|~Mỹ Hào|~Mỹ Tâm|~Mỹ Linh|~Mỹ Lệ|~Mỹ Hạnh|~Mỹ Phước|~Mỹ Latinh|~Thị Mỹ|Hoa Kỳ; he ארה"ב|ארצות הברית; lt JAV; lv ASV; et USA|Ameerika Ühendriigi*; hr SAD; sl ZDA; kk АҚШ; sw Marekani
  bn মার্কিন যুক্তরাষ্ট্র|যুক্তরাষ্ট্র; ur امریکہ|امریکا; ta அமெரிக்க*
GB
  en UK|Britain|Great Britain|U.K.; zh 英国|英國; ja 英国|イギリス; de Großbritannien|Vereinigte* Königreich*
  fr Royaume-Uni|Grande-Bretagne; es Reino Unido|Gran Bretaña; pt Reino Unido; it Regno Unito|Gran Bretagna
  ru Великобритани*|Британи*; uk Великобритані*|Британі*; pl Wielk* Brytani*; ar المملكة المتحدة|بريطانيا
  fa بریتانیا|انگلیس|انگلستان; tr Birleşik Krallık|Britanya; nl Verenigd Koninkrijk; id Inggris; hi ब्रिटेन
  vi Vương quốc Anh|Anh?; el Βρετανία*|Ηνωμένο Βασίλειο; sv Storbritannien; da Storbritannien; nb Storbritannia
  fi Britannia*; th สหราชอาณาจักร|อังกฤษ
KR
  en South Korea|Republic of Korea|ROK|Korea?; zh 韩国|韓國|南韩|南韓; ja 韓国; ko 한국|대한민국|우리나라; de Südkorea; fr Corée du Sud
  es Corea del Sur; uk Південн* Коре*; ru Южн* Коре*; vi Hàn Quốc; it Corea del Sud; pt Coreia do Sul
KP
  en North Korea|DPRK; zh 朝鲜|北韓|北韩; ja 北朝鮮; ko 북한; de Nordkorea; fr Corée du Nord; es Corea del Norte
  uk КНДР|Північн* Коре*; pl Korea Północna|Korei Północnej; ru КНДР|Северн* Коре*; vi Triều Tiên
RU
  en Russia; zh 俄罗斯|俄羅斯; ru Росси*|РФ; uk Росі*|РФ; tr Rusya; ko 러시아; ja ロシア
GE
  en Georgia?|Tbilisi; de Georgien; fr Géorgie?; es Georgia?; it Georgia?; nl Georgië; ja ジョージア?|グルジア; ko 조지아; vi Gruzia|Georgia?; th จอร์เจีย; el Γεωργία?|Τιφλίδα*; da Georgien|Georgia?; nb Georgia?; uk Грузі*; cs Gruzi*; sk Gruzínsk*; hu Grúzi*; ar جورجيا; hi जॉर्जिया; ro Georgia?; fi Georgia*?
  zh 格鲁吉亚|喬治亞; ru Грузи*|Тбилиси; pt Geórgia?; sv Georgien; pl Gruzj*; * Tbilisi
JO
  en Jordan?|Amman; de Jordanien; ar الأردن|عمان?; * Amman
TD
  en Chad?; * N'Djamena; de Tschad
TR
  en Turkey?|Türkiye; ko 튀르키예|터키; zh 土耳其; tr Türkiye*; * Türkiye
GN
  en Guinea|Conakry|~guinea pig*|~guinea fowl|~New Guinea|~Papua New Guinea|~Equatorial Guinea|~Guinea-Bissau|~Guinea Bissau|~Gulf of Guinea; ru ~Новой Гвине*|~Новая Гвинея|~Экваториальн* Гвине*|~Гвинея-Бисау; * Conakry
PG
  ru Папуа; uk Папуа; en Papua New Guinea; * Port Moresby
GQ
  en Equatorial Guinea
GW
  en Guinea-Bissau|Guinea Bissau
ML
  en Mali|~Mali plant; * Bamako
NE
  en Niger|~Niger State|~Niger Delta|~Niger River|~River Niger; * Niamey
TG
  en Togo; * Lomé
CD
  en DR Congo|DRC|Congo?|eastern Congo|Congolese army|Kinshasa|Goma|Kivu|Kasai|Lubumbashi; fr RDC|RD Congo|Congo?|Kinshasa; de Kongo?|Kinshasa; * Kinshasa
CG
  en Congo?|Congo-Brazzaville|Brazzaville; fr Congo?|Brazzaville; de Kongo?|Brazzaville
DM
  en Dominica
JE
  en Jersey?|~New Jersey
MK
  en North Macedonia|Macedonia?|Skopje; el Βόρεια* Μακεδονία*|Μακεδονία?; mk Македонија|Северна Македонија|Скопје
SM
  en San Marino
CU
  en Cuba|Havana; es Cuba|La Habana
OM
  ar سلطنة عمان|عمان?|مسقط; ko 오만?
IR
  ko 이란?; ja イラン; vi Iran
IN
  ko 인도?; zh 印度; ja インド
GH
  ko 가나?
SD
  ko 수단?; zh 苏丹?; ar السودان
HT
  zh 海地?|~上海地|~沿海地|~南海地|~东海地|~渤海地|~黄海地|~北海地|~海地震
JP
  zh 日本|~今日本|~近日本|~昨日本|~日本报|~日本市|~日本次|~日本届|~日本台|~日本院|~日本周|~日本月|~日本网|~日本版; ja 日本|我が国
PE
  id Peru; tr Peru
LA
  en Laos; zh 老挝|寮國; vi Lào?; th ลาว?
AR
  en Argentina
CL
  ja チリ?; en Chile
UA
  en Ukraine; uk Україн*; ru Украин*
IE
  en Ireland|~Northern Ireland; ru Ирланди*
NL
  de Holland; it Olanda; pt Holanda; en Netherlands|Holland?; ru Нидерланд*|Голланди*; pl Holandi*; tr Hollanda*; fr Pays-Bas|Hollande
  es Países Bajos|Holanda; zh 荷兰|荷蘭
CZ
  fr Tchéquie|République tchèque; ko 체코; cs Česko|Česka|Česku|České republi*; pl Czech*; sk Česk* republik*|Česko|Česka|Česku
PL
  pl Polsk*|RP
FI
  fi Suomi|Suome*|Suomessa
SE
  sv Sverige*
HU
  hu Magyarország*
DE
  de Deutschland*|Bundesrepublik; zh 德国; ja ドイツ|独政府; pl Niemc*|Niemiec*
FR
  pl Francj*|Francuz*?
AE
  en UAE|Emirates?|United Arab Emirates; ar الإمارات; zh 阿联酋|阿聯; fr Émirats arabes unis; hi यूएई
SA
  en Saudi Arabia|Saudi; ar السعودية|المملكة العربية السعودية; zh 沙特|沙烏地阿拉伯; tr Suudi Arabistan
IL
  he ישראל; ar إسرائيل|اسرائيل
PS
  en Palestine|Gaza|West Bank; ar فلسطين|غزة; he עזה?; es Palestina|Gaza; fr Palestine|Gaza
SY
  ar سوريا|سورية|دمشق
EG
  ar مصر; tr Mısır
ES
  es España; en Spain
BR
  pt Brasil; es Brasil; en Brazil|~Brazil nut*
VN
  vi Việt Nam; en Vietnam|Viet Nam; zh 越南; ja ベトナム; ko 베트남
TH
  th ประเทศไทย|ไทย; vi Thái Lan; ja タイ; ko 태국
AU
  en Australia|~South Australia|~Western Australia; zh 澳大利亚|澳洲; ko 호주; ja オーストラリア|豪州
NZ
  zh 新西兰|紐西蘭
IT
  zh 意大利|義大利; tr İtalya*
YE
  zh 也门|葉門
KE
  zh 肯尼亚|肯亞; sw Kenya
NG
  zh 尼日利亚|奈及利亞
SG
  zh 新加坡|星洲?|狮城; en Singapore; ms Singapura; ta சிங்கப்பூர*
MY
  zh 马来西亚|大马?; ms Malaysia
KH
  zh 柬埔寨; th กัมพูชา; en Cambodia|Phnom Penh; * Phnom Penh
MM
  en Myanmar|Burma; zh 缅甸; * Naypyidaw|Yangon
GR
  el Ελλάδα*|Ελλάδος; en Greece
XK
  en Kosovo; * Kosovo; sr Косов*; sq Kosov*; de Kosovo
UN
  en United Nations|UN; zh 联合国|聯合國; fr Nations unies|ONU; es Naciones Unidas|ONU; ru ООН; ar الأمم المتحدة
  de Vereinte* Nationen|UN; pt ONU|Nações Unidas; it ONU|Nazioni Unite; ja 国連; ko 유엔; pl ONZ; tr BM|Birleşmiş Milletler
  vi Liên hợp quốc; th สหประชาชาติ; id PBB; uk ООН; nl VN; hi संयुक्त राष्ट्र
`
