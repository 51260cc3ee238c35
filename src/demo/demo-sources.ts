import type { DemoFault, DemoSource, DemoText } from './demo-source.ts'
import { greekTexts, russianTexts, ukrainianTexts } from './texts/cyrillic-greek.ts'
import { japaneseTexts, koreanTexts, simplifiedChineseTexts, thaiTexts, traditionalChineseTexts } from './texts/east-asia.ts'
import { floodTexts, pressTexts, wireTexts, zoneTexts } from './texts/english.ts'
import { frenchTexts, germanTexts, indonesianTexts, spanishTexts } from './texts/latin.ts'
import { amharicTexts, hindiTexts, tamilTexts } from './texts/south-asia.ts'
import { arabicTexts, georgianTexts, hebrewTexts } from './texts/west-asia.ts'

/** All publishers of the demo: invented offices in the languages, formats and encodings that real ones use. */
export const demoSources: readonly DemoSource[] = [
  {
    ...office('demo-etown', 'Beijing E-Town (demo)', 'en', 'CN-BJ', 'Asia/Shanghai', zoneTexts),
    format: 'page',
    path: '/etown/industries.html'
  },
  {
    ...office('demo-etown-mirror', 'E-Town pages of a daily (demo)', 'en', 'CN-BJ', 'Asia/Shanghai', zoneTexts),
    role: 'mirror',
    format: 'page',
    path: '/subsites/beijing/etda/industries.html'
  },
  { ...office('demo-wire', 'Harbour Wire (demo)', 'en', 'GB', 'Europe/London', wireTexts, 'slow'), role: 'media' },
  { ...office('demo-press', 'Estuary Gazette (demo)', 'en', 'GB', 'Europe/London', pressTexts), role: 'media' },
  office('demo-flood', 'River Office Shannon (demo)', 'en', 'IE', 'Europe/Dublin', floodTexts, 'busy'),
  { ...office('demo-hamburg', 'Stadtportal Hamburg (Demo)', 'de', 'DE-HH', 'Europe/Berlin', germanTexts), format: 'atom' },
  { ...office('demo-prefecture', 'Préfecture du Vivarais (démo)', 'fr', 'FR', 'Europe/Paris', frenchTexts), format: 'rdf' },
  office('demo-junta', 'Junta de la Costa (demo)', 'es', 'ES', 'Europe/Madrid', spanishTexts, 'bare-ampersand'),
  office('demo-provinsi', 'Pemprov Tepi Laut (demo)', 'id', 'ID-JI', 'Asia/Jakarta', indonesianTexts, 'truncated'),
  { ...office('demo-krai', 'Портал края (демо)', 'ru', 'RU', 'Europe/Moscow', russianTexts), encoding: 'windows-1251' },
  office('demo-oblast', 'Портал області (демо)', 'uk', 'UA', 'Europe/Kyiv', ukrainianTexts, 'moved'),
  office('demo-perifereia', 'Περιφερειακή Πύλη (επίδειξη)', 'el', 'GR-I', 'Europe/Athens', greekTexts, 'no-dates'),
  office('demo-imara', 'بوابة الإمارة (تجربة)', 'ar', 'AE', 'Asia/Dubai', arabicTexts, 'no-guids'),
  { ...office('demo-iriya', 'פורטל העירייה (הדגמה)', 'he', 'IL', 'Asia/Jerusalem', hebrewTexts), format: 'atom' },
  { ...office('demo-mkhare', 'მხარის პორტალი (დემო)', 'ka', 'GE', 'Asia/Tbilisi', georgianTexts), format: 'atom' },
  office('demo-rajya', 'राज्य सूचना विभाग (डेमो)', 'hi', 'IN-RJ', 'Asia/Kolkata', hindiTexts, 'lying-charset'),
  office('demo-maavattam', 'மாவட்டச் செய்தி மையம் (மாதிரி)', 'ta', 'IN-TN', 'Asia/Kolkata', tamilTexts),
  office('demo-kilil', 'የክልል ዜና ማዕከል (ማሳያ)', 'am', 'ET', 'Africa/Addis_Ababa', amharicTexts, 'no-guids', 'no-dates'),
  { ...office('demo-changwat', 'พอร์ทัลจังหวัด (สาธิต)', 'th', 'TH', 'Asia/Bangkok', thaiTexts), format: 'json' },
  { ...office('demo-kaifaqu', '开发区管委会（演示）', 'zh-Hans', 'CN', 'Asia/Shanghai', simplifiedChineseTexts), encoding: 'gb2312' },
  { ...office('demo-shifu', '市府新聞（示範）', 'zh-Hant', 'TW', 'Asia/Taipei', traditionalChineseTexts), encoding: 'big5' },
  { ...office('demo-kencho', '県庁新着情報（デモ）', 'ja', 'JP-04', 'Asia/Tokyo', japaneseTexts), encoding: 'shift_jis' },
  { ...office('demo-sicheong', '시청 새소식 (시연)', 'ko', 'KR-30', 'Asia/Seoul', koreanTexts), encoding: 'euc-kr' },
  office('demo-lost', 'Relaunched Portal (demo)', 'en', 'MT', 'Europe/Malta', [], 'html-instead')
]

function office(
  id: string,
  name: string,
  language: string,
  region: string,
  timezone: string,
  texts: readonly DemoText[],
  ...faults: readonly DemoFault[]
): DemoSource {
  return {
    id,
    name,
    role: 'authority',
    language,
    region,
    timezone,
    format: 'rss',
    path: `/${id.slice('demo-'.length)}/news.xml`,
    faults,
    texts
  }
}
