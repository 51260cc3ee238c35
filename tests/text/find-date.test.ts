import { describe, expect, test } from 'vitest'
import { findDate, findDateByPattern, urlDate } from '../../src/text/find-date.ts'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

describe('findDateByPattern', () => {
  test.each([
    {
      name: 'day after a label',
      text: 'Home> Industries\n Updated:  2024-04-10 \n',
      pattern: 'Updated: {yyyy-MM-dd}',
      found: '2024-04-10T12:00:00.000Z'
    },
    {
      name: 'time too',
      text: '发布时间：2024-04-10 09:30 来源',
      pattern: '发布时间：{yyyy-MM-dd HH:mm}',
      found: '2024-04-10T09:30:00.000Z'
    },
    { name: 'other order', text: 'Stand: 7.2.2025', pattern: 'Stand: {d.M.yyyy}', found: '2025-02-07T12:00:00.000Z' },
    { name: 'label is not there', text: '2024-04-10', pattern: 'Updated: {yyyy-MM-dd}', found: null },
    { name: 'no such day', text: 'Updated: 2024-02-31', pattern: 'Updated: {yyyy-MM-dd}', found: null },
    {
      name: 'regular expression signs are literal',
      text: '(Date) 2024-04-10',
      pattern: '(Date) {yyyy-MM-dd}',
      found: '2024-04-10T12:00:00.000Z'
    }
  ])('$name', ({ text, pattern, found }) => {
    expect(iso(findDateByPattern(text, pattern))).toBe(found)
  })
})

describe('findDate', () => {
  test.each([
    { text: '[2024-04-10]', found: '2024-04-10T12:00:00.000Z' },
    { text: '2024年04月10日', found: '2024-04-10T12:00:00.000Z' },
    { text: '來源：市政府 114年10月8日16:00', found: '2025-10-08T16:00:00.000Z' },
    { text: 'Published on 10 April 2024 by the ministry', found: '2024-04-10T12:00:00.000Z' },
    { text: 'April 10, 2024', found: '2024-04-10T12:00:00.000Z' },
    { text: 'تاریخ خبر: ۲۰۲۴/۰۴/۱۰', found: '2024-04-10T12:00:00.000Z' },
    { text: '۶ آبان ۱۴۰۵ - ۱۴:۳۰', found: '2026-10-28T14:30:00.000Z' },
    { text: '10.04.2024', found: '2024-04-10T12:00:00.000Z' },
    { text: 'read more', found: null }
  ])('$text', ({ text, found }) => {
    expect(iso(findDate(text))).toBe(found)
  })

  test('a day is noon in its zone', () => {
    expect(iso(findDate('2024-04-10', { timeZone: 'Asia/Shanghai' }))).toBe('2024-04-10T04:00:00.000Z')
  })
})

describe('urlDate', () => {
  test.each([
    { url: 'http://a.example/202404/t20240410_3616921.html', found: '2024-04-10T12:00:00.000Z' },
    { url: 'http://a.example/2024-04/10/c_978417.htm', found: '2024-04-10T12:00:00.000Z' },
    { url: 'http://a.example/2024/04/10/title', found: '2024-04-10T12:00:00.000Z' },
    { url: 'http://a.example/safe/2026/0706/27661.html', found: '2026-07-06T12:00:00.000Z' },
    { url: 'http://a.example/202404/c_1.html', found: null },
    { url: 'http://a.example/id/20241399', found: null }
  ])('$url', ({ url, found }) => {
    expect(iso(urlDate(url))).toBe(found)
  })
})
