import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/*
 * Asks an address a hundred times a second, whether answers come or not, and prints the milliseconds from the question to the last byte of
 * its answer: median, 99th percentile, longest. Usage: node tests/bench/ask-steadily.ts ADDRESS SECONDS [HEADER VALUE]
 */

const GAP_MS = 10
const [url, seconds, name, value] = process.argv.slice(2) as [string, string, string?, string?]
const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const questions = (Number(seconds) * 1_000) / GAP_MS
const startedAt = performance.now()
const answers: Promise<number>[] = []
for (let question = 0; question < questions; question++) {
  await sleep(Math.max(0, startedAt + question * GAP_MS - performance.now()))
  answers.push(ask())
}
const times = (await Promise.all(answers)).sort((one, other) => one - other)
agent.destroy()
process.stdout.write(`${[0.5, 0.99, 1].map((part) => times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(1)).join(' ')}\n`)

function ask(): Promise<number> {
  const askedAt = performance.now()
  return new Promise((resolve, reject) => {
    request(url, { agent, headers: name === undefined ? {} : { [name]: value } }, (response) => {
      response.resume()
      response.once('end', () => resolve(performance.now() - askedAt))
    }).once('error', reject).end()
  })
}
