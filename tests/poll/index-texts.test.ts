import { expect, test } from 'vitest'
import { createTextIndexing } from '../../src/poll/index-texts.ts'
import { createStore } from '../../src/store/store.ts'
import { ENGINES } from '../support/databases.ts'

test.each(ENGINES)('on $name one process at a time takes texts in, where several share a database', async ({ open }) => {
  const store = createStore(await open())
  const clock = { now: 1_000_000 }
  const asked = [0, 0, 0]
  const processes = asked.map((_, index) =>
    createTextIndexing(
      { database: store.database, takeJob: store.takeJob, indexTexts: async () => (asked[index]!++, false) },
      () => clock.now
    )
  )
  for (let second = 0; second < 4; second++) {
    await Promise.all(processes.map((tick) => tick()))
    clock.now += 1_000
  }
  const all = asked.reduce((sum, times) => sum + times, 0)
  expect(all).toBe(store.database.sharing ? 3 : 12) // the first to ask ever only notes when it is due
  await store.close()
})
