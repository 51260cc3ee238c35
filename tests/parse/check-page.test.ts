import { expect, test } from 'vitest'
import type { PageConfig } from '../../src/config/schema.ts'
import { checkPage } from '../../src/parse/check-page.ts'

function page(part: Partial<PageConfig>): PageConfig {
  return { item: 'ul.list li', link: 'a@href', url_date: true, ...part }
}

test.each<{ name: string; part: Partial<PageConfig> }>([
  { name: 'plain ones', part: { title: 'h3 > a', summary: 'p:not(.meta)', date: 'span.date' } },
  { name: 'attributes, of the item itself too', part: { title: 'a@title', link: '@href', summary: '@data-text' } },
  { name: 'those that cheerio adds', part: { item: 'table tr:gt(0)', title: 'td:eq(1)', summary: 'td:contains("x")' } },
  { name: 'dates before the item, and by pattern', part: { date: '< h2.day' } },
  {
    name: 'patterns of text, which are none',
    part: { date: 'Updated: {yyyy-MM-dd}', article: { follow: true, date: '[{yyyy}', remove: [] } }
  },
  {
    name: 'patterns with a clock, and in Han',
    part: { date: '{yyyy年M月d日 HH:mm}', article: { follow: true, date: '{yyyy-MM-ddTHH:mm:ss}', remove: [] } }
  },
  { name: 'JSON without an item', part: { item: '', json: { in: 'script#data', items: '/list', title: '/t', link: '/l' } } }
])('takes $name', ({ part }) => {
  expect(checkPage(page(part))).toEqual([])
})

test.each<{ path: (string | number)[]; part: Partial<PageConfig>; quoted: string }>([
  { path: ['item'], part: { item: 'ul[' }, quoted: 'ul[' },
  { path: ['title'], part: { title: 'a:nope' }, quoted: 'a:nope' },
  { path: ['link'], part: { link: 'a@@href' }, quoted: 'a@' },
  { path: ['date'], part: { date: '< h2[day' }, quoted: 'h2[day' },
  { path: ['date'], part: { date: '<' }, quoted: '' },
  { path: ['summary'], part: { summary: 'p >> b' }, quoted: 'p >> b' },
  { path: ['records'], part: { records: 'script(' }, quoted: 'script(' },
  { path: ['json', 'in'], part: { json: { in: '#', items: '/list', title: '/t', link: '/l' } }, quoted: '#' },
  { path: ['article', 'body'], part: { article: { follow: true, body: 'div,', remove: [] } }, quoted: 'div,' },
  { path: ['article', 'remove', 1], part: { article: { follow: true, remove: ['.ad', ':share'] } }, quoted: ':share' }
])('names what is wrong at $path: $quoted', ({ path, part, quoted }) => {
  const mistakes = checkPage(page(part))
  expect(mistakes.map((one) => one.path)).toEqual([path])
  expect(mistakes[0]!.message).toContain(`"${quoted}" is no CSS selector`)
})

test.each<{ path: (string | number)[]; part: Partial<PageConfig>; message: string }>([
  { path: ['date'], part: { date: '{yyyy-MM-ddd}' }, message: 'no date is found by "{yyyy-MM-ddd}": "ddd" is no part of a date' },
  { path: ['date'], part: { date: 'on {foo}' }, message: '"foo" is no part of a date' },
  { path: ['date'], part: { date: '{MM-dd}' }, message: 'it has no year' },
  { path: ['date'], part: { date: '{yyyy-MM-dd' }, message: 'it has no date in braces' },
  { path: ['article', 'date'], part: { article: { follow: true, date: '{y}', remove: [] } }, message: '"y" is no part of a date' },
  { path: ['link'], part: { link: 'a@href@x' }, message: 'one "@" names an attribute' },
  {
    path: ['json', 'items'],
    part: { json: { items: 'data', title: '/t', link: '/news/{id}.html' } },
    message: '"data" is no JSON pointer; write "/data"'
  }
])('names what is wrong at $path: $message', ({ path, part, message }) => {
  const mistakes = checkPage(page(part))
  expect(mistakes.map((one) => one.path)).toEqual([path])
  expect(mistakes[0]!.message).toContain(message)
})
