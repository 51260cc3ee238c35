import { type Config, oneSourceFileSchema, serviceFileSchema, topicFileSchema } from '../../src/config/schema.ts'
import type { Entry, TermHit } from '../../src/model/entry.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { anArticle, anEntry, anUpdate } from './records.ts'

/** Noon of a Tuesday: what "now" is in tests of pages and feeds. */
export const NOON = Date.UTC(2026, 10, 24, 12)
const HOUR_MS = 3_600_000

interface Text {
  readonly id: string
  readonly source: string
  readonly story?: string
  readonly language: string
  readonly title: string
  readonly summary: string
  /** A term of the title, or else of the summary, that brings it into the topic. */
  readonly term: string
  readonly region: string
  readonly hoursAgo: number
  readonly copyOf?: string
}

/** One topic in eleven scripts; our own sentences. */
export const TEXTS: readonly Text[] = [
  {
    id: 'en-1',
    source: 'harbour',
    story: 's-centre',
    language: 'en',
    title: 'Harbour Town opens AI native industry park',
    summary: 'The council opened a park of forty hectares for firms whose products are built around learning models.',
    term: 'AI native industry',
    region: 'SG',
    hoursAgo: 2
  },
  {
    id: 'zh-1',
    source: 'river',
    story: 's-centre',
    language: 'zh-Hans',
    title: '河湾开发区启动人工智能原生产业园',
    summary: '开发区今天宣布，园区一期将提供智能算力和公共数据服务，首批二十家企业入驻。',
    term: '人工智能原生产业',
    region: 'CN-BJ',
    hoursAgo: 3
  },
  {
    id: 'tw-1',
    source: 'island',
    story: 's-centre',
    language: 'zh-Hant',
    title: '市府公布人工智慧原生產業補助辦法',
    summary: '補助對象包含新創公司與研究機構，申請期間為十二月一日至三十一日。',
    term: '人工智慧原生產業',
    region: 'TW',
    hoursAgo: 5
  },
  {
    id: 'ja-1',
    source: 'prefecture',
    language: 'ja',
    title: '県、生成AI活用企業への支援拠点を開設',
    summary: '県は二十四日、計算資源を共同で使える拠点を駅前に開いた。',
    term: '生成AI',
    region: 'JP',
    hoursAgo: 6
  },
  {
    id: 'ko-1',
    source: 'metro',
    language: 'ko',
    title: '광역시, 인공지능 산업 단지 조성 계획 발표',
    summary: '시는 내년 상반기까지 공동 연산 시설을 짓겠다고 밝혔다.',
    term: '인공지능 산업',
    region: 'KR',
    hoursAgo: 7
  },
  {
    id: 'ar-1',
    source: 'emirate',
    story: 's-centre',
    language: 'ar',
    title: 'افتتاح مجمع لصناعات الذكاء الاصطناعي في المنطقة الحرة',
    summary: 'أعلنت السلطة أن المجمع يوفر قدرات حوسبة مشتركة للشركات الناشئة ابتداء من الشهر المقبل.',
    term: 'الذكاء الاصطناعي',
    region: 'AE',
    hoursAgo: 8
  },
  {
    id: 'fa-1',
    source: 'ostan',
    language: 'fa',
    title: 'آغاز به کار مرکز هوش مصنوعی در استان',
    summary: 'این مرکز به شرکت‌های نوپا خدمات پردازشی می‌دهد.',
    term: 'هوش مصنوعی',
    region: 'IR',
    hoursAgo: 27
  },
  {
    id: 'he-1',
    source: 'moatza',
    language: 'he',
    title: 'המועצה האזורית מקימה מרכז לבינה מלאכותית',
    summary: 'המרכז ישרת עסקים קטנים ובתי ספר באזור.',
    term: 'לבינה מלאכותית',
    region: 'IL',
    hoursAgo: 28
  },
  {
    id: 'ru-1',
    source: 'oblast',
    language: 'ru',
    title: 'В области создадут кластер искусственного интеллекта',
    summary: 'Участники кластера получат доступ к общему вычислительному центру.',
    term: 'искусственного интеллекта',
    region: 'KZ',
    hoursAgo: 29
  },
  {
    id: 'el-1',
    source: 'perifereia',
    language: 'el',
    title: 'Η περιφέρεια χρηματοδοτεί έργα τεχνητής νοημοσύνης',
    summary: 'Οι αιτήσεις υποβάλλονται ηλεκτρονικά έως το τέλος του έτους.',
    term: 'τεχνητής νοημοσύνης',
    region: 'GR',
    hoursAgo: 30
  },
  {
    id: 'hi-1',
    source: 'rajya',
    language: 'hi',
    title: 'राज्य में कृत्रिम बुद्धिमत्ता केंद्र का शुभारंभ',
    summary: 'केंद्र में छोटे उद्योगों को साझा कंप्यूटिंग सुविधा मिलेगी।',
    term: 'कृत्रिम बुद्धिमत्ता',
    region: 'IN',
    hoursAgo: 31
  },
  {
    id: 'th-1',
    source: 'changwat',
    language: 'th',
    title: 'จังหวัดเปิดศูนย์ปัญญาประดิษฐ์สำหรับผู้ประกอบการ',
    summary: 'ศูนย์ให้บริการประมวลผลร่วมแก่ธุรกิจขนาดเล็กในพื้นที่',
    term: 'ปัญญาประดิษฐ์',
    region: 'TH',
    hoursAgo: 50
  },
  {
    id: 'ta-1',
    source: 'maavattam',
    language: 'ta',
    title: 'மாவட்டத்தில் செயற்கை நுண்ணறிவு மையம் திறப்பு',
    summary: 'சிறு தொழில்களுக்குப் பொதுக் கணினி வசதி வழங்கப்படும்.',
    term: 'செயற்கை நுண்ணறிவு',
    region: 'IN',
    hoursAgo: 51
  },
  {
    id: 'ka-1',
    source: 'mkhare',
    language: 'ka',
    title: 'მხარეში ხელოვნური ინტელექტის ცენტრი გაიხსნა',
    summary: 'ცენტრი ადგილობრივ კომპანიებს გამოთვლით რესურსს მისცემს.',
    term: 'ხელოვნური ინტელექტის',
    region: 'GE',
    hoursAgo: 52
  },
  {
    id: 'de-1',
    source: 'landkreis',
    story: 's-centre',
    language: 'de',
    title: 'Landkreis fördert KI-native Betriebe mit Rechenzeit',
    summary: 'Anträge nimmt die Wirtschaftsförderung ab Montag entgegen; je Betrieb gibt es bis zu tausend Stunden.',
    term: 'KI-native',
    region: 'DE',
    hoursAgo: 53
  },
  {
    id: 'en-2',
    source: 'gazette',
    story: 's-centre',
    language: 'en',
    title: 'Harbour Town opens AI native industry park',
    summary: 'The council opened a park of forty hectares.',
    term: 'AI native industry',
    region: 'SG',
    hoursAgo: 1,
    copyOf: 'en-1'
  }
]

