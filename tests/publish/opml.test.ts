import { parseOpml } from 'feedsmith'
import { expect, test } from 'vitest'
import { renderOpml } from '../../src/publish/opml.ts'
import { xmlFault } from './xml-fault.ts'

test('a subscription list is read back as it was', () => {
  const xml = renderOpml({
    title: 'Topics & more',
    ownerName: 'Example News',
    createdAt: 0,
    outlines: [
      {
        title: 'AI "native" < industry',
        feedUrl: 'https://news.example.org/ai.atom?a&b',
        htmlUrl: 'https://news.example.org/ai',
        language: 'zh-Hans',
        description: 'x'
      },
      {
        title: 'Regions',
        outlines: [
          { title: 'Beijing\b', feedUrl: 'https://news.example.org/bj.atom' },
          { title: 'bad', feedUrl: 'javascript:x' }
        ]
      }
    ]
  })
  expect(xmlFault(xml)).toBeNull()
  expect(parseOpml(xml)).toMatchObject({
    head: { title: 'Topics & more', ownerName: 'Example News' },
    body: {
      outlines: [
        { type: 'rss', text: 'AI "native" < industry', xmlUrl: 'https://news.example.org/ai.atom?a&b', language: 'zh-Hans' },
        { text: 'Regions', outlines: [{ text: 'Beijing', xmlUrl: 'https://news.example.org/bj.atom' }] }
      ]
    }
  })
  expect(xml).not.toContain('javascript')
})

test('an empty list is well-formed', () => {
  expect(xmlFault(renderOpml({ title: '', outlines: [] }))).toBeNull()
})
