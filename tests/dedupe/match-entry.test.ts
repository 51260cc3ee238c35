import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EntryMatch, matchEntry, type MatchOptions } from '../../src/dedupe/match-entry.ts'
import { createMemory } from '../../src/dedupe/neighbour-memory.ts'
import { seedLexicon } from '../../src/dedupe/lexicon-seed.ts'
import { aText, type TextPart } from '../support/match-texts.ts'

const OPTIONS: MatchOptions = { lexicon: seedLexicon(), stories: true }
const NOON = Date.UTC(2026, 2, 3, 12)
const HOUR_MS = 3_600_000

/** Places texts one after another, an hour apart and each of a source of its own, unless they say otherwise. */
function place(...parts: readonly TextPart[]): readonly EntryMatch[] {
  const memory = createMemory()
  return parts.map((part, index) =>
    matchEntry(memory, aText({ entryId: `e${index}`, sourceId: `s${index}`, at: NOON + index * HOUR_MS, ...part }), OPTIONS)
  )
}

function joined(...parts: readonly TextPart[]): string | null {
  const placed = place(...parts)
  const [first, last] = [placed[0]!, placed.at(-1)!]
  expect(last.joinReason === null).toBe(last.copyOf === null)
  return first.articleId === last.articleId ? last.joinReason : null
}

const LONG = 'Regional council approves four hectare park for artificial intelligence firms in Millbrook'

describe('joins an article', () => {
  test.each([
    { name: 'a second site with the same title', a: { title: LONG }, b: { title: LONG }, reason: /^title 1$/ },
    {
      name: 'title and text under another address',
      a: {
        title: LONG,
        summary: 'The park will open in spring with forty firms.',
        canonicalUrl: 'https://a.example/2026-03/03/c_978417.htm'
      },
      b: { title: LONG, summary: 'The park will open in spring with forty firms.', canonicalUrl: 'https://b.example/news/parks' },
      reason: /^title 1 \+ summary 1$/
    },
    {
      name: 'a mirror with the same end of its address',
      a: { title: LONG, canonicalUrl: 'https://a.example/2026-03/03/c_978417.htm' },
      b: { title: LONG, canonicalUrl: 'https://sub.b.example/city/etda/2026-03/03/c_978417.htm' },
      reason: /^end of address \+ title$/
    },
    {
      name: 'the same address',
      a: { title: LONG, canonicalUrl: 'https://a.example/1' },
      b: { title: `${LONG} at last`, canonicalUrl: 'https://a.example/1', at: NOON + 200 * HOUR_MS },
      reason: /^url$/
    },
    {
      name: 'the same address under titles that count their readers',
      a: { title: `${LONG} (12 views)`, canonicalUrl: 'https://a.example/1' },
      b: { title: `${LONG} (3,407 views)`, canonicalUrl: 'https://a.example/1' },
      reason: /^url$/
    },
    {
      name: 'a headline edited, text kept',
      a: {
        title: 'Council approves park for AI firms',
        summary: 'The regional council voted on Monday for a park of four hectares in Millbrook.'
      },
      b: {
        title: 'Regional council: park for AI firms approved in Millbrook',
        summary: 'MILLBROOK (Agency) The regional council voted on Monday for a park of four hectares in Millbrook.'
      },
      reason: /summary/
    },
    {
      name: 'an agency tag and a publisher at the end',
      a: { title: LONG },
      b: { title: `UPDATE 2-${LONG} - Daily Herald` },
      reason: /^title \.95$/
    },
    {
      name: 'a title cut short',
      a: { title: LONG },
      b: { title: 'Regional council approves four hectare park for artificial intelligen...' },
      reason: /^title \.90$/
    },
    {
      name: 'simplified and traditional characters',
      a: { title: '人工智能原生产业园区在北京经济技术开发区启动建设', language: 'zh' },
      b: { title: '人工智能原生產業園區在北京經濟技術開發區啟動建設', language: 'zh-Hant' },
      reason: /^title 1$/
    },
    {
      name: 'a reworded headline in Japanese',
      a: { title: '第9回「橋りょうメンテナンス大賞」受賞者を決定しました', language: 'ja' },
      b: { title: '第9回「橋りょうメンテナンス大賞」の受賞者が決定されました', language: 'ja' },
      reason: /^title/
    },
    {
      name: 'one title that was taken for two languages',
      a: { title: LONG, language: 'en' },
      b: { title: LONG, language: 'sco' },
      reason: /^title 1$/
    }
  ])('$name', ({ a, b, reason }) => {
    expect(joined(a, b)).toMatch(reason)
  })
})

