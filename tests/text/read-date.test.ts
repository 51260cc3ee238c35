import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDate } from '../../src/text/read-date.ts'

describe('readDate reads', () => {
  test.each([
    { name: 'RFC 822', text: 'Thu, 01 Jan 2004 19:48:21 GMT', at: '2004-01-01T19:48:21Z' },
    { name: 'RFC 822 with a two-digit year', text: 'Thu, 01 Jan 04 19:48:21 GMT', at: '2004-01-01T19:48:21Z' },
    { name: 'RFC 822 without weekday, seconds or zone', text: '9 Dec 2016 12:00', at: '2016-12-09T12:00:00Z' },
    { name: 'RFC 822 with the zone glued on', text: 'Tue, 27 Dec 2005 13:08:54+0900', at: '2005-12-27T04:08:54Z' },
    { name: 'a zone in letters', text: 'Wed, 10 Feb 2021 22:46:00 EST', at: '2021-02-11T03:46:00Z' },
    { name: 'a zone of IANA', text: 'Fri, 31 Mar 2023 20:19:00 America/Los_Angeles', at: '2023-04-01T03:19:00Z' },
    { name: 'a zone after GMT', text: 'Thu, 29 Oct 2020 07:36:03 GMT-07:00', at: '2020-10-29T14:36:03Z' },
    { name: 'a zone explained', text: 'Thu Nov 12 2020 17:00:00 GMT+0000 (Coordinated Universal Time)', at: '2020-11-12T17:00:00Z' },
    { name: 'a zone cut short', text: '2017-06-13T03:18:00+05:3', at: '2017-06-12T21:48:00Z' },
    { name: 'Eastern time in summer', text: 'April 10, 2024 8:00 a.m. ET', at: '2024-04-10T12:00:00Z' },
    { name: 'Pacific time in winter', text: 'January 10, 2024 8:00 a.m. PT', at: '2024-01-10T16:00:00Z' },
    { name: 'RFC 822 with a Chinese month', text: '星期三, 10 四月 2024 08:30:00 +0800', at: '2024-04-10T00:30:00Z' },
    { name: 'RFC 822 with a numbered Japanese month', text: '水, 10 4月 2024 08:30:00 +0900', at: '2024-04-09T23:30:00Z' },
    { name: 'RFC 822 with a Korean month', text: '수, 10 4월 2024 08:30:00 +0900', at: '2024-04-09T23:30:00Z' },
    { name: 'a Chinese month before the day', text: '十二月 25, 2024', at: '2024-12-25T00:00:00Z' },
    { name: 'a Vietnamese weekday by number', text: 'T4, 10/04/2024 - 08:30', at: '2024-04-10T08:30:00Z' },
    { name: 'a Vietnamese month in words', text: 'Thứ Tư, 10 tháng Tư 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'a Hijri year by its number', text: '1445/10/01', at: '2024-04-10T00:00:00Z' },
    { name: 'a Solar Hijri year by its number', text: '1403/01/22', at: '2024-04-10T00:00:00Z' },
    { name: 'a date of ASP.NET', text: '/Date(1712707200000+0800)/', at: '2024-04-10T00:00:00Z' },
    { name: 'a date of a server log', text: '10/Apr/2024:08:30:00 +0800', at: '2024-04-10T00:30:00Z' },
    { name: 'a leap second', text: '2016-12-31T23:59:60Z', at: '2016-12-31T23:59:59Z' },
    { name: 'midnight as 24:00', text: '2024-04-10 24:00', at: '2024-04-11T00:00:00Z' },
    { name: 'W3CDTF with fractions', text: '2007-04-23T23:25:47.538+10:00', at: '2007-04-23T13:25:47.538Z' },
    { name: 'a W3CDTF month', text: '2003-12', at: '2003-12-01T00:00:00Z' },
    { name: 'a Thai month of single letters', text: '9 มี.ค. 2569', at: '2026-03-09T00:00:00Z' },
    { name: 'an hour of ISO 8601 without minutes', text: '2014-11-05T19+0100', at: '2014-11-05T18:00:00Z' },
    { name: 'an ISO ordinal date', text: '2003-335', at: '2003-12-01T00:00:00Z' },
    { name: 'an ISO week date', text: '2004-W01-1', at: '2003-12-29T00:00:00Z' },
    { name: 'ISO basic form', text: '20240410T101112Z', at: '2024-04-10T10:11:12Z' },
    { name: 'seconds since 1970', text: '1520932969', at: '2018-03-13T09:22:49Z' },
    { name: 'asctime', text: 'Sun Jan  4 16:29:06 2004', at: '2004-01-04T16:29:06Z' },
    { name: 'asctime with a zone before the year', text: 'Sun Jul 15 01:16:00 +0000 2012', at: '2012-07-15T01:16:00Z' },
    { name: 'a month name and AM/PM', text: 'Friday, January 29, 2021 04:42 PM', at: '2021-01-29T16:42:00Z' },
    { name: 'noon and midnight in halves', text: 'January 29, 2021 12:05 a.m.', at: '2021-01-29T00:05:00Z' },
    { name: 'a dotted date', text: '07.02.2025', at: '2025-02-07T00:00:00Z' },
    { name: 'a slashed date told by its weekday', text: 'Fri, 05/03/2019 - 15:21', at: '2019-05-03T15:21:00Z' },
    { name: 'a slashed date told by its day', text: 'Fri, 26/06/2020', at: '2020-06-26T00:00:00Z' },
    { name: 'a slashed date with AM/PM, as written in the United States', text: '1/2/2024 3:04:05 PM', at: '2024-01-02T15:04:05Z' },
    { name: 'an ordinal', text: 'Mon, 16th Nov 2020 13:16:28 GMT', at: '2020-11-16T13:16:28Z' },
    { name: 'Chinese', text: '2024年04月10日', at: '2024-04-10T00:00:00Z' },
    { name: 'Chinese with a clock', text: '2024年4月10日 下午3时05分', at: '2024-04-10T15:05:00Z' },
    { name: 'Chinese numerals', text: '二〇二四年四月十日', at: '2024-04-10T00:00:00Z' },
    { name: 'the Republic of China', text: '114年10月8日16:00', at: '2025-10-08T16:00:00Z' },
    { name: 'the Republic of China by name', text: '民國94年1月2日', at: '2005-01-02T00:00:00Z' },
    { name: 'a Japanese era', text: '令和6年4月10日（水）10時30分', at: '2024-04-10T10:30:00Z' },
    { name: 'the first year of an era', text: '令和元年5月1日', at: '2019-05-01T00:00:00Z' },
    { name: 'Korean', text: '2004년 05월 28일 오후 01:31:15', at: '2004-05-28T13:31:15Z' },
    { name: 'the Buddhist era', text: '10 เม.ย. 2567', at: '2024-04-10T00:00:00Z' },
    { name: 'the Buddhist era in Thai digits', text: '๑๐ เมษายน ๒๕๖๗', at: '2024-04-10T00:00:00Z' },
    { name: 'the Solar Hijri calendar', text: '۱۴۰۳/۰۱/۲۲', at: '2024-04-10T00:00:00Z' },
    { name: 'a Persian month', text: '22 فروردین 1403', at: '2024-04-10T00:00:00Z' },
    { name: 'a lunar Hijri month', text: '9 رمضان 1445', at: '2024-03-19T00:00:00Z' },
    { name: 'Arabic digits', text: '١٠ أبريل ٢٠٢٤', at: '2024-04-10T00:00:00Z' },
    { name: 'Levantine Arabic', text: '10 نيسان 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'Hebrew', text: '10 באפריל 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'Hindi', text: '१० अप्रैल २०२४', at: '2024-04-10T00:00:00Z' },
    { name: 'French', text: 'mar., 01 déc. 2020 16:11:02 +0000', at: '2020-12-01T16:11:02Z' },
    { name: 'Spanish', text: '10 de abril de 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'German', text: 'Do, 29 Mär 2018 00:00:00 +0200', at: '2018-03-28T22:00:00Z' },
    { name: 'Czech in the genitive', text: '10. dubna 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'Hungarian', text: '2024. április 10.', at: '2024-04-10T00:00:00Z' },
    { name: 'Russian', text: '10 апр. 2024 г., 14:30', at: '2024-04-10T14:30:00Z' },
    { name: 'Greek', text: 'Κυρ, 11 Ιούλ 2004 12:00:00 EST', at: '2004-07-11T17:00:00Z' },
    { name: 'Finnish', text: '10. huhtikuuta 2024 klo 14.30', at: '2024-04-10T14:30:00Z' },
    { name: 'Turkish', text: '10 Nisan 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'Vietnamese', text: 'ngày 10 tháng 4 năm 2024', at: '2024-04-10T00:00:00Z' },
    { name: 'Lithuanian', text: '2024 m. balandžio 10 d.', at: '2024-04-10T00:00:00Z' },
    { name: 'fullwidth digits', text: '２０２４－０４－１０', at: '2024-04-10T00:00:00Z' }
  ])('$name: $text', ({ text, at }) => {
    expect(readDate(text)).toBe(Date.parse(at))
  })
})

test.each([
  { name: 'a zone-less time', text: '2024-04-10 08:30', timeZone: 'Asia/Shanghai', at: '2024-04-10T00:30:00Z' },
  { name: 'a day', text: '2024-04-10', timeZone: 'Asia/Shanghai', at: '2024-04-09T16:00:00Z' },
  { name: 'a time in summer', text: '10.07.2024 12:00', timeZone: 'Europe/Berlin', at: '2024-07-10T10:00:00Z' },
  { name: 'CST in Asia', text: 'Wed, 10 Apr 2024 08:00:00 CST', timeZone: 'Asia/Shanghai', at: '2024-04-10T00:00:00Z' },
  { name: 'an ambiguous date where the month comes first', text: '04/10/2024', timeZone: 'America/New_York', at: '2024-04-10T04:00:00Z' },
  { name: 'two digits for a Korean year', text: '26.10.28.', timeZone: 'Asia/Seoul', at: '2026-10-27T15:00:00Z' },
  { name: 'a zone of its own, which wins', text: '2024-04-10T08:30:00Z', timeZone: 'Asia/Shanghai', at: '2024-04-10T08:30:00Z' }
])("readDate reads $name in the feed's zone", ({ text, timeZone, at }) => {
  expect(readDate(text, { timeZone })).toBe(Date.parse(at))
})

test('a date without a year is the latest that is not in the future, and none without a clock to go by', () => {
  const now = Date.parse('2024-02-01T00:00:00Z')
  expect(readDate('04-10', { now })).toBe(Date.parse('2023-04-10T00:00:00Z'))
  expect(readDate('04.10.', { now })).toBe(Date.parse('2023-10-04T00:00:00Z'))
  expect(readDate('04-10', { now, timeZone: 'Asia/Shanghai' })).toBe(Date.parse('2023-04-09T16:00:00Z'))
  expect(readDate('Jan 31', { now })).toBe(Date.parse('2024-01-31T00:00:00Z'))
  expect(readDate('Jan 31')).toBeNull()
})

test.each([
  '',
  '  ',
  'invalid',
  '99',
  '22013',
  '{{item.published}}',
  '2013-xx-27',
  '2003-02-30',
  '2003-13-01',
  '0000-00-00 00:00:00',
  '0001-01-01T00:00:00',
  'Sun, 99 Jun 2009 12:00:00 GMT',
  'Sun, 16 zzz 2012 11:47:32 GMT',
  'Sun, 16 Dec zz 11:47:32 GMT',
  'Sun, 16 Dec 2012 1:2:3:4 GMT',
  'Sun, 16 Dec 2012 11:47:32 +zz:00',
  '2003-12-31T25:14:55Z',
  '2003-12-31T10:61:55Z',
  '9999-12-31T23:59:59-99:99',
  '2013-01-27-01',
  'in 3 of 5 cases',
  '1'.repeat(200)
])('readDate finds no date in "%s"', (text) => {
  expect(readDate(text)).toBeNull()
})

test('readDate reads back what Date writes, and gives a value for any text', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1500-01-01'), max: new Date('2399-12-31'), noInvalidDate: true }), (date) => {
      const seconds = Math.floor(date.getTime() / 1000) * 1000
      expect(readDate(date.toISOString())).toBe(date.getTime())
      expect(readDate(date.toUTCString())).toBe(seconds)
    })
  )
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d :年月日/.+-]{0,40}$/)), (text) => {
      const at = readDate(text)
      expect(at === null || Number.isSafeInteger(at)).toBe(true)
    })
  )
})
