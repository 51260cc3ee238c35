import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { topicFileSchema, type Condition } from '../../src/config/schema.ts'
import type { Taggable } from '../../src/model/entry.ts'
import { checkTopic, compileTopics } from '../../src/tag/compile-topics.ts'
import { tagArticle } from '../../src/tag/tag-article.ts'

function topic(terms: Record<string, object>, more: object = {}) {
  return topicFileSchema.parse({ topic: { id: 'example', title: { en: 'Example' } }, terms, ...more })
}

function article(title: string, language = 'en', more: Partial<Taggable> = {}): Taggable {
  return { title, summary: '', contentText: '', language, sourceId: 'source', regions: [], categories: [], ...more }
}

const finds: readonly { name: string; language: string; list?: string; term: string; text: string; found: string | null }[] = [
  { name: 'a whole word', language: 'en', term: 'chip', text: 'The chip plant', found: 'chip' },
  { name: 'no part of a word', language: 'en', term: 'chip', text: 'chipset, microchip', found: null },
  { name: 'an ending', language: 'en', term: 'industr*', text: 'Key industries grow', found: 'industries' },
  { name: 'no ending inside a word', language: 'en', term: 'industr*', text: 'preindustrial', found: null },
  { name: 'a beginning', language: 'de', term: '*rechenzentr*', text: 'Das KI-Höchstleistungsrechenzentrum', found: 'rechenzentrum' },
  {
    name: 'endings inside a phrase',
    language: 'ru',
    term: 'искусственн* интеллект*',
    text: 'развитие Искусственного интеллекта',
    found: 'Искусственного интеллекта'
  },
  {
    name: 'a phrase across hyphen and quotation mark',
    language: 'en',
    term: 'AI native industry',
    text: 'An “AI-native” industry',
    found: 'AI-native” industry'
  },
  { name: 'case when marked', language: 'en', term: '=Alia', text: 'et alia', found: null },
  { name: 'case of an acronym', language: 'en', term: 'WHO', text: 'those who care', found: null },
  { name: 'an acronym', language: 'en', term: 'WHO', text: 'The WHO says', found: 'WHO' },
  { name: 'an acronym after an apostrophe', language: 'fr', term: '=IA', text: 'L’IA souveraine', found: 'IA' },
  { name: 'an acronym in a name', language: 'sv', list: 'sv', term: 'AI verkstad', text: 'Hyundai-verkstad', found: null },
  { name: 'an acronym with dots', language: 'en', term: 'AI strategy', text: 'An A.I. strategy', found: 'A.I. strategy' },
  { name: 'a case-sensitive acronym with dots', language: 'en', term: '=AI', text: 'More A.I.', found: 'A.I' },
  { name: 'an acronym inside Chinese', language: 'zh-Hans', term: 'AI', text: '发展AI产业', found: 'AI' },
  { name: 'an acronym after a Latin letter in Chinese', language: 'zh-Hans', term: 'AI', text: 'OpenAI发布', found: null },
  {
    name: 'an English term inside Japanese',
    language: 'ja',
    list: 'en',
    term: 'AI factory',
    text: '国産AI Factoryを建設',
    found: 'AI Factory'
  },
  {
    name: 'Traditional text by a Simplified list',
    language: 'zh-Hant',
    list: 'zh-Hans',
    term: '智能算力',
    text: '推動智能算力建設',
    found: '智能算力'
  },
  { name: 'Chinese spaced beside Latin', language: 'zh-Hant', term: 'AI產業', text: '推動 AI 產業發展', found: 'AI 產業' },
  {
    name: 'Korean written together',
    language: 'ko',
    term: '국가 AI 컴퓨팅 센터',
    text: '국가AI컴퓨팅센터를 구축',
    found: '국가AI컴퓨팅센터'
  },
  { name: 'Thai inside a sentence', language: 'th', term: 'ปัญญาประดิษฐ์', text: 'พัฒนาปัญญาประดิษฐ์แห่งชาติ', found: 'ปัญญาประดิษฐ์' },
  { name: 'Arabic with clitics', language: 'ar', term: 'الذكاء الاصطناعي', text: 'استثمار للذكاء الاصطناعي', found: 'ذكاء الاصطناعي' },
  { name: 'Arabic with conjunction and article', language: 'ar', term: 'ذكاء', text: 'والذكاء', found: 'ذكاء' },
  { name: 'Arabic, another word', language: 'ar', term: 'كتب', text: 'مكتب', found: null },
  { name: 'Hebrew with a proclitic', language: 'he', term: 'בינה מלאכותית', text: 'לבינה המלאכותית', found: 'בינה המלאכותית' },
  { name: 'Vietnamese by tone', language: 'vi', term: 'bão', text: 'bảo vệ', found: null },
  { name: 'French capitals', language: 'fr', term: 'économie', text: 'ECONOMIE', found: 'ECONOMIE' },
  { name: 'Turkish capitals', language: 'tr', term: 'yapay zekâ altyapısı', text: 'YAPAY ZEKÂ ALTYAPISI', found: 'YAPAY ZEKÂ ALTYAPISI' },
  {
    name: 'an English term in Turkish capitals',
    language: 'tr',
    list: 'en',
    term: 'AI factory',
    text: 'Türkiye: AI FACTORY',
    found: 'AI FACTORY'
  },
  { name: 'a strong term of another language', language: 'de', list: 'fr', term: 'usine', text: 'Die usine', found: null },
  { name: 'any language when unknown', language: 'und', list: 'fr', term: 'numérique', text: 'NUMERIQUE', found: 'NUMERIQUE' },
  { name: 'regional tags', language: 'pt-BR', list: 'pt', term: 'nuvem', text: 'A nuvem', found: 'nuvem' },
  { name: 'a pattern', language: 'en', term: 'regex:AI (data )?cent(er|re)s?', text: 'New ai centres', found: 'ai centres' },
  { name: 'a pattern after an astral character', language: 'en', term: 'regex:chips?', text: '𠮷 chips', found: 'chips' }
]

