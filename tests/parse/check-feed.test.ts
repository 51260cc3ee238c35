import { expect, test } from 'vitest'
import { checkFeed } from '../../src/parse/check-feed.ts'

test.each(['utf-8', 'Windows-1251', 'GBK', 'shift_jis', 'cp949', 'big5', 'iso-8859-15'])('%s is an encoding', (encoding) => {
  expect(checkFeed({ encoding })).toEqual([])
})

test('another word is none, and mistakes of the page stand below it', () => {
  const page = { item: 'li', link: 'a@@href', url_date: true }
  expect(checkFeed({ encoding: 'utf-9', page }).map(({ path }) => path)).toEqual([['page', 'link'], ['encoding']])
  expect(checkFeed({ encoding: 'utf-9' })[0]!.message).toBe(
    '"utf-9" is no encoding; write one such as "windows-1251", "gb18030" or "shift_jis"'
  )
})
