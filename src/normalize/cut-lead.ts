/**
 * Cuts what news agencies and press offices put before their text: place, date, agency, reporter, office and time of
 * issue. Two copies of one report often differ there alone.
 * @param text plain text of one line, in any language
 * @returns the text without them, or the text itself when nothing else would be left
 */
export function cutLead(text: string): string {
  let rest = text
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const cut = cutOnce(rest)
    if (cut === rest) break
    rest = cut
  }
  return rest.length >= REST_UNITS_MIN ? rest : text
}

/**
 * Cuts what blog software puts behind a summary: "The post … appeared first on …", "Continue reading", "[…]".
 * @param text plain text of one line
 * @returns the text without it, or the text itself when nothing else would be left
 */
export function cutTail(text: string): string {
  const from = Math.max(0, text.length - TAIL_UNITS)
  const rest = text.slice(0, from) + text.slice(from).replace(TAIL, '')
  const cut = rest.trimEnd()
  return cut === '' ? text : cut
}

const ROUNDS_MAX = 6
const REST_UNITS_MIN = 8
/** Leads are short; no pattern looks further, so hostile text costs nothing. */
const LEAD_UNITS = 240
const TAIL_UNITS = 400

const TAIL = new RegExp(
  '(?:\\s*(?:The post .{1,300}? (?:appeared )?first (?:appeared )?on .{1,100}\\.?|Der Beitrag .{1,300}? erschien zuerst auf .{1,100}\\.?'
    + "|L[’']article .{1,300}? est apparu en premier sur .{1,100}\\.?|La entrada .{1,300}? (?:se publicó primero|apareció primero) en .{1,100}\\.?)"
    + '|\\s*(?:Continue reading|Read (?:more|the full (?:story|article))|Weiterlesen|Lire la suite|Leer más|Leggi tutto|Lees meer|Läs mer|Читать далее|阅读全文|阅读更多|閱讀更多|続きを読む)'
    + '(?: [“"‘].{1,200})?\\s*(?:\\.{3}|[…→»>›]){0,3}'
    + '|\\s*(?:\\[(?:…|\\.{3})\\]|\\((?:…|\\.{3})\\)))\\s*$',
  'iu'
)

const AGENCIES =
  'AA|Adnkronos|AFP|AGERPRES|AGI|AMNA|ANI|ANP|ANSA|Antara|AP|APA|APP|APS|askanews|ATS|AZERTAC|Belga|BELTA|BERNAMA|Bernama|BNA|BSS|BTA|CMC|CNA|CNW|CP|ČTK|CTK|'
  + 'dpa|DPA|EFE|epd|EP|EUROPA PRESS|Europa Press|FENA|GIS|GLOBE NEWSWIRE|HINA|Hina|IANS|INA|INTERFAX|Interfax|IRNA|ITAR-TASS|JIS|Jiji|JIJI|KAZINFORM|Kazinform|KNA|KUNA|Kyodo|'
  + 'LaPresse|Lusa|MAP|MENA|MTI|NAMPA|NAN|NNN|Notimex|NTB|OANA|ONA|PA|PAP|Petra|PNA|PR Newswire|PRNewswire|PTI|QNA|Reuters|REUTERS|Ritzau|SANA|SAnews|SDA|sda|'
  + 'SITA|SPA|STA|STT|TAP|TASR|TASS|Tanjug|Télam|TT|UKRINFORM|Ukrinform|UNB|UNI|UPI|VNA|VNS|WAM|XINHUA|Xinhua|Yonhap|'
  + 'ТАСС|РИА Новости|Интерфакс|ИНТЕРФАКС|Укринформ|Укрінформ|УНИАН|УНІАН|БелТА|БЕЛТА|Казинформ|КАЗИНФОРМ|АПЕ-ΜΠΕ|ΑΠΕ-ΜΠΕ|БТА|ТАНЈУГ|Танјуг|Agência Brasil|Agência Lusa|ACN Newswire|Business Wire|BUSINESS WIRE'
