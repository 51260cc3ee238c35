import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../src/model/item.ts'
import { normalizeItem } from '../../src/normalize/normalize-item.ts'

const now = Date.UTC(2026, 10, 23)
const context = { feedUrl: 'https://example.org/feed.xml', now }
const blank: Item = { authors: [], categories: [], enclosures: [] }

function draft(item: Partial<Item>) {
  return normalizeItem({ ...blank, title: 'City opens centre', ...item }, context)!
}

describe('title', () => {
  test.each([
    { name: 'is plain', item: { title: '<b>R&amp;amp;D</b> &#8211; 5 &lt; 6' }, title: 'R&D – 5 < 6' },
    { name: 'may speak of tags', item: { title: 'The <b> & <i> of List<String>' }, title: 'The <b> & <i> of List<String>' },
    { name: 'may be nothing but a tag', item: { title: '<b>' }, title: '<b>' },
    { name: 'may speak of tags in references', item: { title: 'The &lt;b&gt; tag' }, title: 'The <b> tag' },
    { name: 'loses markup that was meant', item: { title: 'CO<sub>2</sub> tax<br>rises <a href="/x">here' }, title: 'CO2 tax rises here' },
    {
      name: 'comes from the text when missing',
      item: { summary: '<p>The city opened a centre. It is large.</p>' },
      title: 'The city opened a centre.'
    },
    {
      name: 'comes from the address when there is no text',
      item: { url: 'https://example.org/2024/city-opens-centre.html' },
      title: 'city opens centre'
    },
    { name: 'comes from the host at last', item: { url: 'https://example.org/1' }, title: 'example.org/1' },
    { name: 'is not a template', item: { title: '{{title}}', summary: 'The city opened a centre' }, title: 'The city opened a centre' },
    { name: 'is not "undefined"', item: { title: 'undefined', summary: 'The city opened a centre' }, title: 'The city opened a centre' }
  ])('$name', ({ item, title }) => {
    expect(normalizeItem({ ...blank, ...item }, context)?.title).toBe(title)
  })

  test('has at most 500 code points', () => {
    expect([...draft({ title: '算'.repeat(9_000) }).title].length).toBe(500)
  })

  test.each([
    { name: 'nothing', item: {} },
    { name: 'templates', item: { title: '{{title}}', url: '{{link}}', summary: '{{ text }}' } },
    { name: 'a link back to the feed', item: { url: '' } },
    { name: 'a refused link', item: { url: 'javascript:alert(1)' } }
  ])('an item with $name is no draft', ({ item }) => {
    expect(normalizeItem({ ...blank, ...item }, context)).toBeNull()
  })
})

describe('summary and content', () => {
  test('the summary is clipped plain text without its lead', () => {
    const { summary } = draft({ summary: `BEIJING, April 10 (Xinhua) -- <b>China</b> ${'builds '.repeat(200)}` })
    expect(summary.startsWith('China builds')).toBe(true)
    expect(summary.endsWith('builds…')).toBe(true)
    expect([...summary].length).toBeLessThanOrEqual(500)
  })

  test('the content gives the summary when there is none, or when it only repeats the title', () => {
    expect(draft({ content: '<p>It is large.</p>' }).summary).toBe('It is large.')
    expect(draft({ summary: 'City opens centre', content: '<p>It is large.</p>' }).summary).toBe('It is large.')
  })

  test('content escaped once too often is read as HTML', () => {
    expect(draft({ content: '&lt;p&gt;Large &amp;amp; new&lt;/p&gt;' }).contentHtml).toBe('<p>Large &amp; new</p>')
  })

  test('plain text becomes paragraphs', () => {
    expect(draft({ content: 'One & two\n\nThree < four' }).contentHtml).toBe('<p>One &amp; two</p>\n<p>Three &lt; four</p>')
  })

  test('hostile content is made safe', () => {
    expect(draft({ content: '<p onclick=x>a<script>b</script></p>' }).contentHtml).toBe('<p>a</p>')
  })
})