describe('keeps apart', () => {
  test.each([
    {
      name: 'another number',
      a: { title: 'Decree no. 12 on water fees published by the ministry' },
      b: { title: 'Decree no. 13 on water fees published by the ministry' }
    },
    {
      name: 'another number in another script',
      a: { title: 'अधिसूचना संख्या ३६ प्रकाशित', language: 'hi' },
      b: { title: 'अधिसूचना संख्या ३७ प्रकाशित', language: 'hi' }
    },
    {
      name: 'another month',
      a: { title: 'Unemployment figures for the northern district, March 2026' },
      b: { title: 'Unemployment figures for the northern district, April 2026' }
    },
    {
      name: 'another ordinal in Han',
      a: { title: '市议会第五次全体会议召开审议年度预算', language: 'zh' },
      b: { title: '市议会第六次全体会议召开审议年度预算', language: 'zh' }
    },
    {
      name: 'another Roman numeral',
      a: { title: 'Hearing transcript on river works, volume IV' },
      b: { title: 'Hearing transcript on river works, volume V' }
    },
    { name: 'another place', a: { title: 'Road closures in Millbrook' }, b: { title: 'Road closures in Harrowgate' } },
    {
      name: 'another county in a long title',
      a: { title: 'Severe thunderstorm warning issued by the national weather service for Hamilton county until nine tonight' },
      b: { title: 'Severe thunderstorm warning issued by the national weather service for Franklin county until nine tonight' }
    },
    {
      name: 'another prefecture',
      a: { title: '岩手県における大雨による被害状況について', language: 'ja' },
      b: { title: '秋田県における大雨による被害状況について', language: 'ja' }
    },
    {
      name: 'another season',
      a: { title: '令和8年春の園遊会の参加者について公表しました', language: 'ja' },
      b: { title: '令和8年秋の園遊会の参加者について公表しました', language: 'ja' }
    },
    {
      name: 'another measure after one quake',
      a: { title: '令和8年青森県沖を震源とする地震に伴う災害救助法の適用について', language: 'ja' },
      b: { title: '令和8年青森県沖を震源とする地震に伴う災害等に対する金融上の措置について', language: 'ja' }
    },
    {
      name: 'another colour of a warning',
      a: { title: '成都市气象台发布暴雨蓝色预警信号', language: 'zh-Hans' },
      b: { title: '成都市气象台发布暴雨黄色预警信号', language: 'zh-Hans' }
    },
    {
      name: "each ministry's own honours",
      a: { title: '令和8年秋の叙勲受章者について', language: 'ja' },
      b: { title: '令和8年秋の叙勲受章者について', language: 'ja' }
    },
    {
      name: 'a summary that tells something else',
      a: { title: 'Weekly media advisory of the minister', summary: 'The minister opens a wind farm on the coast.' },
      b: { title: 'Weekly media advisory of the minister', summary: 'Visit of a youth court with the state secretary.' }
    },
    { name: 'a bare title of two words', a: { title: 'Latest news' }, b: { title: 'Latest news' } },
    { name: 'too much time between', a: { title: LONG }, b: { title: LONG, at: NOON + 100 * HOUR_MS } },
    { name: 'one source repeating a title', a: { title: LONG, sourceId: 's' }, b: { title: LONG, sourceId: 's' } },
    {
      name: 'one address with other titles',
      a: { title: 'School opened in Mill Street', canonicalUrl: 'https://a.example/list' },
      b: { title: 'Bridge closed for repairs', canonicalUrl: 'https://a.example/list' }
    },
    { name: 'a feed that wants to stand alone', a: { title: LONG }, b: { title: LONG, deduplicate: false } },
    { name: 'texts without any title', a: { title: '' }, b: { title: '' } }
  ])('$name', ({ a, b }) => {
    expect(joined(a, b)).toBeNull()
  })

  test('a copy of a copy that the first contradicts', () => {
    const [first, , third] = place(
      { title: 'Ministry names winners of the spring medal', sourceId: 'm1' },
      { title: 'Ministry names winners of the spring medal', sourceId: 'm2' },
      { title: 'Ministry names winners of the spring medal today', sourceId: 'm1' }
    )
    expect(third!.articleId).not.toBe(first!.articleId)
  })

  test('a title that its source brings every day', () => {
    const days = Array.from({ length: 5 }, (_, day) => ({
      title: 'Situation report of the water board',
      sourceId: 'board',
      at: NOON + day * 24 * HOUR_MS
    }))
    const placed = place(...days, { title: 'Situation report of the water board', sourceId: 'other', at: NOON + (4 * 24 + 48) * HOUR_MS })
    expect(new Set(placed.map(({ articleId }) => articleId)).size).toBe(6)
  })
})

