import { describe, expect, test } from 'vitest'
import { hash32, hash52, hashBeside, hashText, hashWithin } from '../../src/text/hash.ts'

describe('names of one group', () => {
  const [one, other] = [hashWithin('town-news', 'id:1'), hashWithin('town-news', 'id:2')]

  test('begin alike, in no other way', () => {
    expect(one.slice(0, 6)).toBe(other.slice(0, 6))
    expect(one.slice(6)).not.toBe(other.slice(6))
    expect(hashWithin('rival-news', 'id:1').slice(0, 6)).not.toBe(one.slice(0, 6))
    expect(hashWithin('rival-news', 'id:1').slice(6)).not.toBe(one.slice(6))
  })

  test('have the form of all names, and are the same again', () => {
    expect(one).toMatch(/^[a-z2-7]{26}$/)
    expect(hashWithin('town-news', 'id:1')).toBe(one)
  })

  test('stand beside a name of the group', () => {
    expect(hashBeside(one, 'article', one)).toBe(one.slice(0, 6) + hashText('article', one).slice(6))
  })

  test.each(['line 1', '', 'UPPER', 'a'.repeat(27)])('stand beside nothing where a text is no such name: %j', (text) => {
    expect(hashBeside(text, 'article', text)).toBe(hashText('article', text))
  })
})

describe('hash52', () => {
  test.each([[['url', 'https://a.example/']], [['title', '']], [['a', 'b', 'ü漢']], [['one']]] as const)(
    'is made of two hashes of all parts: %j',
    (parts) => {
      const text = parts.join('\0')
      expect(hash52(...parts)).toBe(0x1_0000_0000 + hash32(text) * 0x8_0000 + (hash32(`\u0001${text}`) >>> 13))
    }
  )

  test('a part of a text is hashed as if it were cut out', () => expect(hash32('the park', 4, 7)).toBe(hash32('par')))
})