describe('times', () => {
  test.each([
    { name: 'a date', published: '2026-11-20T10:00:00Z', at: Date.UTC(2026, 10, 20, 10) },
    { name: 'tomorrow', published: '2026-11-24T00:00:00Z', at: Date.UTC(2026, 10, 24) },
    { name: 'three days ahead', published: '2026-11-26T00:00:01Z', at: null },
    { name: '1970', published: '1970-01-01T00:00:00Z', at: null },
    { name: 'no date', published: '{{item.published}}', at: null }
  ])('$name', ({ published, at }) => {
    expect(draft({ published }).publishedAt).toBe(at)
    expect(draft({ published }).publishedFrom).toBe(at === null ? null : 'feed')
  })

  test('say where they were read', () => {
    expect(draft({ published: '2026-11-20T10:00:00Z', publishedFrom: 'url' }).publishedFrom).toBe('url')
  })
})

describe('the rest', () => {
  test('authors are names', () => {
    const authors = [
      'press@example.org (Ada Lovelace)',
      'Ada Lovelace',
      'Grace Hopper <g@example.org>',
      'noreply@example.org',
      '{{author}}',
      '<b>Li</b>'
    ]
    expect(draft({ authors }).authors).toEqual(['Ada Lovelace', 'Grace Hopper', 'Li'])
  })

  test('categories are distinct and at most 32', () => {
    const categories = draft({
      categories: ['AI', 'ai', '<b>R&amp;D</b>', ...Array.from({ length: 99 }, (_, index) => `c${index}`)]
    }).categories
    expect(categories.slice(0, 3)).toEqual(['AI', 'R&D', 'c0'])
    expect(categories).toHaveLength(32)
  })

  test('enclosures have checked addresses, types and lengths', () => {
    const enclosures = [
      { url: 'https://example.org/a.PDF', type: 'Application/PDF; x=y', length: 5 },
      { url: 'file:///etc/passwd' },
      { url: '/b.mp3', type: 'not a type', length: -1 }
    ]
    expect(draft({ enclosures }).enclosures).toEqual([
      { url: 'https://example.org/a.PDF', type: 'application/pdf', length: 5 },
      { url: 'https://example.org/b.mp3' }
    ])
    expect(draft({ enclosures: Array.from({ length: 99 }, (_, index) => ({ url: `/${index}` })) }).enclosures).toHaveLength(16)
  })

  test('the picture may be an enclosure', () => {
    expect(draft({ enclosures: [{ url: '/a.jpg', type: 'image/jpeg' }] }).imageUrl).toBe('https://example.org/a.jpg')
  })

  test('ids are kept as they are, but never endless', () => {
    expect(draft({ id: 'Tag:X,2024:%7e ' }).guid).toBe('Tag:X,2024:%7e')
    expect(draft({ id: 'x'.repeat(99_999) }).guid).toMatch(/^sha256:[a-z2-7]{26}$/)
    expect(draft({ id: '{{guid}}' }).guid).toBeNull()
  })

  test('alternates keep language tags and addresses', () => {
    expect(draft({ alternates: { fr: '/fr/1', 'no tag': '/x', de: 'javascript:x' } }).alternates).toEqual({
      fr: 'https://example.org/fr/1'
    })
  })
})

test('any item gives a draft with clean fields, or none, and never throws', () => {
  const text = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('<p>', '&amp;lt;b&amp;gt;', '{{x}}', 'https//example.org')),
    { nil: undefined }
  )
  const item = fc.record({
    id: text,
    url: text,
    title: text,
    published: text,
    updated: text,
    summary: text,
    content: text,
    language: text,
    image: text,
    authors: fc.array(fc.string({ unit: 'binary' })),
    categories: fc.array(fc.string({ unit: 'binary' })),
    enclosures: fc.array(fc.record({ url: fc.string() }))
  })
  fc.assert(
    fc.property(item, (fields) => {
      const result = normalizeItem(fields as Item, context)
      if (result === null) return
      for (const value of [result.title, result.summary, ...result.authors, ...result.categories]) {
        expect(value.isWellFormed()).toBe(true)
        expect(value).not.toMatch(/[\0-\x1f\x7f-\x9f]/)
      }
      expect(result.title).not.toBe('')
    })
  )
})