test.each(finds)('finds $name', ({ language, list, term, text, found }) => {
  const tagger = compileTopics([topic({ [list ?? language]: { strong: [term] } })])
  expect(tagger.mistakes).toEqual([])
  for (const [field, one] of [
    ['title', article(text, language)],
    ['summary', article('', language, { summary: text })]
  ] as const) {
    const matches = tagArticle(one, tagger)
    const hit = matches[0]?.why[0]
    expect(hit === undefined ? null : text.slice(hit.offset, hit.offset + hit.length)).toBe(found)
    if (hit) expect(hit).toMatchObject({ term, field, rule: 'strong', language: list ?? language })
  }
})

const lists = {
  strong: ['gigafactory'],
  subject: ['=AI', 'artificial intelligence'],
  supporting: ['model', 'data', 'data centre', 'centre model'],
  decisive: ['tax break'],
  near: ['strategy'],
  context: ['ministry', 'budget', 'plan'],
  exclude: ['AI homework', 'cricket']
}
const scores: readonly { name: string; text: string; score: number; matched: boolean }[] = [
  { name: 'strong alone', text: 'a gigafactory', score: 3, matched: true },
  { name: 'a subject counts once', text: 'artificial intelligence (AI)', score: 1, matched: false },
  { name: 'subject and supporting', text: 'AI model', score: 2, matched: true },
  { name: 'two supporting', text: 'data model', score: 2, matched: true },
  { name: 'one supporting twice', text: 'model model', score: 1, matched: false },
  { name: 'a longer supporting term counts once', text: 'data centre', score: 1, matched: false },
  { name: 'supporting terms that overlap count once', text: 'data centre model', score: 1, matched: false },
  { name: 'subject and two contexts', text: 'AI ministry budget', score: 2, matched: true },
  { name: 'context has a maximum', text: 'AI ministry budget plan', score: 2, matched: true },
  { name: 'subject and a decisive term', text: 'AI tax break', score: 2, matched: true },
  { name: 'a decisive term without subject', text: 'model tax break', score: 1, matched: false },
  { name: 'a near term beside the subject', text: 'a strategy for AI', score: 2, matched: true },
  { name: 'a near term beside it only the second time', text: 'strategy: what is missing in the AI strategy', score: 2, matched: true },
  { name: 'a near term elsewhere', text: 'AI changes our strategy', score: 1, matched: false },
  { name: 'a near term beside the other sense', text: 'AI homework strategy and a model', score: 0, matched: false },
  { name: 'context without subject', text: 'model ministry budget', score: 1, matched: false },
  { name: 'exclude takes from the weak part', text: 'cricket AI model', score: 0, matched: false },
  { name: 'exclude takes from the strong part', text: 'cricket gigafactory AI', score: 1.5, matched: false },
  { name: 'a longer other sense covers the subject', text: 'AI homework gigafactory model', score: 1.5, matched: false }
]

test.each(scores)('scores $name', ({ text, score, matched }) => {
  expect(tagArticle(article(text), compileTopics([topic({ en: lists })]))).toMatchObject([{ topicId: 'example', score, matched }])
})

test.each(['en', 'tr', 'fr', 'az', 'ja', 'und'])('counts a name that is the same everywhere in %s', (language) => {
  const tagger = compileTopics([topic({ '*': { subject: ['OpenAI'], supporting: ['=IQM'] }, en: { subject: ['openai'] } })])
  expect(tagArticle(article('OPENAI IQM', language), tagger)).toMatchObject([{ score: 2, matched: true }])
  expect(tagArticle(article('Openai iqm', language), tagger)).toMatchObject([{ score: 1, matched: false }])
})

test('says nothing of topics without a find', () => {
  expect(tagArticle(article('ministry budget'), compileTopics([topic({ en: lists })]))).toEqual([])
})

