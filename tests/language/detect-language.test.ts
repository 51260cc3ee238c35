import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDetector, detectLanguage } from '../../src/language/detect-language.ts'

const plain = [
  ['af', 'Die ministerie begin met openbare gesprekke oor die nuwe waterwet'],
  ['am', 'ሚኒስቴሩ በአዲሱ የውሃ ሕግ ላይ ምክክር ጀመረ'],
  ['ar', 'الوزارة تفتح باب التشاور حول قانون المياه الجديد'],
  ['az', 'Nazirlik yeni su qanununun müzakirəsinə başladı'],
  ['be', 'Міністэрства пачало абмеркаванне новага закона аб вадзе'],
  ['bg', 'Министерството открива обществено обсъждане на новия закон за водите'],
  ['bn', 'মন্ত্রণালয় নতুন পানি আইন নিয়ে আলোচনা শুরু করেছে'],
  ['ca', 'La conselleria obre una consulta sobre la nova llei d’aigües'],
  ['ckb', 'وەزارەت دەستی بە گفتوگۆ لەسەر یاسای نوێی ئاو کرد'],
  ['cs', 'Ministerstvo zahájilo připomínkové řízení k novému vodnímu zákonu'],
  ['cy', 'Y Llywodraeth yn agor ymgynghoriad ar y gyfraith ddŵr newydd'],
  ['da', 'Ministeriet vil ændre reglerne for husdyr efter kritik'],
  ['de', 'Ministerium eröffnet Anhörung zum neuen Wassergesetz'],
  ['el', 'Το υπουργείο ανοίγει διαβούλευση για τον νέο νόμο'],
  ['en', 'Ministry opens consultation on the new water law'],
  ['es', 'El ministerio abre una consulta sobre la nueva ley de aguas'],
  ['et', 'Ministeerium avab konsultatsiooni uue veeseaduse üle'],
  ['eu', 'Jaurlaritzak kontsulta ireki du ur-lege berriari buruz'],
  ['fa', 'وزارت نیرو بررسی قانون جدید آب را آغاز کرد'],
  ['fi', 'Ministeriö avaa lausuntokierroksen uudesta vesilaista'],
  ['fil', 'Binuksan ng kagawaran ang konsultasyon tungkol sa bagong batas sa tubig'],
  ['fr', 'Le ministère ouvre une consultation sur la nouvelle loi sur l’eau'],
  ['ga', 'Osclaíonn an Roinn comhairliúchán faoin dlí nua uisce'],
  ['gl', 'A consellería abre unha consulta sobre a nova lei de augas'],
  ['he', 'המשרד פתח בהתייעצות על חוק המים החדש'],
  ['hi', 'मंत्रालय ने नए जल कानून पर परामर्श शुरू किया'],
  ['hr', 'Ministarstvo otvara savjetovanje o novom zakonu o vodama tijekom siječnja'],
  ['hu', 'A minisztérium vitára bocsátotta az új víztörvényt'],
  ['id', 'Pemerintah membuka konsultasi tentang undang-undang air yang baru karena kekeringan'],
  ['is', 'Ráðuneytið opnar samráð um ný vatnalög'],
  ['it', 'Il ministero apre una consultazione sulla nuova legge sull’acqua'],
  ['ja', '政府、新たな水循環法の意見公募を開始'],
  ['kk', 'Министрлік су туралы жаңа заңды талқылауды бастады'],
  ['ko', '정부, 새 물관리법 의견 수렴 시작'],
  ['lt', 'Ministerija pradeda svarstyti naująjį vandens įstatymą'],
  ['lv', 'Ministrija sāk apspriest jauno ūdens likumu'],
  ['mk', 'Министерството отвора јавна расправа за новиот закон за води'],
  ['mr', 'मंत्रालयाने नव्या जल कायद्यावर चर्चा सुरू केली आहे'],
  ['ms', 'Kerajaan membuka rundingan mengenai undang-undang air baharu kerana kemarau'],
  ['mt', 'Il-Ministeru jiftaħ konsultazzjoni dwar il-liġi l-ġdida tal-ilma'],
  ['nb', 'Departementet vil ikke endre loven nå, sier ministeren'],
  ['ne', 'मन्त्रालयले नयाँ पानी कानुनमा छलफल सुरु गरेको छ'],
  ['nl', 'Ministerie begint raadpleging over de nieuwe waterwet'],
  ['nn', 'Departementet vil ikkje endre lova no, seier ministeren'],
  ['pl', 'Ministerstwo rozpoczyna konsultacje w sprawie nowej ustawy o wodzie'],
  ['pt', 'O ministério abre consulta pública sobre a nova lei da água'],
  ['ro', 'Ministerul deschide consultarea publică privind noua lege a apelor'],
  ['ru', 'Министерство начало обсуждение нового закона о воде'],
  ['sk', 'Ministerstvo otvorilo pripomienkové konanie k novému zákonu o vodách'],
  ['sl', 'Ministrstvo odpira javno razpravo o novem zakonu o vodah'],
  ['sq', 'Ministria hap konsultimin për ligjin e ri të ujit'],
  ['sr-Cyrl', 'Министарство отвара јавну расправу о новом закону о водама'],
  ['sr-Latn', 'Ministarstvo otvara javnu raspravu o novom zakonu posle nedelju dana'],
  ['sv', 'Regeringen öppnar samråd om den nya vattenlagen'],
  ['sw', 'Wizara yaanza kukusanya maoni kuhusu sheria mpya ya maji'],
  ['ta', 'புதிய நீர் சட்டம் குறித்த கலந்தாய்வு தொடங்கியது'],
  ['th', 'กระทรวงเปิดรับฟังความเห็นร่างกฎหมายน้ำฉบับใหม่'],
  ['tr', 'Bakanlık yeni su yasası için görüş toplamaya başladı'],
  ['uk', 'Міністерство розпочало обговорення нового закону про воду'],
  ['ur', 'وزارت نے پانی کے نئے قانون پر مشاورت شروع کر دی'],
  ['uz', 'Vazirlik yangi suv qonuni muhokamasini boshladi'],
  ['vi', 'Bộ mở đợt lấy ý kiến về luật tài nguyên nước mới'],
  ['zh-Hans', '水利部就新的水法公开征求意见'],
  ['zh-Hant', '水利署就新的水法公開徵求意見'],
  ['zu', 'Umnyango uvule izingxoxo ngomthetho omusha wamanzi futhi ucele imibono']
] as const

