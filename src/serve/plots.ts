import { createRequire } from 'node:module'

/*
 * The door to echarts: plots are SVG, drawn here and shown as images. Their colours follow the reader's scheme by a
 * style sheet of their own, because an image knows nothing of the page around it. It is loaded when the first plot is drawn, and as the one
 * file it comes in too: its 600 modules take seven times as long and 90 MB.
 */

const require = createRequire(import.meta.url)

const ACCENT = '#0f6b78'
const WARN = '#b4452f'
const TEXT = '#5d6068'
const LINE = '#dcdad3'
const FONT = 'system-ui, sans-serif'

const STYLE = `<style>@media (prefers-color-scheme:dark){[fill="${ACCENT}"]{fill:#5fb9c7}[stroke="${ACCENT}"]{stroke:#5fb9c7}[fill="${WARN}"]{fill:#f08c76}[stroke="${WARN}"]{stroke:#f08c76}[fill="${TEXT}"]{fill:#a9a69e}[stroke="${LINE}"]{stroke:#3a3833}}</style>`

export interface Bar {
  readonly at: number
  readonly value: number
}

const axisText = { color: TEXT, fontFamily: FONT, fontSize: 12 }
const timeAxis = (from: number, to: number) => ({
  type: 'time' as const,
  min: from,
  max: to,
  // A single bar would widen the axis by as much as it could be wide.
  containShape: false,
  axisLine: { lineStyle: { color: LINE } },
  axisTick: { show: false },
  axisLabel: { ...axisText, hideOverlap: true },
  splitLine: { show: false }
})
const valueAxis = { type: 'value' as const, minInterval: 1, axisLabel: axisText, splitLine: { lineStyle: { color: LINE } } }

/** How much a source published on each of some days, oldest first; small, without labels. */
export function rhythmPlot(entriesByDay: readonly number[]): string {
  return draw(240, 48, {
    grid: { left: 0, right: 0, top: 4, bottom: 2 },
    xAxis: {
      type: 'category',
      data: entriesByDay.map((_, day) => day),
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
      axisLabel: { show: false }
    },
    yAxis: { type: 'value', show: false, min: 0 },
    series: [{ type: 'bar', silent: true, data: [...entriesByDay], itemStyle: { color: ACCENT }, barCategoryGap: '30%' }]
  })
}

/** New entries and failed polls of each hour. */
export function hoursPlot(
  hours: readonly { readonly at: number; readonly added: number; readonly failed: number }[],
  from: number,
  to: number
): string {
  return draw(720, 200, {
    grid: { left: 52, right: 12, top: 34, bottom: 28 },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: axisText, data: ['New entries', 'Failed polls'] },
    xAxis: timeAxis(from, to),
    yAxis: valueAxis,
    series: [
      {
        name: 'New entries',
        type: 'bar',
        stack: 'hour',
        data: hours.map(({ at, added }) => [at + 1_800_000, added]),
        itemStyle: { color: ACCENT },
        barWidth: 8
      },
      {
        name: 'Failed polls',
        type: 'bar',
        stack: 'hour',
        data: hours.map(({ at, failed }) => [at + 1_800_000, failed]),
        itemStyle: { color: WARN },
        barWidth: 8
      }
    ]
  })
}

/** The median lag of each hour, in minutes. */
export function lagPlot(hours: readonly Bar[], from: number, to: number): string {
  return draw(720, 200, {
    grid: { left: 52, right: 12, top: 12, bottom: 28 },
    xAxis: timeAxis(from, to),
    yAxis: { ...valueAxis, axisLabel: { ...axisText, formatter: (value: number) => `${value} min` } },
    series: [
      {
        type: 'line',
        data: hours.map(({ at, value }) => [at + 1_800_000, value]),
        symbol: 'circle',
        symbolSize: 5,
        itemStyle: { color: ACCENT },
        lineStyle: { color: ACCENT, width: 2 }
      }
    ]
  })
}

/** When each article of a story appeared, one row a language. */
export function storyPlot(rows: readonly { readonly name: string; readonly at: readonly number[] }[]): string {
  const all = rows.flatMap(({ at }) => at)
  const [from, to] = [Math.min(...all), Math.max(...all)]
  const margin = Math.max(3_600_000, (to - from) * 0.04)
  return draw(720, 80 + 34 * rows.length, {
    grid: { left: 150, right: 20, top: 12, bottom: 32 },
    xAxis: timeAxis(from - margin, to + margin),
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLabel: { ...axisText, fontSize: 13 },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: LINE } }
    },
    series: [
      {
        type: 'scatter',
        symbolSize: 11,
        itemStyle: { color: ACCENT },
        data: rows.flatMap(({ at }, row) => at.map((instant) => [instant, row]))
      }
    ]
  })
}

function draw(width: number, height: number, option: object): string {
  const echarts = require('echarts') as typeof import('echarts')
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ animation: false, useUTC: true, ...option })
    return renumbered(chart.renderToSVGString()).replace('>', `>${STYLE}`)
  } finally {
    chart.dispose()
  }
}

/** The package numbers its drawings and their classes on and on, which would make the same drawing another file each time. */
function renumbered(svg: string): string {
  const names = new Map<string, string>()
  return svg.replace(/\bzr\d+-[a-z]+-?\d+/g, (name) => {
    const known = names.get(name) ?? `zr-${names.size}`
    names.set(name, known)
    return known
  })
}
