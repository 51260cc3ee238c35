/**
 * Reads what may stand for a time zone behind a time: `Z`, `+0800`, `+08:00`, `GMT+8`, `EDT`, `Europe/Brussels`.
 * @param text lower-case, trimmed
 * @param timeZone the zone the text was written in, which tells the three meanings of `cst` and `ist` apart
 * @returns minutes east of UTC, an IANA zone, or null when the text names none
 */
export function readZone(text: string, timeZone?: string): number | string | null {
  const numeric = /^(?:utc|gmt|ut|z)?\s?([+-])(\d{1,2}):?(\d{2})?$/.exec(text)
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    if (minutes > OFFSET_MINUTES_MAX || Number(numeric[3] ?? 0) > 59) return null
    return numeric[1] === '-' ? -minutes : minutes
  }
  if (text.includes('/')) return isZone(text) ? text : null
  const inAsia = timeZone !== undefined && timeZone.startsWith('Asia/')
  if (inAsia && text === 'cst') return 480
  if (timeZone === 'Asia/Jerusalem' && text === 'ist') return 120
  if (timeZone === 'Europe/Dublin' && text === 'ist') return 60
  return ZONES[text] ?? (/^[a-y]$/.test(text) ? 0 : null)
}

const OFFSET_MINUTES_MAX = 18 * 60

/**
 * Minutes east of UTC by abbreviation (RFC 822 section 5, and what feeds use). RFC 5322 reads a single military letter as
 * UTC, since RFC 822 had their signs wrong. Those that name no half of the year, as `ET`, are the zone itself.
 */
const ZONES: Readonly<Record<string, number | string>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  mez: 60,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  trt: 180,
  sast: 120,
  wat: 60,
  cat: 120,
  eat: 180,
  ist: 330,
  npt: 345,
  pkt: 300,
  irst: 210,
  irdt: 270,
  gst: 240,
  uzt: 300,
  yekt: 300,
  almt: 360,
  omst: 360,
  novt: 420,
  krat: 420,
  irkt: 480,
  yakt: 540,
  vlat: 600,
  ict: 420,
  wib: 420,
  wita: 480,
  wit: 540,
  sgt: 480,
  hkt: 480,
  pht: 480,
  myt: 480,
  bjt: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  at: 'America/Halifax',
  ast: -240,
  adt: -180,
  et: 'America/New_York',
  est: -300,
  edt: -240,
  ct: 'America/Chicago',
  cst: -360,
  cdt: -300,
  mt: 'America/Denver',
  mst: -420,
  mdt: -360,
  pt: 'America/Los_Angeles',
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  brt: -180,
  brst: -120,
  art: -180,
  clt: -240,
  clst: -180,
  cot: -300,
  pet: -300,
  ect: -300,
  vet: -240,
  bot: -240,
  uyt: -180,
  pyt: -240
}

function isZone(zone: string): boolean {
  try {
    return zone.length < 40 && clockOf(zone) !== undefined
  } catch {
    return false
  }
}

/**
 * Turns a wall clock reading of a zone into an instant.
 * @param wallMs the reading, as if it were UTC, in ms since 1970
 * @param timeZone IANA name
 * @returns ms since 1970 UTC; a reading that the clock skips or shows twice is read with the offset before the change
 */
export function wallTimeToUtc(wallMs: number, timeZone: string): number {
  const first = wallMs - offsetMs(wallMs, timeZone)
  return wallMs - offsetMs(first, timeZone)
}

const clocks = new Map<string, Intl.DateTimeFormat>()
const CLOCKS_MAX = 600

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    })
    if (clocks.size < CLOCKS_MAX) clocks.set(timeZone, clock)
  }
  return clock
}

function offsetMs(at: number, timeZone: string): number {
  const parts: Record<string, string> = {}
  for (const part of clockOf(timeZone).formatToParts(at)) parts[part.type] = part.value
  const wall = Date.UTC(
    Number(parts['year']),
    Number(parts['month']) - 1,
    Number(parts['day']),
    Number(parts['hour']),
    Number(parts['minute']),
    Number(parts['second'])
  )
  return wall - Math.floor(at / 1000) * 1000
}
