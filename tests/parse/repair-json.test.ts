import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repairJson } from '../../src/parse/repair-json.ts'

test.each([
  ['line breaks in a string', '{"a":"one\ntwo\t"}', { a: 'one\ntwo\t' }, true],
  ['commas before an end', '{"a":[1,2, ],"b":{"c":1,},}', { a: [1, 2], b: { c: 1 } }, true],
  ['a comment behind it', '{"a":"}"} <!-- cached -->', { a: '}' }, true],
  [
    'an end within a string',
    '{"t":1,"items":[{"id":"1"},{"id":"2","x":["y"]},{"id":"3","title":"cu',
    { t: 1, items: [{ id: '1' }, { id: '2', x: ['y'] }] },
    false
  ],
  ['an end between two items', '{"items":[{"id":"1"},', { items: [{ id: '1' }] }, false]
])('repairJson reads JSON with %s', (_name, written, value, complete) => {
  const repaired = repairJson(written)
  expect(JSON.parse(repaired?.text ?? 'null')).toEqual(value)
  expect(repaired?.complete).toBe(complete)
})

test.each(['{"a":1]', '[', '{"a":"b', '['.repeat(100)])('repairJson leaves %s', (written) => {
  expect(repairJson(written)).toBeNull()
})

test('repairJson changes no value that is JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const written = JSON.stringify([value])
      expect(repairJson(written)).toEqual({ text: written, complete: true })
    })
  )
})
