import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/*
 * Asks addresses in turn, a hundred times a second each, whether answers come or not, and prints for each a line with the milliseconds from the
 * question to the last byte of its answer: median, 99th percentile, longest. Asked in turn, all of them meet the same minute of the machine.
 * Usage: node tests/bench/ask-steadily.ts SECONDS [ADDRESS HEADER VALUE]…
 */

const GAP_MS = 10
const [seconds, ...rest] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const targets = Array.from({ length: rest.length / 3 }, (_, index) => {
  const [url, name, value] = rest.slice(index * 3, index * 3 + 3) as [string, string, string]
  return { url, headers: { [name]: value }, answers: [] as Promise<number>[] }
})
const questions = (Number(seconds) * 1_000) / GAP_MS
const startedAt = performance.now()
for (let question = 0; question < questions; question++) {
  for (const [index, target] of targets.entries()) {
    await sleep(Math.max(0, startedAt + (question + index / targets.length) * GAP_MS - performance.now()))
    target.answers.push(ask(target))
  }
}
for (const { answers } of targets) {
  const times = (await Promise.all(answers)).sort((one, other) => one - other)
  process.stdout.write(
    `${[0.5, 0.99, 1].map((part) => times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(1)).join(' ')}\n`
  )
}
agent.destroy()

function ask({ url, headers }: (typeof targets)[number]): Promise<number> {
  const askedAt = performance.now()
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(performance.now() - askedAt))
    })
      .once('error', reject)
      .end()
  })
}
