const DAY_S = 86_400

/**
 * Finds how soon after one run of a cron line the next can come, within a day and over midnight. Days, months and
 * weekdays are taken as if all were meant.
 * @returns milliseconds, or null for a line with fields we do not read
 */
export function shortestGapMs(cron: string): number | null {
  const fields = cron.trim().split(/\s+/)
  if (fields.length < 5 || fields.length > 6) return null
  const [seconds, minutes, hours] = [fields.length === 6 ? fields[0]! : '0', ...fields.slice(-5, -3)].map((field, index) =>
    readField(field!, index === 2 ? 23 : 59)
  )
  if (!seconds || !minutes || !hours) return null
  let first: number | null = null
  let last: number | null = null
  let gap = DAY_S
  for (const hour of hours) {
    for (const minute of minutes) {
      for (const second of seconds) {
        const at = hour * 3_600 + minute * 60 + second
        if (last !== null) gap = Math.min(gap, at - last)
        first ??= at
        last = at
      }
    }
  }
  if (first === null || last === null) return null
  return Math.min(gap, first + DAY_S - last) * 1_000
}

function readField(field: string, max: number): readonly number[] | null {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part)
    if (!match) return null
    const step = match[3] === undefined ? 1 : Number(match[3])
    const from = match[1] === undefined ? 0 : Number(match[1])
    const to = match[2] !== undefined ? Number(match[2]) : match[1] === undefined || match[3] !== undefined ? max : from
    if (step === 0) return null
    for (let value = from; value <= Math.min(to, max); value += step) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}
