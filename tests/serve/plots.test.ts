import { expect, test } from 'vitest'
import { hoursPlot } from '../../src/serve/plots.ts'

const HOUR_MS = 3_600_000
const TO = Date.UTC(2026, 10, 26, 17)

/** Where the bars of new entries begin, in a drawing 720 wide. */
function barsOf(hoursAgo: readonly number[]): readonly number[] {
  const hours = hoursAgo.map((hours) => ({ at: TO - hours * HOUR_MS, added: 7, failed: 0 }))
  const svg = hoursPlot(hours, TO - 48 * HOUR_MS, TO)
  return [...svg.matchAll(/<path d="M([\d.]+) [^"]*" fill="#0f6b78"/g)].map(([, x]) => Math.round(Number(x))).slice(-hoursAgo.length)
}

test('an hour stands at the same place, whether others have bars or not', () => {
  const [last] = barsOf([1])
  expect(last).toBeGreaterThan(690)
  expect(barsOf([47, 20, 1]).at(-1)).toBe(last)
})