test.each(plain)('reads a headline in %s', (language, title) => {
  expect(detectLanguage({ title, text: '' })).toMatchObject({ language })
})

test.each(plain)('a lying English tag does not turn a headline in %s', (language, title) => {
  expect(detectLanguage({ title, text: '', declared: 'en-us' }).language).toBe(language)
})

test.each([
  { name: 'Latin letters inside Chinese', title: '北京发布AI新政', language: 'zh-Hans', script: 'Hans' },
  { name: 'Japanese without kana', title: '東京都知事選挙開票速報', language: 'ja', script: 'Jpan' },
  { name: 'Latin names inside Japanese', title: 'OpenAI、東京に新拠点', language: 'ja', script: 'Jpan' },
  { name: 'Latin names inside Thai', title: 'Microsoft Azure Central ศูนย์ข้อมูล', language: 'th', script: 'Thai' },
  { name: 'names alone, spelled as Bulgarian does', title: 'Йордан Стоянов и Кирил Ангелов', language: 'bg', script: 'Cyrl' },
  { name: 'Latin names inside Russian', title: 'Компания OpenAI открыла офис', language: 'ru', script: 'Cyrl' },
  {
    name: 'a Chinese name inside English',
    title: 'Beijing (北京) announces new computing policy for local firms',
    language: 'en',
    script: 'Latn'
  },
  { name: 'foreign names in French', title: 'Jens Stoltenberg et Olaf Scholz se rencontrent à Bruxelles', language: 'fr', script: 'Latn' },
  { name: 'Turkish in capitals, with its İ', title: 'TÜRKİYE’NİN SANAYİ POLİTİKASI BUGÜN AÇIKLANDI', language: 'tr', script: 'Latn' },
  {
    name: 'Turkish in capitals, typed without it',
    title: 'BAKANLIK YENI SU YASASI IÇIN GÖRÜŞ TOPLAMAYA BAŞLADI',
    language: 'tr',
    script: 'Latn'
  },
  { name: 'German in capitals', title: 'MINISTERIUM ERÖFFNET ANHÖRUNG ZUM NEUEN WASSERGESETZ', language: 'de', script: 'Latn' },
  {
    name: 'the name of an English agency at the end',
    title: 'Stadtrat beschließt Haushalt für Schulen - Daily News Agency',
    language: 'de',
    script: 'Latn'
  },
  {
    name: 'markup and entities',
    title: '<b>Stadtrat</b>&nbsp;beschlie&#223;t Haushalt f&#xFC;r die Schulen',
    language: 'de',
    script: 'Latn'
  },
  {
    name: 'addresses',
    title: 'Le budget est voté https://www.example.org/the-new-budget-for-schools-and-roads @thecouncil #thebudget',
    language: 'fr',
    script: 'Latn'
  },
  {
    name: 'small words of grammar among English names',
    title: 'New York Times: wat is de toekomst van kranten?',
    language: 'nl',
    script: 'Latn'
  },
  { name: 'a language without a trigram table in franc', title: 'Y Cyngor yn cymeradwyo cynllun newydd', language: 'cy', script: 'Latn' }
])('is not misled: $name', ({ title, language, script }) => {
  expect(detectLanguage({ title, text: '' })).toMatchObject({ language, script })
})

