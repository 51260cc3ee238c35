import { expect, test } from 'vitest'
import { createHostGate } from '../../src/fetch/host-gate.ts'
import { type HostLedger, sharedHostGate } from '../../src/fetch/shared-host-gate.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'
import { until } from '../support/process.ts'

const URL = 'https://news.example/feed.xml'
const PACE = { connectionsMax: 2, spacingMs: 1_000, connectionMsMax: 60_000 }

/** Gates of several processes over one store, with one clock that waiting moves on. */
function someGates(store: Store, count: number) {
  const clock = { now: 1_000_000 }
  const broken = { ledger: false }
  const errors: unknown[] = []
  const refused: string[] = []
  const gates = Array.from({ length: count }, (_, index) => {
    const own = createHostGate({ connectionsPerHostMax: 2, spacingMs: 0, now: () => clock.now })
    const guarded = <T>(ask: () => Promise<T>): Promise<T> => (broken.ledger ? Promise.reject(new Error('away')) : ask())
    const ledger: HostLedger = {
      enter: async (host, holder) => {
        const turn = await guarded(() => store.enterHost(host, holder, PACE, clock.now))
        if (turn.kind === 'busy') refused.push(holder)
        return turn
      },
      leave: (host, holder) => guarded(() => store.leaveHost(host, holder)),
      pause: (host, untilAt) => guarded(() => store.pauseHost(host, untilAt, clock.now))
    }
    const sleep = async (ms: number) => void (clock.now += ms)
    return sharedHostGate(own, {
      ledger,
      name: `process-${index}`,
      now: () => clock.now,
      onError: (error) => void errors.push(error),
      sleep
    })
  })
  return { gates, clock, broken, errors, refused }
}

test.each(ENGINES)('on $name the pace holds over all processes', async ({ open }) => {
  await using store = closing(createStore(await open()))
  const {
    gates: [one, other],
    clock,
    refused
  } = someGates(store.store, 2)
  const first = await one!.enter(URL)
  expect([first.kind, clock.now]).toEqual(['entered', 1_000_000])
  expect((await other!.enter(URL)).kind).toBe('entered') // after the spacing
  expect(clock.now).toBe(1_001_000)
  let waited = 0
  const third = other!.enter(URL, undefined, () => void waited++)
  await until(async () => refused.filter((holder) => holder === 'process-1:2').length > 3) // both connections are taken
  if (first.kind === 'entered') first.leave()
  expect((await third).kind).toBe('entered')
  expect(waited).toBeGreaterThan(0)
})

test.each(ENGINES)('on $name a pause that one process was told holds for all, and ends', async ({ open }) => {
  await using store = closing(createStore(await open()))
  const {
    gates: [one, other],
    clock
  } = someGates(store.store, 2)
  one!.pause(URL, clock.now + 90_000)
  await until(async () => (await store.store.database.rows('select 1 as one from host where paused_until > 0')).length > 0)
  expect(await other!.enter(URL)).toEqual({ kind: 'paused', untilAt: 1_090_000 })
  clock.now += 90_000
  expect((await other!.enter(URL)).kind).toBe('entered')
})

test.each(ENGINES)('on $name what a killed process held is free after its time; a clock put back freezes nothing', async ({ open }) => {
  await using store = closing(createStore(await open()))
  const enter = (holder: string, now: number) => store.store.enterHost('h', holder, PACE, now)
  expect([(await enter('a', 10_000)).kind, (await enter('b', 11_000)).kind, (await enter('c', 12_000)).kind]).toEqual([
    'entered',
    'entered',
    'busy'
  ])
  expect(await enter('c', 70_000)).toEqual({ kind: 'entered' })
  expect(await enter('d', 5_000)).toEqual({ kind: 'entered' })
})

test('without the ledger nobody is asked; what ended meanwhile is noted once it is back', async () => {
  await using store = closing(createStore(await ENGINES[0]!.open()))
  const {
    gates: [gate],
    broken,
    errors,
    clock
  } = someGates(store.store, 1)
  const entrance = await gate!.enter(URL)
  broken.ledger = true
  if (entrance.kind === 'entered') entrance.leave()
  await expect(gate!.enter(URL)).rejects.toThrow('away')
  await until(async () => errors.length > 0)
  broken.ledger = false
  clock.now += 1_000
  expect((await gate!.enter(URL)).kind).toBe('entered')
  await until(async () => (await store.store.database.rows('select count(*) as n from host_connection'))[0]!.n === 1)
})

function closing(store: Store) {
  return { store, [Symbol.asyncDispose]: () => store.close() }
}