test('reads the content when there is no summary, but only its beginning', () => {
  const tagger = compileTopics([topic({ en: lists })])
  expect(tagArticle(article('', 'en', { contentText: 'a gigafactory' }), tagger)[0]?.why[0]?.field).toBe('content')
  expect(tagArticle(article('', 'en', { contentText: `${'word '.repeat(300)}gigafactory` }), tagger)).toEqual([])
})

describe('conditions', () => {
  const here = { regions: ['CN-BJ'], categories: ['Industry'] }
  const conditions: readonly { name: string; where: Condition; holds: boolean }[] = [
    { name: 'nothing asked', where: {}, holds: true },
    { name: 'a region and what it holds', where: { regions: ['CN'] }, holds: true },
    { name: 'another region', where: { regions: ['SG'] }, holds: false },
    { name: 'a language', where: { languages: ['en'] }, holds: true },
    { name: 'any of all', where: { languages: ['*'], regions: ['*'], sources: ['*'], categories: ['*'] }, holds: true },
    { name: 'a source', where: { sources: ['other'] }, holds: false },
    { name: 'a category in any case', where: { categories: ['industry'] }, holds: true },
    { name: 'a term', where: { terms: ['plant*'] }, holds: true },
    { name: 'a missing term', where: { terms: ['school'] }, holds: false },
    { name: 'a pattern', where: { regex: 'gig.fac' }, holds: true },
    { name: 'none', where: { none: [{ terms: ['plants'] }] }, holds: false },
    {
      name: 'nested',
      where: { all: [{ any: [{ sources: ['other'] }, { terms: ['plants'] }] }, { none: [{ regions: ['SG'] }] }] },
      holds: true
    },
    { name: 'keys of one condition together', where: { terms: ['plants'], regions: ['SG'] }, holds: false }
  ]
  test.each(conditions)('$name', ({ where, holds }) => {
    const one = article('gigafactory plants', 'en', here)
    expect(tagArticle(one, compileTopics([topic({ en: lists }, { where })]))[0]?.matched).toBe(holds)
    expect(tagArticle(one, compileTopics([topic({}, { where })])).length).toBe(holds ? 1 : 0)
  })
})

describe('mistakes', () => {
  const mistakes: readonly { name: string; term: string; says: RegExp }[] = [
    { name: 'a star in a word', term: 'gig*factory', says: /ending or the beginning/ },
    { name: 'a star alone', term: 'the * plan', says: /alone/ },
    { name: 'no letter', term: '--', says: /no letter/ },
    { name: 'look-ahead', term: 'regex:a(?!b)', says: /exclude term/ },
    { name: 'look-behind', term: 'regex:(?<=a)b', says: /exclude term/ },
    { name: 'back-reference', term: String.raw`regex:(a)\1`, says: /alternatives/ },
    { name: 'script by its long name', term: String.raw`regex:\p{Script=Han}+`, says: /\\p\{Han\}/ },
    { name: 'code point escape', term: String.raw`regex:\u4e00`, says: /\\x\{4e00\}/ },
    { name: 'an open group', term: 'regex:(a', says: /RE2/ },
    { name: 'a pattern for nothing', term: 'regex:a*', says: /empty text/ }
  ]
  test.each(mistakes)('$name', ({ term, says }) => {
    expect(checkTopic(topic({ en: { strong: [term, 'fine'] } }))).toEqual([
      { topicId: 'example', language: 'en', list: 'strong', term, message: expect.stringMatching(says) }
    ])
  })
  test('in a condition', () => {
    expect(checkTopic(topic({}, { where: { none: [{ regex: 'a(?=b)' }] } }))).toMatchObject([{ list: 'where', language: '*' }])
  })
  test('a term both wanted and excluded', () => {
    expect(checkTopic(topic({ en: { strong: ['one'], exclude: ['one'] } }))).toMatchObject([{ list: 'exclude', term: 'one' }])
  })
})

test('any text in any language gives matches whose places lie in the field', () => {
  const tagger = compileTopics([
    topic({ en: lists, 'zh-Hans': { strong: ['智能算力'], subject: ['AI'] }, fr: { strong: ['é*'] }, ar: { strong: ['ال*'] } })
  ])
  const pieces = fc.constantFrom(
    'AI',
    ' ',
    '智能',
    '算力',
    'É',
    'ة',
    'ال',
    'data',
    '-',
    '«',
    '\u00ad',
    '𠮷',
    'model',
    'İ',
    '\u0301',
    'gigafactory'
  )
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 40 }),
      fc.constantFrom('en', 'zh-Hant', 'fr', 'tr', 'ar', 'und', '', 'x'),
      (parts, language) => {
        const text = parts.join('')
        for (const match of tagArticle(article(text, language), tagger)) {
          for (const hit of match.why) {
            expect(hit.offset).toBeGreaterThanOrEqual(0)
            expect(hit.length).toBeGreaterThan(0)
            expect(hit.offset + hit.length).toBeLessThanOrEqual(text.length)
          }
        }
      }
    )
  )
})
