import { expect, test } from 'vitest'
import { createStatementNames } from '../../src/store/statement-names.ts'

test('a statement has a name from its third use on, and another one after everything was forgotten', () => {
  const names = createStatementNames()
  expect([1, 2, 3, 4].map(() => names.of('select 1'))).toEqual([{}, {}, { name: 'courant_0_0' }, { name: 'courant_0_0' }])
  names.forget()
  expect([1, 2, 3].map(() => names.of('select 1')).at(-1)).toEqual({ name: 'courant_1_0' })
})

test('connections keep a bounded number of statements', () => {
  const names = createStatementNames()
  const named = Array.from({ length: 400 }, (_, index) => [1, 2, 3].map(() => names.of(`select ${index}`)).at(-1)!).filter(
    ({ name }) => name !== undefined
  )
  expect(named).toHaveLength(250)
})
