import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { topicFileSchema } from '../../src/config/schema.ts'
import { compileTopics } from '../../src/tag/compile-topics.ts'
import { tagArticle } from '../../src/tag/tag-article.ts'

const folder = new URL('../../config/topics/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const topics = files.map((name) => topicFileSchema.parse(parse(readFileSync(new URL(name, folder), 'utf8'))))
const tagger = compileTopics(topics)

test('every shipped topic is named as its file and without mistakes', () => {
  expect(topics.map((topic) => `${topic.topic.id}.yaml`)).toEqual(files)
  expect(tagger.mistakes).toEqual([])
})

const rows: readonly { name: string; language: string; title: string; topics: readonly string[] }[] = [
  {
    name: 'AI industry in English',
    language: 'en',
    title: 'Region approves AI industrial park with public computing power platform',
    topics: ['ai-native-industry']
  },
  {
    name: 'AI industry in Simplified Chinese',
    language: 'zh-Hans',
    title: '我市出台人工智能产业若干措施 最高发放算力券500万元',
    topics: ['ai-native-industry']
  },
  { name: 'AI industry in Japanese', language: 'ja', title: '経産省、国産生成AIの計算資源整備に補助', topics: ['ai-native-industry'] },
  {
    name: 'AI industry in Finnish',
    language: 'fi',
    title: 'Hallitus päätti tekoälyn kehittämisen rahoituksesta',
    topics: ['ai-native-industry']
  },
  {
    name: 'AI industry in Arabic',
    language: 'ar',
    title: 'الحكومة تطلق خطة للذكاء الاصطناعي باستثمارات جديدة',
    topics: ['ai-native-industry']
  },
  {
    name: 'a tax break beside artificial intelligence',
    language: 'el',
    title: 'Φοροαπαλλαγές για εταιρείες που αναπτύσσουν τεχνητή νοημοσύνη',
    topics: ['ai-native-industry']
  },
  { name: 'a fund for AI companies', language: 'nb', title: 'Nytt fond for KI-selskaper', topics: ['ai-native-industry'] },
  {
    name: 'a language model with state support',
    language: 'et',
    title: 'Eesti keelemudel saab riigilt toetust',
    topics: ['ai-native-industry']
  },
  { name: 'a fund without artificial intelligence', language: 'nb', title: 'Nytt fond for unge forfattere', topics: [] },
  { name: 'a minister who warns of fakes', language: 'sv', title: 'Ministern varnar för AI-förfalskningar', topics: [] },
  {
    name: 'avian influenza is no artificial intelligence',
    language: 'ko',
    title: '가금농장서 고병원성 AI 확진… 방역 강화',
    topics: ['public-health']
  },
  { name: 'a consumer product', language: 'en', title: 'Five AI photo filters we liked this summer', topics: [] },
  { name: 'an AI deepfake', language: 'zh-Hans', title: '警方提醒：警惕AI换脸诈骗', topics: [] },
  { name: 'a school programme', language: 'zh-Hant', title: '教育局推動國小AI教育 學童動手做', topics: [] },
  {
    name: 'a language model with money behind it',
    language: 'en',
    title: 'Startup raises 200 million euros to train European large language models',
    topics: ['ai-native-industry']
  },
  {
    name: 'a language model in Portuguese',
    language: 'pt',
    title: 'Serpro investe em modelo de linguagem soberano',
    topics: ['ai-native-industry']
  },
  {
    name: 'an AI strategy in Azerbaijani',
    language: 'az',
    title: 'Süni intellekt strategiyası təsdiqləndi',
    topics: ['ai-native-industry']
  },
  {
    name: 'AI money in Maltese',
    language: 'mt',
    title: 'Il-Gvern jiftaħ fond għall-intelliġenza artifiċjali',
    topics: ['ai-native-industry']
  },
  {
    name: 'a maker of wafers and its clean room',
    language: 'sv',
    title: 'Silex Microsystems bygger nytt renrum',
    topics: ['semiconductors']
  },
  { name: 'snacks', language: 'cs', title: 'Nedostatek chipsů v obchodech', topics: [] },
  { name: 'a storm in politics', language: 'pl', title: 'Burza po wystąpieniu premiera', topics: [] },
  { name: 'a storm', language: 'pl', title: 'Burza na Pomorzu: są ofiary, brak prądu', topics: ['disaster-warnings'] },
  { name: 'a tsunami of debt', language: 'en', title: 'Tsunami of debt threatens small towns', topics: [] },
  { name: 'a tsunami', language: 'tr', title: "Endonezya'da tsunami bilançosu 800'ü aştı", topics: ['disaster-warnings'] },
  { name: 'an authority about itself', language: 'it', title: "L'Ufficio della sicurezza alimentare cambia sede", topics: [] },
  {
    name: 'a recall by the authority',
    language: 'de',
    title: 'BLV: Hersteller ruft Müsli wegen Fremdkörpern zurück',
    topics: ['public-health']
  },
  { name: 'an ordinance on tendering', language: 'hr', title: 'Pravilnik o jednostavnoj nabavi', topics: [] },
  {
    name: 'a tender in Romanian without marks',
    language: 'ro',
    title: 'Anunt de licitatie: achizitii publice de ambulante',
    topics: ['public-procurement']
  },
  { name: 'a language model that only plays', language: 'en', title: 'Language model wins chess game against grandmaster', topics: [] },
  { name: 'an AI company before a court', language: 'en', title: 'Authors sue AI startup for 1 billion over pirated books', topics: [] },
  { name: 'a bank that uses AI', language: 'tr', title: 'Banka yapay zeka asistanını tanıttı', topics: [] },
  { name: 'a team named for earthquakes', language: 'en', title: 'Earthquakes win derby against Galaxy in stoppage time', topics: [] },
  { name: 'chips in German', language: 'de', title: 'Spatenstich für neue Chipfabrik am Standort', topics: ['semiconductors'] },
  { name: 'chips to eat', language: 'en', title: 'Potato chip maker recalls crisps', topics: [] },
  { name: 'a pet microchip', language: 'zh-Hant', title: '犬貓植入晶片免費 寵物登記起跑', topics: [] },
  { name: 'measles in Slovene', language: 'sl', title: 'NIJZ: nov primer ošpic, priporočeno cepljenje', topics: ['public-health'] },
  { name: 'rage is no rabies', language: 'pt', title: 'Deputado fala com raiva no plenário', topics: [] },
  { name: 'food security is no food safety', language: 'zh-Hans', title: '两国深化粮食安全合作', topics: [] },
  { name: 'a quake that is no quake', language: 'zh-Hant', title: '演藝圈大地震 天王宣布退休', topics: [] },
  { name: 'a storm of goals', language: 'tr', title: "Galatasaray'dan gol yağmuru", topics: [] },
  { name: 'a landslide at the ballot box', language: 'de', title: 'Erdrutschsieg für die Opposition', topics: [] },
  { name: 'a landslide', language: 'en', title: 'Landslide buries road near village', topics: ['disaster-warnings'] },
  { name: 'a flood in Slovak', language: 'sk', title: 'Výstraha pred povodňami platí na východe', topics: ['disaster-warnings'] },
  { name: 'water to be boiled', language: 'sv', title: 'Råd att koka vatten i Östersund', topics: ['public-health'] },
  { name: 'too few chips in Norwegian', language: 'nb', title: 'Brikkemangel stanser bilfabrikk', topics: ['semiconductors'] },
  { name: 'a tender in Serbian', language: 'sr-Cyrl', title: 'Позив за подношење понуда: јавна набавка', topics: ['public-procurement'] },
  {
    name: 'land and power for AI firms',
    language: 'de',
    title: 'Land lockt mit Gewerbeflächen und KI-Ansiedlungen',
    topics: ['ai-native-industry']
  },
  { name: 'a lawyer who used AI', language: 'vi', title: 'Luật sư bị phạt vì dùng AI viết đơn', topics: [] },
  { name: 'a kitchen that made guests ill', language: 'zh-Hant', title: '餐廳爆集體腹瀉 衛生局勒令停業', topics: ['public-health'] },
  { name: 'a new hospital', language: 'ru', title: 'В районе построят детсад и больницу', topics: [] },
  { name: 'a drought of goals', language: 'es', title: 'Sequía goleadora del delantero', topics: [] },
  { name: 'a storm in Vietnamese', language: 'vi', title: 'Tin bão số 5: sơ tán dân vùng ven biển', topics: ['disaster-warnings'] },
  { name: 'to protect is no storm', language: 'vi', title: 'Bảo vệ người tiêu dùng', topics: [] },
  { name: 'a landslide victory', language: 'en', title: 'Party wins by a landslide victory', topics: [] },
  {
    name: 'a tender in Polish',
    language: 'pl',
    title: 'Ogłoszenie o zamówieniu: przetarg na dostawę sprzętu',
    topics: ['public-procurement']
  },
  { name: 'a land auction', language: 'zh-Hant', title: '土地標售順利開標', topics: [] },
  { name: 'an actor in a film', language: 'en', title: 'He won an Oscar for Tender Mercies', topics: [] },
  { name: 'quantum in French', language: 'fr', title: 'La région finance un ordinateur quantique', topics: ['quantum'] },
  { name: 'a quantum leap', language: 'de', title: 'Ein Quantensprung für die Mannschaft', topics: [] },
  { name: 'a storm that is no weather', language: 'nl', title: 'Storm in de gemeenteraad over parkeertarieven', topics: [] },
  { name: 'a tsunami that is no wave', language: 'en', title: 'Tsunami of tourists worries Lisbon', topics: [] },
  { name: 'an avalanche of lawsuits', language: 'cs', title: 'Lavina žalob proti bance', topics: [] },
  { name: 'an earthquake in a company', language: 'es', title: 'Terremoto en la cúpula de la aseguradora', topics: [] },
  { name: 'an earthquake with its strength', language: 'es', title: 'Terremoto de 5,2 despierta a Granada', topics: ['disaster-warnings'] },
  { name: 'an avalanche', language: 'cs', title: 'Lavina v Alpách: dva mrtví skialpinisté', topics: ['disaster-warnings'] },
  { name: 'a storm that left homes dark', language: 'nl', title: 'Storm: duizenden huizen zonder stroom', topics: ['disaster-warnings'] },
  { name: 'a flood in Georgian', language: 'ka', title: 'წყალდიდობა დასავლეთ საქართველოში', topics: ['disaster-warnings'] },
  { name: 'a warning that tells of dead', language: 'th', title: 'เตือนพนันออนไลน์ ผู้เสียชีวิต 2 ราย', topics: [] },
  { name: 'a recall without a disease', language: 'de', title: 'Rückruf: Metallsplitter in Rahmspinat', topics: ['public-health'] },
  { name: 'a recall of cars', language: 'de', title: 'Rückruf bei VW: zwei Millionen Wagen in die Werkstatt', topics: [] },
  { name: 'measles in Somali', language: 'so', title: 'Cudurka jadeecada oo ku fiday Baydhabo', topics: ['public-health'] },
  {
    name: 'tap water to be boiled',
    language: 'en',
    title: 'Residents told to boil tap water after main bursts',
    topics: ['public-health']
  },
  { name: 'veterans are no disease', language: 'zh-Hant', title: '退伍軍人節 市長慰問榮民', topics: [] },
  {
    name: 'a contract nobody wanted',
    language: 'es',
    title: 'Queda desierto el contrato del comedor escolar',
    topics: ['public-procurement']
  },
  { name: 'a prize nobody won', language: 'es', title: 'Declara desierto el premio de novela', topics: [] },
  { name: 'a purchase in Hebrew', language: 'he', title: 'עיריית חיפה מפרסמת מכרז להסעות תלמידים', topics: ['public-procurement'] },
  { name: 'a chair at a university', language: 'de', title: 'Professur für Tiermedizin ausgeschrieben', topics: [] },
  { name: 'road works in Ukrainian', language: 'uk', title: 'Дорожні роботи на вулиці Шевченка', topics: [] }
]

test.each(rows)('tags $name', ({ language, title, topics: wanted }) => {
  const article = { title, summary: '', contentText: '', language, sourceId: '', regions: [], categories: [] }
  expect(
    tagArticle(article, tagger)
      .filter((match) => match.matched)
      .map((match) => match.topicId)
      .sort()
  ).toEqual(wanted)
})
