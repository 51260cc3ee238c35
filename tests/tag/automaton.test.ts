import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAutomaton } from '../../src/tag/automaton.ts'

test('finds every key wherever it stands, as a search for each one does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '算', '力'), maxLength: 60 })
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '算', '力'), minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(text, fc.array(key, { maxLength: 20 }), (where, keys) => {
      const found: string[] = []
      createAutomaton(keys).scan(where, (number, end) => found.push(`${number} ${end}`))
      const expected = keys.flatMap((one, number) => {
        const ends: string[] = []
        for (let at = where.indexOf(one); at !== -1; at = where.indexOf(one, at + 1)) ends.push(`${number} ${at + one.length}`)
        return ends
      })
      expect(found.sort()).toEqual(expected.sort())
    })
  )
})
