import { expect, test } from 'vitest'
import { createGazetteer, findRegions } from '../../src/tag/find-regions.ts'

const gazetteer = createGazetteer()

const rows: readonly { name: string; language: string; text: string; source?: string; codes: readonly string[] }[] = [
  { name: 'a country', language: 'en', text: 'France opens a plant', codes: ['FR'] },
  { name: 'a country with a possessive', language: 'en', text: "Kenya's ministry", codes: ['KE'] },
  { name: 'a city', language: 'en', text: 'Beijing E-Town adds computing power', codes: ['CN-BJ'] },
  { name: 'an abbreviation', language: 'en', text: 'Tell us what the US plans', codes: ['US'] },
  { name: 'a pronoun is no country', language: 'en', text: 'tell us more', codes: [] },
  { name: 'a first name is no country', language: 'en', text: 'Chad and Jordan win the cup', codes: [] },
  { name: 'a country with other senses after a preposition', language: 'en', text: 'Floods in Chad', codes: ['TD'] },
  { name: 'a bird', language: 'en', text: 'Roast turkey recall; Turkey recall', codes: [] },
  { name: 'Georgia by its capital', language: 'en', text: 'Georgia: Tbilisi signs', codes: ['GE'] },
  { name: 'Georgia by another American place', language: 'en', text: 'Georgia and Florida prepare', codes: ['US-GA', 'US-FL'] },
  { name: 'Georgia by its source', language: 'en', text: 'Georgia votes', source: 'GE', codes: ['GE'] },
  { name: 'Georgia by itself', language: 'en', text: 'Georgia votes', codes: [] },
  { name: 'Georgia beside another country', language: 'en', text: 'Georgia and Armenia agree on trade', codes: ['GE', 'AM'] },
  { name: 'Georgia beside another state', language: 'en', text: 'Tornado watch: Georgia and Alabama', codes: ['US-GA', 'US-AL'] },
  { name: 'Georgia where its state has another name', language: 'ja', text: '米ジョージア州の工場', codes: ['US-GA'] },
  { name: 'Georgia in French, by itself', language: 'fr', text: 'La Géorgie suspend ses négociations', codes: ['GE'] },
  { name: 'farming in Greek', language: 'el', text: 'Γεωργία: ενισχύσεις από το υπουργείο', codes: [] },
  { name: 'Turkey by what states do', language: 'en', text: 'Turkey raises minimum wage by a quarter', codes: ['TR'] },
  { name: 'Jordan by its government', language: 'en', text: "Jordan's prime minister resigns", codes: ['JO'] },
  { name: 'a player named Jordan', language: 'en', text: 'Jordan scores 30 points', codes: [] },
  { name: 'Nigeria is not Niger in Russian', language: 'ru', text: 'Нигерия увеличит добычу', codes: ['NG'] },
  { name: 'Niger in Russian', language: 'ru', text: 'В Нигере арестовали министра', codes: ['NE'] },
  { name: 'a state of Nigeria', language: 'en', text: 'Floods in Niger State', codes: [] },
  { name: 'two words with cases', language: 'ru', text: 'в Южной Корее и Саудовской Аравии', codes: ['KR', 'SA'] },
  { name: 'China in Japanese', language: 'ja', text: '中国、輸出を規制', codes: ['CN'] },
  { name: 'a part of Japan', language: 'ja', text: '中国地方で大雨', codes: [] },
  { name: 'Syria', language: 'en', text: 'Ceasefire in Syria', codes: ['SY'] },
  { name: 'an American state in Chinese', language: 'zh-Hans', text: '佐治亚州和俄亥俄州', codes: ['US-GA', 'US-OH'] },
  { name: 'an Indian state', language: 'hi', text: 'झारखंड में बाढ़', codes: ['IN-JH'] },
  { name: 'the city in Argentina', language: 'es', text: 'Paro en Buenos Aires', codes: ['AR-C'] },
  { name: 'the province in Argentina', language: 'es', text: 'La provincia de Buenos Aires declara la emergencia', codes: ['AR-B'] },
  { name: 'Washington by its source', language: 'en', text: 'Washington budget', source: 'US-WA', codes: ['US-WA'] },
  { name: 'Washington by its country', language: 'en', text: 'Washington budget', source: 'US', codes: ['US'] },
  { name: 'Punjab by its source', language: 'en', text: 'Punjab budget', source: 'PK', codes: ['PK-PB'] },
  { name: 'Limburg by its source', language: 'nl', text: 'Limburg investeert', source: 'BE', codes: ['BE-VLI'] },
  { name: 'no bare Guinea in Papua New Guinea', language: 'en', text: 'Papua New Guinea quake', codes: ['PG'] },
  { name: 'no animal', language: 'en', text: 'Guinea pig show in Wales', codes: ['GB-WLS'] },
  { name: 'New Jersey', language: 'en', text: 'New Jersey storm', codes: ['US-NJ'] },
  { name: 'Russian cases', language: 'ru', text: 'Посол Китая в Германии', codes: ['CN', 'DE'] },
  { name: 'Russian, another word', language: 'ru', text: 'Индивидуальный план', codes: [] },
  { name: 'Polish cases', language: 'pl', text: 'Rozmowy w Warszawie i w Niemczech', codes: ['PL-14', 'DE'] },
  { name: 'Finnish suffix', language: 'fi', text: 'Investointi Saksassa ja Kiinassa', codes: ['DE', 'CN'] },
  { name: 'Turkish suffix after an apostrophe', language: 'tr', text: "İstanbul'da ve Çin'de", codes: ['TR-34', 'CN'] },
  { name: 'German genitive', language: 'de', text: 'Chinas Strategie, Bayerns Plan', codes: ['CN', 'DE-BY'] },
  { name: 'French without accents', language: 'fr', text: 'ETATS-UNIS ET ALLEMAGNE', codes: ['US', 'DE'] },
  { name: 'Simplified Chinese', language: 'zh-Hans', text: '深圳与新加坡合作', codes: ['CN-GD', 'SG'] },
  { name: 'Traditional Chinese', language: 'zh-Hant', text: '臺南市與義大利合作', codes: ['TW-TNN', 'IT'] },
  { name: 'a country across a word border', language: 'zh-Hans', text: '今日本市发布', codes: [] },
  { name: 'Haiti is not in Shanghai', language: 'zh-Hans', text: '上海地区', codes: ['CN-SH'] },
  { name: 'no dateline', language: 'zh-Hans', text: '本报北京8月20日电 上海发布', codes: ['CN-SH'] },
  { name: 'Indonesia is not India', language: 'zh-Hans', text: '印度尼西亚地震', codes: ['ID'] },
  { name: 'Zhongshan by its country', language: 'zh-Hans', text: '中山发布政策', source: 'CN', codes: ['CN-GD'] },
  { name: 'a person named Zhongshan', language: 'zh-Hant', text: '中山先生紀念', source: 'TW', codes: [] },
  { name: 'Japanese', language: 'ja', text: '東京都、ベトナムと協力', codes: ['JP-13', 'VN'] },
  { name: 'India is not in a window', language: 'ja', text: 'ウインドウを開く', codes: [] },
  { name: 'Korean with a particle', language: 'ko', text: '한국과 베트남이', codes: ['KR', 'VN'] },
  { name: 'Korean, inside a word', language: 'ko', text: '시중국가', codes: [] },
  { name: 'Arabic with a clitic', language: 'ar', text: 'اتفاق بالسعودية وفرنسا', codes: ['SA', 'FR'] },
  { name: 'Hebrew with a proclitic', language: 'he', text: 'פגישה בישראל', codes: ['IL'] },
  { name: 'Thai', language: 'th', text: 'รัฐบาลไทยลงนามกับเวียดนาม', codes: ['TH', 'VN'] },
  { name: 'the European Union', language: 'de', text: 'EU fördert Rechenzentren', codes: ['EU'] },
  { name: 'nothing', language: 'en', text: '', codes: [] }
]

test.each(rows)('finds $name', ({ language, text, source, codes }) => {
  for (const field of ['title', 'summary'] as const) {
    const hits = findRegions({ title: '', summary: '', [field]: text, language, sourceRegion: source ?? null }, gazetteer)
    expect(hits.map((hit) => hit.code)).toEqual(codes)
    for (const hit of hits) expect(hit).toMatchObject({ field })
  }
})

test('tells where a region is named first', () => {
  const hits = findRegions({ title: 'Storm «Élise»: Wales', summary: 'Wales and Ireland', language: 'en', sourceRegion: null }, gazetteer)
  expect(hits).toEqual([
    { code: 'GB-WLS', term: 'Wales', field: 'title', offset: 15 },
    { code: 'IE', term: 'Ireland', field: 'summary', offset: 10 }
  ])
})