// prettier-ignore
const SOURCE_NAMES: Readonly<Record<string, string>> = {
  harbour: 'Harbour Town Council', river: '河湾开发区管委会', island: '市政府新聞處', prefecture: '県庁 産業課', metro: '광역시청', emirate: 'هيئة المنطقة الحرة',
  ostan: 'استانداری', moatza: 'המועצה האזורית', oblast: 'Администрация области', perifereia: 'Περιφέρεια', rajya: 'राज्य सूचना विभाग', changwat: 'สำนักงานจังหวัด',
  maavattam: 'மாவட்ட நிர்வாகம்', mkhare: 'მხარის ადმინისტრაცია', landkreis: 'Landkreis Seeland', gazette: 'The Harbour Gazette'
}

/** A configuration of the sources and the topic of `TEXTS`, and of a second topic without articles. */
export function aConfig(server: Record<string, unknown> = {}, service: Record<string, unknown> = {}): Config {
  const regions = new Map(TEXTS.map(({ source, region }) => [source, region]))
  return {
    service: serviceFileSchema.parse({
      title: 'Courant',
      server: { public_url: 'https://news.example.org', tag_authority: 'news.example.org,2026', ...server },
      ...service
    }),
    sources: Object.entries(SOURCE_NAMES).map(([id, name]) => {
      const { source, feeds } = oneSourceFileSchema.parse({
        source: { id, name, region: regions.get(id), homepage: `https://${id}.example/`, role: id === 'gazette' ? 'media' : 'authority' },
        feeds: [{ id: `${id}-news`, url: `https://${id}.example/feed.xml` }]
      })
      return { ...source, owner: source.owner ?? id, feeds }
    }),
    topics: [
      topicFileSchema.parse({
        topic: {
          id: 'ai-native-industry',
          title: { en: 'AI native industry', 'zh-Hans': '人工智能原生产业', ar: 'صناعات الذكاء الاصطناعي' },
          scope:
            'Industry that is built around artificial intelligence: parks, computing power, subsidies and rules of regions and governments.'
        },
        feed: { variants: { languages: ['en', 'zh-Hans'], regions: ['CN-BJ'] } }
      }),
      topicFileSchema.parse({ topic: { id: 'public-health', title: { en: 'Public health' } } })
    ],
    hash: 'config-1'
  }
}