const AGENCY = `(?:${AGENCIES})(?:[ /,+-]{1,2}(?:${AGENCIES})){0,2}`
const DASH = '(?:-{1,2}|[–—―])'
const WORD = "\\p{Lu}[\\p{L}\\p{M}'’.]{0,24}"
const PLACE = `${WORD}(?:[ /-](?:(?:de|del|da|do|la|am|an|der|sur|of) )?${WORD}){0,3}`
const MONTH_DAY = '(?:\\p{L}{3,12}\\.? \\d{1,2}(?:,? \\d{4})?|\\d{1,2}\\.? (?:de )?\\p{L}{3,12}\\.?(?:(?: de)? \\d{4})?)'
const SHORT_CAPITALS =
  'ROMA|KYIV|KIEV|LIMA|OSLO|RIGA|BERN|BAKU|DOHA|BONN|CALI|GRAZ|LYON|NICE|PUNE|SUVA|APIA|JUBA|LOMÉ|LOME|MALÉ|MALE|WIEN|KÖLN|BARI|РИГА|КИЕВ|КИЇВ|БАКУ|МИНСК'
/** Organisations that open sentences in capitals and are no places. */
const NO_PLACE =
  'UNESCO|UNICEF|INTERPOL|EUROPOL|EUROJUST|FRONTEX|ASEAN|COVID|UNHCR|UNDRR|USAID|NVIDIA|EUMETSAT|MERCOSUR|EURATOM|MINUSMA|UNIFIL|CERN'
const CAPITALS = `(?!(?:${NO_PLACE})\\b)(?:(?:\\p{Lu}[\\p{Lu}\\p{M}'’.]{4,24}|${SHORT_CAPITALS})|\\p{Lu}[\\p{Lu}\\p{M}'’.]{1,24}(?:[ -]\\p{Lu}[\\p{Lu}\\p{M}'’.]{1,24}){1,3})`

const HAN = '\\p{Script=Han}'
const CLOCK = '\\d{1,2}[:：]\\d{2}(?:[:：]\\d{2})?'
const CJK_DATE = `(?:(?:\\d{2,4}|[一二三四五六七八九〇零]{4})年)?\\d{1,2}月\\d{1,2}日`
const NUMERIC_DATE = '\\d{2,4}[-/.]\\d{1,2}[-/.]\\d{1,4}'
const OFFICE_LABEL =
  '(?:[發发](?:稿|布|佈)(?:單位|单位|機關|机关|時間|时间|日期|人員|人员|人)|新聞聯絡人|聯絡(?:人|電話)|联系(?:人|电话)|撰稿人?|更新(?:日期|时间|時間)|上版日期|'
  + '(?:信息|资料|資料|文章|稿件|新闻|新聞)?(?:来源|來源)|稿源|(?:责任|責任)?(?:编辑|編輯)|(?:浏览|瀏覽|点击|點擊|阅读)(?:次数|次數|数|量)?|字(?:体|號|号)|索引号|文号|作者)'
const OFFICE_VALUE = `(?:(?:${CJK_DATE}|${NUMERIC_DATE})\\s{0,2}(?:${CLOCK})?|[^\\s:：。，,；]{1,24}?(?=\\s|$|${OFFICE_LABEL}\\s{0,2}[:：]))`

/** Each begins with, or holds, a Han or Hangul character or a wide bracket; no other text needs to be tried on them. */
const EAST_ASIAN_LEADS: readonly RegExp[] = [
  // 發稿單位：教育局 發稿時間：115年8月12日16:10 發稿人：… / 发布时间：2024-04-10 来源：… 浏览次数：…
  new RegExp(`^${OFFICE_LABEL}\\s{0,2}[:：]\\s{0,2}${OFFICE_VALUE}\\s*`, 'u'),
  // 本报讯（记者…） 【本報訊】 本网讯
  new RegExp(
    `^[【\\[(（]?(?:本[报報网網刊站台社]|[一-龥]{2,6}[报報网網])[讯訊][】\\])）]?\\s*[:：]?\\s*(?:[(（](?:记者|記者|通讯员|通訊員|特约|见习)[^)）]{0,80}[)）])?\\s*`,
    'u'
  ),
  // 新华社北京8月21日电（记者…） 本报大连8月20日电 中新网上海4月10日电 （中央社記者…台北21日電）
  new RegExp(
    `^[【\\[(（]?(?:本[报報台社刊网網]|据)?${HAN}{0,10}(?:社|[报報网網台])?(?:[记記]者)?${HAN}{0,24}?(?:${CJK_DATE}|\\d{1,2}日)(?:综合|專)?(?:[电電讯訊]|消息)[】\\])）]?`
      + `\\s*(?:[(（](?:综合报道|.{0,4}(?:记者|記者|通讯员|编辑))[^)）]{0,80}[)）])?\\s*[:：]?\\s*`,
    'u'
  ),
  // 〔記者王小明／台北報導〕 【記者…台南報導】 (記者…)
  new RegExp(
    `^[〔［【\\[(（](?:[^〕］】\\])）]{0,12}[记記]者|(?:文|图|圖)[/／]|编辑|責任|${HAN}{2,6}(?:中心|频道|社)?[/／])[^〕］】\\])）]{0,60}[〕］】\\])）]\\s*`,
    'u'
  ),
  // 央视网消息： 新华社消息：
  new RegExp(`^${HAN}{1,8}(?:网|網|社|台)(?:消息|快讯|快訊)\\s{0,2}[:：（(]\\s{0,2}(?:记者[^)）]{0,40}[)）])?\\s*`, 'u'),
  // (서울=연합뉴스) 홍길동 기자 =
  /^[([【〔]\p{Script=Hangul}{2,10}(?:·\p{Script=Hangul}{2,10}){0,2}\s?=\s?[\p{Script=Hangul}A-Za-z0-9 ]{2,16}[)\]】〕]\s*(?:[\p{Script=Hangul}· ]{2,24}(?:기자|특파원)\s?=)?\s*/u,
  // 【ソウル聯合ニュース】 【北京共同】
  /^[【［]\p{L}{2,16}(?:共同|時事|聯合ニュース|新華社|AFP|ロイター|ＡＦＰ|CNS|[=＝]\p{L}{2,20})[】］]\s*/u
]
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hangul}【［]/u

