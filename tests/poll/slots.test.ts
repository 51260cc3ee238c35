import { expect, test } from 'vitest'
import { createSlots } from '../../src/poll/slots.ts'

test('so many at once, the others in the order they came', async () => {
  const slots = createSlots(2)
  const came: number[] = []
  for (const number of [1, 2, 3, 4]) void slots.take().then(() => came.push(number))
  await Promise.resolve()
  await Promise.resolve()
  expect(came).toEqual([1, 2])
  slots.free()
  slots.free()
  await Promise.resolve()
  await Promise.resolve()
  expect(came).toEqual([1, 2, 3, 4])
})