export function anEntryOf(text: Text, now = NOON): Entry {
  const at = now - text.hoursAgo * HOUR_MS
  return anEntry({
    id: `e-${text.id}`,
    feedId: `${text.source}-news`,
    sourceId: text.source,
    owner: text.source,
    articleId: `a-${text.copyOf ?? text.id}`,
    guid: text.id,
    url: `https://${text.source}.example/${text.id}`,
    canonicalUrl: `${text.source}.example/${text.id}`,
    title: text.title,
    summary: text.summary,
    contentHtml: `<p>${text.summary}</p>`,
    publishedAt: at,
    authors: [],
    categories: [],
    language: text.language,
    contentHash: text.id,
    joinReason: text.copyOf ? 'title 1.00 + summary .81' : null,
    firstSeenAt: at + 600_000,
    lastSeenAt: at + 600_000
  })
}

/** A store in memory that holds `TEXTS` as polls would have brought them. */
export async function aFilledStore(config: Config = aConfig(), now = NOON): Promise<Store> {
  const database = openSqlite(':memory:')
  await migrate(database, readMigrations(), now - 90 * 24 * HOUR_MS)
  const store = createStore(database)
  await fillStore(store, config, now)
  return store
}

/** Brings `TEXTS` into a store as polls would have. */
export async function fillStore(store: Store, config: Config = aConfig(), now = NOON): Promise<void> {
  await store.syncFeeds(
    config.sources.flatMap(({ id, owner, feeds }) => feeds.map((feed) => ({ id: feed.id, sourceId: id, owner, url: feed.url }))),
    now - 60 * HOUR_MS
  )
  for (const text of TEXTS.toSorted((one, other) => other.hoursAgo - one.hoursAgo)) await bring(store, text, now)
}

/** One poll that brings one text, in the topic or (`topicId` null) in none. */
export async function bring(store: Store, text: Text, now = NOON, topicId: string | null = 'ai-native-industry'): Promise<void> {
  const entry = anEntryOf(text, now)
  const at = entry.firstSeenAt
  const feed = await store.claimFeed(entry.feedId, `worker:${text.id}`, at, 60_000)
  if (!feed) throw new Error(`${entry.feedId} is not free`)
  const articleId = entry.articleId
  const field = text.title.includes(text.term) ? 'title' : 'summary'
  const hit: TermHit = {
    term: text.term,
    field,
    offset: text[field].indexOf(text.term),
    length: text.term.length,
    language: text.language,
    rule: 'strong'
  }
  const opens = text.copyOf === undefined && topicId !== null
  await store.applyUpdate(
    anUpdate(feed, {
      change: { ...anUpdate(feed).change, lastPolledAt: at, lastSuccessAt: at, lastNewAt: at, nextPollAt: now + HOUR_MS, title: null },
      poll: { ...anUpdate(feed).poll, polledAt: at },
      entries: [entry],
      keys: [{ key: `id:${text.id}`, entryId: entry.id }],
      articles: text.copyOf
        ? []
        : [
            anArticle({
              id: articleId,
              tagUri: `tag:news.example.org,2026:article/${articleId}`,
              storyId: text.story ?? `s-${text.id}`,
              storyReason: text.story ? 'title .71' : null,
              leadEntryId: entry.id,
              language: text.language,
              regions: [text.region],
              firstSeenAt: at,
              sortAt: entry.publishedAt ?? at,
              changedAt: at
            })
          ],
      matches: opens ? [{ topicId, articleId, score: 3, matched: true, why: [hit], configHash: 'config-1', decidedAt: at }] : [],
      published: opens ? [{ topicId, articleId, sortAt: entry.publishedAt ?? at, addedAt: at, pinned: false }] : [],
      journal: opens ? [{ topicId, kind: 'added', articleId, at }] : []
    })
  )
}