const LEADS: readonly RegExp[] = [
  // By LI LEI | China Daily | Updated: 2024-04-10 07:20
  new RegExp(
    `^(?:[^|｜:：.。!?]{1,60}[|｜]\\s*){0,4}(?:Last )?(?:Updated|Published|Posted|Source)(?: on| at)?\\s?[:：]?\\s?(?:${NUMERIC_DATE}|${MONTH_DAY})(?:,?\\s+${CLOCK}(?:\\s?[AaPp]\\.?[Mm]\\.?)?(?:\\s[A-Z]{2,4})?)?\\s*[|｜]?\\s*`,
    'u'
  ),
  // BEIJING, April 10 (Xinhua) -- / Berlin/Paris (dpa/AFP) - / (AFP) – / KINGSTON, Jamaica, Aug 21 (JIS) —
  new RegExp(
    `^(?:${PLACE}(?:, ${PLACE})?[,.]?\\s{0,2})?(?:${MONTH_DAY},?\\s{0,2})?[(/（]\\s?${AGENCY}\\s?[)/）](?:\\s*[.:=]?\\s*${DASH}+\\s*|\\s*[.:=]\\s*|\\s+(?=\\p{Lu}))`,
    'u'
  ),
  // МОСКВА, 21 авг — РИА Новости. / Москва. 21 августа. INTERFAX.RU -
  new RegExp(`^(?:${PLACE}[,.]? ${MONTH_DAY}\\.?\\s*(?:${DASH}\\s*)?)(?:${AGENCY}|INTERFAX\\.RU)\\s*(?:[.:]|${DASH})\\s*`, 'u'),
  // ROMA, 21 AGO - / MADRID 21 Ago. (…) - / WASHINGTON, Aug 21 — / NEW YORK —
  new RegExp(
    `^${CAPITALS}(?:, ${PLACE})?[,.]? ?(?:${MONTH_DAY}\\.?)?(?: ?\\([\\p{L} .]{2,30}\\))?\\s{1,2}(?:--|[-–—―])\\s+(?=[\\p{Lu}\\p{Lo}"“«„‘0-9])`,
    'u'
  ),
  new RegExp(`^${CAPITALS}(?:, ${PLACE})?[,.]? ?(?:${MONTH_DAY}\\.?)?[—―]\\s?(?=[\\p{Lu}\\p{Lo}"“«„‘0-9])`, 'u'),
  // Reuters - / Xinhua | / AFP –
  new RegExp(`^(?:${AGENCY})\\s*(?:[|｜]|\\s${DASH})\\s+`, 'u')
]

const ALL_LEADS = [...EAST_ASIAN_LEADS, ...LEADS]

function cutOnce(text: string): string {
  const head = text.slice(0, LEAD_UNITS)
  for (const lead of EAST_ASIAN.test(head) ? ALL_LEADS : LEADS) {
    const found = lead.exec(head)
    if (found !== null && found[0] !== '') return text.slice(found[0].length).trimStart()
  }
  return text
}
