import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress {
  /** One more step is done. */
  step(label?: string): void
  stop(): void
}

/** A bar on standard error when that is a terminal, else nothing at all. */
export function startProgress(terminal: Terminal, total: number, unit: string): Progress {
  if (!terminal.errIsTerminal || total === 0) return { step() {}, stop() {} }
  const bar = new SingleBar(
    { format: `{bar} {value}/{total} ${unit} {eta_formatted} {label}`, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic
  )
  bar.start(total, 0, { label: '' })
  return {
    step: (label = '') => bar.increment(1, { label }),
    stop: () => bar.stop()
  }
}
