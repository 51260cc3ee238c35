import { describe, expect, test } from 'vitest'
import { languageNeutralUrl, urlPathTail } from '../../src/text/url-forms.ts'

describe('languageNeutralUrl joins', () => {
  test.each([
    { name: 'a folder', a: 'https://eu.example/commission/en/ip_24_1', b: 'https://eu.example/commission/fr/ip_24_1' },
    { name: 'the end of a file name', a: 'https://eu.example/doc/IPR123_EN.html', b: 'https://eu.example/doc/IPR123_DE.html' },
    { name: 'a parameter', a: 'https://eu.example/a?id=1&lang=fr', b: 'https://eu.example/a?id=1&lang=de-CH' },
    { name: 'a host label', a: 'https://en.gov.example/a/1', b: 'https://zh.gov.example/a/1' },
    { name: 'a script', a: 'https://gov.example/zh-hant/a', b: 'https://gov.example/zh_Hans/a' }
  ])('$name', ({ a, b }) => {
    expect(languageNeutralUrl(a)).toBe(languageNeutralUrl(b))
    expect(languageNeutralUrl(a)).toContain('*')
  })

  test.each(['https://gov.example/news/1', 'https://gov.example/a?id=de12'])('nothing for %s', (url) =>
    expect(languageNeutralUrl(url)).toBeNull()
  )
})

test.each([
  { url: 'https://www.etown.example/2024-04/10/c_978417.htm', tail: '2024-04/10/c_978417.htm' },
  { url: 'http://subsites.daily.example/city/etda/2024-04/10/c_978417.htm', tail: '2024-04/10/c_978417.htm' },
  { url: 'https://gov.example/zwgk/202404/t20240410_3215.html', tail: '202404/t20240410_3215.html' },
  { url: 'https://gov.example/news/index.html', tail: null },
  { url: 'https://gov.example/news/2024/04/opening-of-a-school', tail: null },
  { url: 'https://gov.example/News_1234.aspx?n=1&s=2', tail: null }
])('the path tail of $url is $tail', ({ url, tail }) => expect(urlPathTail(url)).toBe(tail))
