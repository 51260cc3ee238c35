import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseOpml } from '../../src/parse/parse-opml.ts'

const read = (xml: string) => parseOpml(Buffer.from(xml))

test('feeds come with their title, homepage, language and the groups around them', () => {
  expect(
    read(`<?xml version="1.0"?><opml version="2.0"><head><title>My feeds</title></head><body>
    <outline text="Asia"><outline text="Japan &amp; Korea">
      <outline type="rss" text="METI" title="METI &lt;news&gt;" xmlUrl="https://meti.example/rss?a=1&amp;b=2" htmlUrl="https://meti.example/" language="ja"/>
    </outline></outline>
    <outline text="Town" xmlUrl="http://town.example/feed"/></body></opml>`)
  ).toEqual([
    {
      feedUrl: 'https://meti.example/rss?a=1&b=2',
      title: 'METI <news>',
      homepage: 'https://meti.example/',
      language: 'ja',
      groups: ['Asia', 'Japan & Korea']
    },
    { feedUrl: 'http://town.example/feed', title: 'Town', groups: [] }
  ])
})

test.each([
  [
    'unquoted and single-quoted attributes, other case',
    "<OPML><BODY><Outline TEXT='a' XMLURL=http://a.example/x></Outline></BODY></OPML>",
    ['http://a.example/x']
  ],
  [
    'a document that is cut off',
    '<opml><body><outline text="g"><outline xmlUrl="http://a.example/1"/><outline xmlUrl="http://a.ex',
    ['http://a.example/1']
  ],
  ['a bare ampersand', '<opml><body><outline text="R&D" xmlUrl="http://a.example/?a&b"/></body></opml>', ['http://a.example/?a&b']],
  ['no feeds', '<opml version="2.0"><body/></opml>', []]
])('it is read with %s', (_name, xml, urls) => {
  expect(read(xml)?.map(({ feedUrl }) => feedUrl)).toEqual(urls)
})

test.each(['', '<rss><outline xmlUrl="http://a.example/"/></rss>', '<html></html>', '{}'])('%j is no such list', (text) => {
  expect(read(text)).toBeNull()
})

test('a list may be in any encoding', () => {
  const bytes = Buffer.from(
    '<?xml version="1.0" encoding="windows-1252"?><opml><body><outline text="D\u00f6beln" xmlUrl="http://d.example/"/></body></opml>',
    'latin1'
  )
  expect(parseOpml(bytes)?.[0]?.title).toBe('Döbeln')
})

test('it is read up to a limit, and deep groups keep no more than sixteen names', () => {
  expect(read(`<opml>${'<outline xmlUrl="http://a.example/"/>'.repeat(20_100)}</opml>`)).toHaveLength(20_000)
  expect(read(`<opml>${'<outline text="g">'.repeat(1_000)}<outline xmlUrl="http://a.example/"/></opml>`)?.[0]?.groups).toHaveLength(16)
})

test('any bytes give a list or none, never a throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseOpml(bytes)))
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void read(`<opml>${text}`)))
})