test('a lead that is word for word the same makes a copy under any headline, a short phrase does not', () => {
  const others = Array.from({ length: 200 }, (_, index) => ({
    title: `${word(index)} ${word(index + 200)}`,
    summary: `${word(index + 400)} ${word(index + 600)}`,
    at: NOON
  }))
  const reasonWith = (summary: string): string | null =>
    place(
      ...others,
      { title: 'Key rate goes up again', summary, at: NOON },
      { title: 'Guardian of prices lets key rate go up', summary, at: NOON }
    ).at(-1)!.joinReason
  expect(reasonWith('The bank said that inflation remained above target, and signalled further increases before winter ends.')).toMatch(
    /summary 1$/
  )
  expect(reasonWith('Find out more on our website.')).toBeNull()
})

function word(index: number): string {
  return [...String(1000 + index)].map((digit) => 'bdfgklmnpr'[Number(digit)]! + 'aeiou'[Number(digit) % 5]!).join('')
}

test("a publisher's name is learned from the titles of its feed", () => {
  const subjects = ['school', 'bridge', 'library', 'harbour', 'museum', 'station', 'clinic']
  const own = subjects.map((subject, index) => ({
    title: `New ${subject} planned for the eastern district | wire24`,
    sourceId: 'wire',
    at: NOON + index
  }))
  const placed = place(
    ...own,
    { title: 'Old mill restored as a home for musicians', sourceId: 'city' },
    { title: 'Old mill restored as a home for musicians | wire24', sourceId: 'wire' }
  )
  expect(placed.at(-1)!.joinReason).toBe('title 1')
})

/** A form, filled in for two places: title and text. */
const FORMS = [
  {
    language: 'en',
    title: 'Boil water notice for *',
    summary: 'Customers in * should boil their tap water until further notice.',
    names: ['Ashford', 'Bexhill']
  },
  {
    language: 'ja',
    title: '*における地震による被害状況について',
    summary: '*の地震の被害状況をお知らせします。',
    names: ['岩手県', '秋田県']
  },
  {
    language: 'zh-Hans',
    title: '*2026年第三季度经济运行情况',
    summary: '*统计局发布2026年第三季度经济运行情况，地区生产总值同比增长。',
    names: ['朝阳区', '海淀区']
  },
  {
    language: 'fr',
    title: 'Canton de *: alerte grêle',
    summary: 'Une alerte grêle est émise pour le canton de * jusqu’à ce soir.',
    names: ['Vaud', 'Uri']
  },
  {
    language: 'ru',
    title: 'Глава * встретился с жителями',
    summary: 'Глава * провел встречу с жителями, обсудили ремонт дорог и дворов.',
    names: ['Рязани', 'Омска']
  }
] as const

describe('forms filled in for two places', () => {
  test.each(FORMS)('are two articles and two stories: $language', ({ language, title, summary, names }) => {
    const [a, b] = place(...names.map((name) => ({ language, title: title.replace('*', name), summary: summary.replace('*', name) })))
    expect(b!.articleId).not.toBe(a!.articleId)
    expect(b!.storyId).not.toBe(a!.storyId)
  })

  test.each(FORMS)('are two articles where the text names neither: $language', ({ language, title, summary, names }) => {
    const [a, b] = place(...names.map((name) => ({ language, title: title.replace('*', name), summary: summary.replace('*', '') })))
    expect(b!.articleId).not.toBe(a!.articleId)
  })

  test('one place under two headlines stays one article, and other numbers one story', () => {
    const summary = 'Officials say that the fire in Leeds broke out at night in a warehouse of the old harbour and is under control.'
    const [a, b, c] = place(
      { title: 'Fire in Leeds warehouse under control', summary },
      { title: 'Warehouse fire in Leeds is under control, officials say', summary },
      { title: 'Fire in Leeds warehouse: 4 hurt', summary: summary.replace('is under control', 'left 4 hurt') }
    )
    expect(b!.articleId).toBe(a!.articleId)
    expect(c!.storyId).toBe(a!.storyId)
  })
})

