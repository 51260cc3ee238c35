import { expect, test } from 'vitest'
import { personNames } from '../../src/parse/person-name.ts'

test.each<[string, readonly string[]]>([
  ["p.o'vale@eddon.example (P O'Vale)", ["P O'Vale"]],
  ['web@eddon.example (Web (Press))', ['Web (Press)']],
  ['web@eddon.example（张三）', ['张三']],
  ['web@eddon.example ()', ['web@eddon.example']],
  ['web@eddon.example, Ann Ash', ['Ann Ash']],
  ['web@eddon.example - Ann Ash', ['Ann Ash']],
  ['Ann Ash <ann@eddon.example>', ['Ann Ash']],
  ['"Ash, Ann" <ann@eddon.example>', ['Ash, Ann']],
  ['Ann Ash (mailto:ann@eddon.example)', ['Ann Ash']],
  ['Ann Ash [ann@eddon.example]', ['Ann Ash']],
  ['Ann (Press) <ann@eddon.example>', ['Ann (Press)']],
  ['Ann Ash, ann@eddon.example', ['Ann Ash']],
  ['Ann Ash ann@eddon.example', ['Ann Ash']],
  ['mailto:ann@eddon.example', ['ann@eddon.example']],
  ['<ann@eddon.example>', ['ann@eddon.example']],
  ['ann@eddon.example (Ann), bo@eddon.example (Bo)', ['Ann', 'Bo']],
  ['Ann <ann@eddon.example>; Bo <bo@eddon.example>', ['Ann', 'Bo']],
  ['Ash, Ann', ['Ash, Ann']],
  ['Ann Ash and Bo Vale', ['Ann Ash and Bo Vale']],
  ['新华社记者 张三', ['新华社记者 张三']]
])('personNames reads %s', (text, names) => {
  expect(personNames(text)).toEqual(names)
})

test.each([
  ['(', 2_000],
  ['a@', 1_000],
  ['a@b ', 500],
  ['- ', 1_000],
  ['"a" ', 500]
])('personNames is quick with many of %j', (piece, times) => {
  expect(personNames(piece.repeat(times)).length).toBeLessThanOrEqual(50)
})
