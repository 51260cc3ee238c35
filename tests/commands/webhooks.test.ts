import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/commands/open-store.ts'
import { runProgram } from '../../src/commands/program.ts'
import { deadLetterStatements, disableStatement } from '../../src/store/webhooks.ts'
import { aConfigDir, type ConfigDir, sourceLine } from '../support/config-dir.ts'

const NOW = 1_700_000_000_000
let config: ConfigDir
beforeEach(async () => {
  config = aConfigDir('webhooks: [{ id: desk, url: "https://desk.example/hook" }]', sourceLine('town', 'https://town.example/feed'))
  await withStore(async (store) => {
    await store.syncWebhooks([{ id: 'desk', url: 'https://desk.example/hook' }], NOW)
    const [webhook] = await store.webhookStates()
    await store.applyWebhook([
      ...deadLetterStatements(webhook!, 7, 10, 'desk.example answered 500.', NOW),
      disableStatement('desk', 'it answered 410', NOW)
    ])
  })
})
afterEach(() => config[Symbol.dispose]())

async function withStore<T>(work: (store: Awaited<ReturnType<typeof openStore>>['store']) => Promise<T>): Promise<T> {
  await using opened = await openStore(config.store, NOW)
  return await work(opened.store)
}

async function courant(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await runProgram([...args, '--config', config.dir], {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    input: (async function* () {})(),
    errIsTerminal: false,
    env: {},
    signal: new AbortController().signal,
    now: () => NOW,
    random: () => 0
  })
  return { code, out, err }
}

test('list tells what needs a look, and exits with 1', async () => {
  const plain = await courant('webhooks', 'list')
  expect([plain.code, plain.out.includes('disabled'), plain.out.includes('event 7 is a dead letter')]).toEqual([1, true, true])
  const { out } = await courant('webhooks', 'list', '--json')
  expect(JSON.parse(out)).toMatchObject([
    { id: 'desk', behind: 0, deadLetters: 1, disabledAt: new Date(NOW).toISOString(), letters: [{ seq: 7, attempts: 10, retry: false }] }
  ])
  expect((await courant('status')).code).toBe(1)
})

test('retry has dead letters sent once more and resumes the webhook', async () => {
  expect((await courant('webhooks', 'retry', 'desk', '--json')).out).toBe(
    `${JSON.stringify({ webhooks: ['desk'], letters: 1 }, null, 2)}\n`
  )
  await withStore(async (store) => {
    expect(await store.deadLetters('desk', 10)).toMatchObject([{ retry: true }])
    expect((await store.webhookStates())[0]!.disabledAt).toBeNull()
  })
})

test('retry of a webhook that is none is wrong use', async () => {
  const { code, err } = await courant('webhooks', 'retry', 'nobody')
  expect([code, err]).toEqual([2, 'there is no webhook "nobody"; courant webhooks list shows them\n'])
})
