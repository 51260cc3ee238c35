import { readdirSync, readFileSync } from 'node:fs'

const TICK_MS = 10

/** CPU time of processes and of all they started, ended ones too, in milliseconds; Linux only. */
export function cpuMsOf(...pids: readonly number[]): number {
  const stats = new Map<number, { parent: number; ticks: number }>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // The second field, in brackets, may hold anything.
      const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)!.split(' ')
      stats.set(Number(name), { parent: Number(fields[1]), ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) })
    } catch {
      // It ended meanwhile: its parent has counted it.
    }
  }
  const within = (pid: number): boolean => pids.includes(pid) || (stats.has(pid) && pid > 1 && within(stats.get(pid)!.parent))
  return [...stats].filter(([pid]) => within(pid)).reduce((sum, [, { ticks }]) => sum + ticks * TICK_MS, 0)
}