describe('stories', () => {
  test('two reports of one event are one story and two articles', () => {
    const [a, b] = place(
      {
        title: 'Flood barrier at Lower Eddon opened by minister',
        summary: 'The minister opened the flood barrier at Lower Eddon, which protects nine thousand homes.'
      },
      {
        title: 'Residents of Lower Eddon celebrate their flood barrier',
        summary: 'Nine thousand homes are safer since the flood barrier at Lower Eddon opened.'
      }
    )
    expect(b!.articleId).not.toBe(a!.articleId)
    expect(b!.storyId).toBe(a!.storyId)
    expect(b!.storyReason).toMatch(/^words \.\d\d$/)
  })

  test('a version that its publisher names is the same story, whatever its words', () => {
    const title = 'Ministry opens the flood barrier at Lower Eddon'
    const version = {
      title: 'Zu vermelden gibt es heute nichts Besonderes',
      language: 'de',
      alternateUrls: ['https://ministry.example/en/9']
    }
    const [a, b, c] = place(
      { title, sourceId: 'ministry', canonicalUrl: 'https://ministry.example/en/9' },
      { ...version, sourceId: 'ministry', canonicalUrl: 'https://ministry.example/de/meldung' },
      { ...version, sourceId: 'stranger', title: 'Gewinnen Sie ein Auto', canonicalUrl: 'https://stranger.example/1' }
    )
    expect(b).toMatchObject({ storyId: a!.storyId, storyReason: 'named as a version in another language' })
    expect(c!.storyId).not.toBe(a!.storyId)
  })

  test('feeds that are paired need less in common', () => {
    const english = {
      title: 'Council of Eddon debates school in Norby',
      summary: 'Lengthy remarks about several other matters were made by various members present.',
      sourceId: 'council'
    }
    const german = {
      title: 'Debatte zu Eddon und Norby',
      summary: 'Weitschweifige Bemerkungen allerlei Inhalts fielen auch, worüber manche Anwesende staunten.',
      language: 'de',
      sourceId: 'council'
    }
    const storiesOf = (pair: string | null) => place({ ...english, pair }, { ...german, pair }).map(({ storyId }) => storyId)
    const [a, b] = storiesOf(null)
    expect(b).not.toBe(a)
    const [c, d] = storiesOf('council news')
    expect(d).toBe(c)
  })

  test('two titles of one source are two stories in an empty store, however many common words they share', () => {
    for (const [first, second] of [
      ['Ministry opens new bridge over the river Eddon', 'Bridge over the Norby canal closed for repairs'],
      ['City council opens new bridge', 'City council closes old bridge for repairs'],
      ['Ouverture du pont de Lyon', 'Fermeture du pont de Nantes']
    ] as const) {
      const [a, b] = place({ title: first, sourceId: 'city' }, { title: second, sourceId: 'city' })
      expect(b!.storyId).not.toBe(a!.storyId)
    }
  })

  test('a report in another language joins by its translated words', () => {
    const [a, b] = place(
      {
        title: 'Hospital in Nairobi opens new children ward',
        summary: 'The hospital in Nairobi opened a ward for children; doctors from Kenya and Germany work there.'
      },
      {
        title: 'Krankenhaus in Nairobi eröffnet neue Station für Kinder',
        summary: 'Das Krankenhaus in Nairobi hat eine Station für Kinder eröffnet; Ärzte aus Kenia und Deutschland arbeiten dort.',
        language: 'de'
      }
    )
    expect(b!.storyId).toBe(a!.storyId)
    expect(b!.storyReason).toMatch(/^translated words/)
  })

  test('two warnings in two languages are two stories in an empty store, unless a name or a number stands in both', () => {
    const warning = { title: 'Flood warning for the lower Shannon', summary: 'Heavy rain: water levels of the river rise until tomorrow.' }
    const [a, elsewhere] = place(warning, {
      title: 'Hochwasser: Warnung für den Hafen',
      summary: 'Nach starkem Regen werden die Tore geschlossen, Anwohner sollen ihre Autos wegfahren.',
      language: 'de',
      sourceId: 'amt'
    })
    expect(elsewhere!.storyId).not.toBe(a!.storyId)
    const [, there] = place(warning, {
      title: 'Hochwasser: Warnung am Shannon',
      summary: 'Nach starkem Regen werden die Tore geschlossen, Anwohner sollen ihre Autos wegfahren.',
      language: 'de',
      sourceId: 'zeitung'
    })
    expect(there!.storyId).toBe(a!.storyId)
  })

  test('a strike told in Japanese joins by words of unions and walkouts', () => {
    const [a, b] = place(
      { title: 'Samsung workers start indefinite strike over pay', summary: 'The union says 6,500 employees joined at Hwaseong.' },
      { title: 'サムスン労組、賃金巡り無期限スト', summary: '華城で6500人が参加した。', language: 'ja' }
    )
    expect(b!.storyId).toBe(a!.storyId)
  })

  test("a source's second text in a language is no translation of the same one", () => {
    const [a, , c] = place(
      { title: 'Hospital in Nairobi opens new children ward', summary: 'The hospital in Nairobi opened a ward for children.' },
      {
        title: 'Krankenhaus in Nairobi eröffnet neue Station für Kinder',
        summary: 'Das Krankenhaus in Nairobi hat eine Station für Kinder.',
        language: 'de',
        sourceId: 'amt'
      },
      { title: 'Schule in Nairobi sucht Lehrer', summary: 'Für das nächste Jahr fehlen Lehrer.', language: 'de', sourceId: 'amt' }
    )
    expect(c!.storyId).not.toBe(a!.storyId)
  })

  test('other events are other stories', () => {
    const placed = place(
      { title: 'Flood barrier at Lower Eddon opened', summary: 'The barrier protects nine thousand homes.' },
      { title: 'Tax office moves to the old station', summary: 'From April taxes are paid beside platform two.' },
      { title: 'Bear seen in the northern forest', summary: 'Rangers ask hikers to stay on the paths.' }
    )
    expect(new Set(placed.map(({ storyId }) => storyId)).size).toBe(3)
  })
})

