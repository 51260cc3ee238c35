import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutLead, cutTail } from '../../src/normalize/cut-lead.ts'

describe('cutLead cuts', () => {
  test.each([
    { lead: 'BEIJING, April 10 (Xinhua) -- ', text: 'China will build more computing power.' },
    { lead: 'Berlin/Paris (dpa/AFP) - ', text: 'Die Minister trafen sich am Montag.' },
    { lead: '(AFP) – ', text: 'The minister said on Monday.' },
    { lead: 'KINGSTON, Jamaica, Aug 21 (JIS) — ', text: 'The Government has opened a centre.' },
    { lead: 'NEW YORK, Aug 21 — ', text: 'Stocks fell on Monday.' },
    { lead: '(ANSA) - ROMA, 21 AGO - ', text: 'Il governo ha deciso.' },
    { lead: 'МОСКВА, 21 августа. /ТАСС/. ', text: 'Правительство приняло решение.' },
    { lead: 'МОСКВА, 21 авг — РИА Новости. ', text: 'Правительство приняло решение.' },
    { lead: '(서울=연합뉴스) 홍길동 기자 = ', text: '정부는 오늘 새로운 계획을 발표했다.' },
    { lead: '【ソウル聯合ニュース】', text: '韓国政府は今日、計画を発表した。' },
    { lead: '本报讯（记者 张三）', text: '近日，北京经开区发布政策。' },
    { lead: '本报北京8月21日电 （记者李四、王五）', text: '近日，财政部发布政策。' },
    { lead: '新华社北京8月21日电 ', text: '国务院今天召开常务会议。' },
    { lead: '（中央社記者王小明台北21日電）', text: '行政院今天表示將推動計畫。' },
    { lead: '〔記者王小明／台北報導〕', text: '台北市政府今天宣布計畫。' },
    { lead: '發稿單位：新聞處 發稿時間：115年5月28日 15:40 發稿人：王小明 ', text: '市政府今日舉辦論壇。' },
    { lead: '發稿單位：新聞處發稿時間：115年8月20日16:10發稿人：王小明 ', text: '市政府今日舉辦論壇。' },
    { lead: '发布时间：2024-04-10 来源：经开区 浏览次数：120 ', text: '北京经开区近日发布政策。' },
    { lead: 'By LI LEI | City Daily | Updated: 2024-04-10 07:20 ', text: 'The zone will open a centre.' },
    { lead: 'Xinhua | Updated: 2024-04-10 09:12 ', text: 'The zone will open a centre.' }
  ])('$lead', ({ lead, text }) => {
    expect(cutLead(lead + text)).toBe(text)
  })
})

describe('cutLead keeps', () => {
  test.each([
    ['NASA – the US space agency – said on Monday'],
    ['UNESCO - The organisation met in Paris'],
    ['COVID-19 - cases rise again'],
    ['Apple Inc (AAPL) - shares rise in New York'],
    ['8月21日，北京经开区发布了新的政策'],
    ['财政部8月21日消息：前7月收入增长'],
    ['記者會今天舉行，市長出席並致詞'],
    ['AI - a new frontier for regions'],
    ['Paris is the host of the summit'],
    ['时间：8月21日 地点：市政厅会议室']
  ])('%s', (text) => {
    expect(cutLead(text)).toBe(text)
  })

  test('text of which nothing else would be left', () => {
    expect(cutLead('新华社北京8月21日电')).toBe('新华社北京8月21日电')
  })
})

test('cutLead gives an end of any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => text.endsWith(cutLead(text))))
})

test.each([
  { text: 'The minister spoke. The post Minister speaks appeared first on Gov News.', rest: 'The minister spoke.' },
  { text: 'A summary that goes on […]', rest: 'A summary that goes on' },
  { text: 'The minister spoke. Continue reading →', rest: 'The minister spoke.' },
  { text: 'The post was vacant since May.', rest: 'The post was vacant since May.' }
])('cutTail: $text', ({ text, rest }) => {
  expect(cutTail(text)).toBe(rest)
})