test.each([
  '',
  ' ',
  '12345',
  '!!!',
  '2026-01-01',
  'a',
  'ok',
  '100 %',
  '🎉🎉',
  'https://example.org/a/news',
  'www.example.org',
  'IMG_2034.JPG',
  'desk@example.org',
  '#news',
  '@handle',
  '<br>',
  '&nbsp;&nbsp;',
  'A B C D',
  'asdfghjkl',
  'qwrtzx bcdfg',
  'xxxxxxxx',
  'zzz zzz zzz',
  '\u200b',
  '北',
  'v1.2.3',
  'John Smith',
  'asldk',
  'kfjsa'
])('never labels junk: %j', (title) => {
  expect(detectLanguage({ title, text: '' })).toMatchObject({ language: 'und', languageFrom: 'none' })
})

describe('what stands beside the text', () => {
  test.each([
    { name: 'a region writes Traditional', input: { title: '市政府公布', region: 'HK' }, language: 'zh-Hant' },
    { name: 'a region writes Simplified', input: { title: '市政府公布', region: 'CN-BJ' }, language: 'zh-Hans' },
    { name: 'characters beat the region', input: { title: '国务院发布产业规划', region: 'TW' }, language: 'zh-Hans' },
    { name: 'characters beat the tag', input: { title: '國務院發布產業規劃', declared: 'zh-CN' }, language: 'zh-Hant' },
    { name: 'written Cantonese in its region', input: { title: '啲人話唔知點算好', region: 'HK' }, language: 'zh-Hant' },
    { name: 'a tag decides what no character tells', input: { title: '市政府公布', declared: 'zh-TW' }, language: 'zh-Hant' },
    { name: 'a tag decides between siblings', input: { title: 'Kommunen bygger ny skole', declared: 'no' }, language: 'nb' },
    { name: 'a withdrawn tag', input: { title: 'Presiden Kim bertemu Presiden Lee', declared: 'in' }, language: 'id' },
    { name: 'both scripts of one tag', input: { title: 'Vlada Srbije o novom zakonu', declared: 'sr' }, language: 'sr-Latn' },
    { name: 'the script beats the tag', input: { title: 'Правительство обсуждает закон', declared: 'de' }, language: 'ru' },
    { name: 'a tag that is none', input: { title: 'The council approves the budget', declared: 'English, please' }, language: 'en' }
  ])('$name', ({ input, language }) => {
    expect(detectLanguage({ text: '', ...input }).language).toBe(language)
  })

  test('says where a decision came from', () => {
    expect(detectLanguage({ title: 'ประเทศไทย', text: '' }).languageFrom).toBe('script')
    expect(detectLanguage({ title: 'The council approves the budget', text: '', declared: 'fr' }).languageFrom).toBe('text')
    expect(detectLanguage({ title: '市政府公布', text: '', declared: 'ja' })).toMatchObject({ language: 'ja', languageFrom: 'declared' })
    expect(detectLanguage({ title: '市政府公布', text: '', sourceMemory: { counts: { ja: 20 } } })).toMatchObject({
      language: 'ja',
      languageFrom: 'source'
    })
  })
})

describe('title and summary', () => {
  const detector = createDetector()

  test('are judged together', () => {
    const together = detectLanguage({
      title: 'Trump, Harris, Vance',
      text: 'Les candidats se sont affrontés hier soir lors d’un débat télévisé.'
    })
    expect(together.language).toBe('fr')
  })

  test('two languages are said, and the title counts', () => {
    const judgement = detector.judge({
      title: 'Ministerium eröffnet Anhörung zum neuen Wassergesetz',
      text: 'The post appeared first on our website, where you can read the rest of this article today.'
    })
    expect(judgement.guess.language).toBe('de')
    expect(judgement.otherLanguage).toBe('en')
  })

  test('two scripts are two languages', () => {
    const judgement = detector.judge({
      title: '北京发布AI新政',
      text: 'The city government published a plan for the computing industry on Monday.'
    })
    expect(judgement.guess.language).toBe('zh-Hans')
    expect(judgement.otherLanguage).toBe('en')
  })

  test('a title of names leaves the word to its summary', () => {
    expect(detectLanguage({ title: 'OpenAI GPT', text: '该公司周一发布了新的模型，并宣布在北京设立办事处' }).language).toBe('zh-Hans')
  })
})

test('answers any text with a tag and a confidence, and the same one again', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }))
  fc.assert(
    fc.property(text, text, fc.option(fc.string({ maxLength: 12 })), (title, summary, declared) => {
      const guess = detectLanguage({ title, text: summary, declared })
      expect(guess.language).toMatch(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/)
      expect(guess.confidence).toBeGreaterThanOrEqual(0)
      expect(guess.confidence).toBeLessThanOrEqual(1)
      expect(detectLanguage({ title, text: summary, declared })).toEqual(guess)
    }),
    { numRuns: 200 }
  )
})

test('reads the start of a huge text and does not choke on it', () => {
  for (const piece of ['<', '<a', '&', '&#', ' - ', 'a.', '@', "'", 'İ', '#x ', '://', 'a-']) {
    expect(detectLanguage({ title: piece.repeat(100_000), text: piece.repeat(100_000) }).confidence).toBeLessThanOrEqual(1)
  }
})
