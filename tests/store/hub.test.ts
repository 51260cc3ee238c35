import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  deliveredStatements,
  failedDeliveryStatements,
  type HubRequestRecord,
  retryRequestStatement,
  subscribedStatements
} from '../../src/store/hub.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { journalStatements } from '../../src/store/topics.ts'
import { ENGINES } from '../support/databases.ts'

const NOW = 1_700_000_000_000

function aRequest(id: string, part: Partial<HubRequestRecord> = {}): HubRequestRecord {
  return {
    id,
    mode: 'subscribe',
    callback: `https://${id}.example/`,
    host: `${id}.example`,
    topicId: 'bridges',
    topicUrl: 'https://x.example/topics/bridges.atom',
    secret: null,
    leaseMs: 60_000,
    reason: null,
    feedEtag: '"one"',
    token: `token-${id}`,
    attempts: 0,
    ...part
  }
}

describe.each(ENGINES)('the hub on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => void (store = createStore(await open())))
  afterAll(() => store.close())

  const publish = (topicId = 'bridges') =>
    store.database.batch([...journalStatements([{ topicId, kind: 'added', articleId: 'a', at: NOW }])])
  const fanOut = async (from: number, to: number) =>
    store.fanOutTopics({ from, to, topicIds: ['bridges'], dueAt: NOW + 500, spacingMs: 5_000, now: NOW })

  test('a newer request replaces an older one, whose end does not end it', async () => {
    const [older, newer] = [aRequest('a', { token: 'old' }), aRequest('a', { token: 'new', secret: 's' })]
    await store.putHubRequest(older, NOW)
    await store.putHubRequest(newer, NOW)
    await store.applyHub([retryRequestStatement(older, NOW + 9_000)])
    expect(await store.claimHubRequests(8, ['b.example'], NOW, 60_000)).toEqual([newer])
    expect(await store.claimHubRequests(8, [], NOW, 60_000)).toEqual([]) // leased
    expect(await store.claimHubRequests(8, ['a.example'], NOW + 60_000, 60_000)).toEqual([]) // its host is busy
    await store.releaseHubLeases()
    expect(await store.claimHubRequests(8, [], NOW, 60_000)).toEqual([newer])
    await store.applyHub(subscribedStatements(newer, NOW))
    expect(await store.hubLoad(newer.callback, NOW)).toEqual({ ofCallback: 1, all: 1, pending: 0 })
    expect(await store.findHubSubscription('a')).toMatchObject({ secret: 's', endsAt: NOW + 60_000, feedEtag: '"one"', deliveredAt: null })
  })

  test('the journal fills the outbox once, whoever reads it', async () => {
    const start = await store.hubCursor()
    await publish()
    expect(await fanOut(start, start + 1)).toBe(true)
    expect(await fanOut(start, start + 1)).toBe(false)
    expect(await store.hubCursor()).toBe(start + 1)
    const [delivery] = await store.claimHubDeliveries(8, [], NOW + 500, 60_000)
    expect([delivery!.seq, delivery!.subscription.id]).toEqual([start + 1, 'a'])

    await publish()
    await fanOut(start + 1, start + 2)
    await store.applyHub(deliveredStatements(delivery!, '"two"', NOW + 500, NOW + 5_500)) // what came meanwhile stays due
    expect(await store.claimHubDeliveries(8, [], NOW + 5_499, 60_000)).toEqual([])
    const [next] = await store.claimHubDeliveries(8, [], NOW + 5_500, 60_000)
    expect([next!.seq, next!.attempts, next!.subscription.feedEtag]).toEqual([start + 2, 0, '"two"'])

    await store.applyHub(failedDeliveryStatements(next!, 'it broke', NOW + 6_000))
    expect(await store.hubCounts(NOW)).toEqual({ subscriptions: 1, waiting: 1, retrying: 1 })
    await store.applyHub(failedDeliveryStatements(next!, 'it broke', null))
    expect(await store.hubCounts(NOW)).toEqual({ subscriptions: 1, waiting: 0, retrying: 0 })
  })

  test('what another topic publishes, and who has ended, gets nothing', async () => {
    const start = await store.hubCursor()
    await store.fanOutTopics({ from: start, to: start, topicIds: ['tunnels'], dueAt: NOW, spacingMs: 0, now: NOW })
    await store.fanOutTopics({ from: start, to: start, topicIds: ['bridges'], dueAt: NOW, spacingMs: 0, now: NOW + 60_000 })
    expect((await store.hubCounts(NOW)).waiting).toBe(0)
    expect(await store.dropEndedHubSubscriptions(NOW + 59_999)).toBe(0)
    expect(await store.dropEndedHubSubscriptions(NOW + 60_000)).toBe(1)
    expect(await store.hubSubscriptions(NOW)).toEqual([])
  })
})
