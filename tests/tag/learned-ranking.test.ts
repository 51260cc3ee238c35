import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TopicMatch } from '../../src/model/entry.ts'
import { type Example, rerankNearMiss, trainRanking } from '../../src/tag/learned-ranking.ts'

const EXAMPLES: readonly Example[] = [
  ['City opens computing park for young firms', true],
  ['Region funds computing power for schools', true],
  ['New computing centre by the river', true],
  ['Football club wins the derby', false],
  ['Striker leaves the football club', false],
  ['Football season begins in the rain', false]
].map(([text, wanted]) => ({ text: String(text), wanted: wanted === true }))
const MISS: TopicMatch = { topicId: 'ai', score: 1, matched: false, why: [] }
const ranking = trainRanking(EXAMPLES)!
const rerank = (text: string, match = MISS) => rerankNearMiss(match, text, { ranking, threshold: 2 })

describe('a ranking', () => {
  test('lifts what is like what was chosen, sinks what is like what was rejected, and says by which words', () => {
    const [up, down] = [rerank('Computing park planned in the north'), rerank('Football derby on Sunday')]
    expect(up.score).toBeGreaterThan(1.2)
    expect(down.score).toBeLessThan(0.8)
    expect(up.why.at(-1)).toMatchObject({
      rule: 'learned',
      term: expect.stringMatching(/^\+0\.\d\d by 3 chosen and 3 rejected: .*computing/)
    })
    expect(down.why.at(-1)!.term).toMatch(/^-0\.\d\d .*football/)
  })

  test('says nothing of words it never saw, nor of what matches anyway', () => {
    expect(rerank('Zebra')).toBe(MISS)
    const match = { ...MISS, score: 3, matched: true }
    expect(rerank('Computing park', match)).toBe(match)
  })

  test('works in scripts written without spaces', () => {
    const chinese = trainRanking(
      [
        ['智能算力中心启动', true],
        ['园区提供智能算力', true],
        ['算力补贴办法公布', true],
        ['足球俱乐部夺冠', false],
        ['足球联赛开幕', false],
        ['球员离开俱乐部', false]
      ].map(([text, wanted]) => ({ text: String(text), wanted: wanted === true }))
    )!
    const [up, down] = ['市政府建设算力平台', '足球比赛周日举行'].map(
      (text) => rerankNearMiss(MISS, text, { ranking: chinese, threshold: 2 }).score
    )
    expect(up).toBeGreaterThan(1)
    expect(down).toBeLessThan(1)
  })

  test.each([
    { name: 'few chosen', from: 1 },
    { name: 'few rejected', from: -1 }
  ])('is not made of $name', ({ from }) => {
    expect(trainRanking(from === 1 ? EXAMPLES.slice(1) : EXAMPLES.slice(0, -1))).toBeNull()
  })

  test('is the same from the same examples, shows nothing by itself, and gives its reason whenever it moves a score', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom('computing', 'football', 'park', 'derby', '算力'), fc.string()), { maxLength: 12 })
      .map((words) => words.join(' '))
    fc.assert(
      fc.property(
        fc.array(fc.record({ text, wanted: fc.boolean() }), { maxLength: 30 }),
        text,
        fc.double({ min: 0.01, max: 1.99, noNaN: true }),
        (examples, of, score) => {
          const [one, again] = [trainRanking(examples), trainRanking(examples)]
          expect(one).toEqual(again)
          if (!one) return
          const match = { ...MISS, score }
          const moved = rerankNearMiss(match, of, { ranking: one, threshold: 2 })
          expect([moved.matched, moved.score > 0, moved.score < 2]).toEqual([false, true, true])
          if (moved.score !== score) expect(moved.why.at(-1)!.rule).toBe('learned')
        }
      ),
      { numRuns: 60 }
    )
  })
})
