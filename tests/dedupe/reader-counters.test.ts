import { expect, test } from 'vitest'
import { withoutCounters } from '../../src/dedupe/reader-counters.ts'

test.each([
  ['Forest path opened (100 views)', 'Forest path opened'],
  ['Forest path opened [12 comments]', 'Forest path opened'],
  ['Forest path opened – 1,204 reads', 'Forest path opened'],
  ['Открыта тропа (Просмотров: 41)', 'Открыта тропа'],
  ['森林步道开放 浏览次数：356次', '森林步道开放'],
  ['森林步道开放（阅读 1.2万）', '森林步道开放'],
  ['숲길 개방 (조회수 57)', '숲길 개방'],
  ['افتتاح الممر (٣٤ مشاهدة)', 'افتتاح الممر'],
  ['Waldweg eröffnet | 87 Aufrufe', 'Waldweg eröffnet']
])('%s', (title, without) => expect(withoutCounters(title)).toBe(without))

test.each([
  'Council reads 300 comments',
  'Bulletin 12',
  'Notice (12)',
  '12 views on the harbour',
  'Typhoon hits 3 towns (2026)',
  '第12号公告',
  'Forest  path'
])('%s stays as it is', (title) => expect(withoutCounters(title)).toBe(title))