test('a replay gives the same places', () => {
  const part = fc.record({
    title: fc.constantFrom(
      LONG,
      `${LONG} - Daily Herald`,
      'Decree no. 12',
      'Decree no. 13',
      '',
      '第9回大賞の受賞者を決定',
      'Road closures in Millbrook today'
    ),
    summary: fc.constantFrom('', 'The park will open in spring with forty firms.', 'Something else entirely is told here today.'),
    sourceId: fc.constantFrom('a', 'b', 'c'),
    at: fc.integer({ min: NOON, max: NOON + 400 * HOUR_MS })
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const once = place(...parts)
      expect(place(...parts)).toEqual(once)
      // An article is opened by one entry, and every other says why it joined, and whom it copies.
      const openers = new Map<string, number>()
      once.forEach(({ articleId, joinReason, copyOf }, index) => {
        if (joinReason === null) openers.set(articleId, (openers.get(articleId) ?? 0) + 1)
        else expect(once[Number(copyOf!.slice(1))]!.articleId).toBe(articleId)
        expect(index).toBeGreaterThanOrEqual(0)
      })
      for (const count of openers.values()) expect(count).toBe(1)
    })
  )
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          title: fc.string({ unit: 'binary' }),
          summary: fc.string({ unit: 'binary' }),
          language: fc.constantFrom('en', 'zh', 'und', 'xx-notalanguage', '')
        }),
        { maxLength: 5 }
      ),
      (parts) => {
        expect(place(...parts)).toHaveLength(parts.length)
      }
    )
  )
})

test('an endless stream is matched in bounded memory', () => {
  const memory = createMemory()
  const options: MatchOptions = { ...OPTIONS, stories: false }
  for (let index = 0; index < 15_001; index++) {
    matchEntry(
      memory,
      aText({
        entryId: `e${index}`,
        sourceId: `s${index % 7}`,
        title: `Notice ${index} of office ${index % 97}`,
        at: NOON + index * HOUR_MS
      }),
      options
    )
  }
  expect(memory.neighbours.length).toBeLessThan(3_000)
  expect(memory.articles.size).toBeLessThan(3_000)
})
