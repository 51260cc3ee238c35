import { expect, test } from 'vitest'
import { standsNear } from '../../src/tag/stands-near.ts'

const cases: readonly { name: string; text: string; near: boolean }[] = [
  { name: 'right after', text: '<AI> [strategy]', near: true },
  { name: 'in a compound', text: 'die <KI>-[Strategie]', near: true },
  { name: 'after brackets and quotation marks', text: 'artificial intelligence (<AI>) “[strategy]”', near: true },
  { name: 'after the dot of an acronym', text: 'an <A.I>. [strategy]', near: true },
  { name: 'after a word', text: '<AI> is [strategy]', near: false },
  { name: 'before, with short words between', text: '[strategy] for the <AI>', near: true },
  { name: 'before, with an elided article', text: "[stratégie] de l'<IA>", near: true },
  { name: 'before, with four short words between', text: '[strategy] of the new big <AI>', near: false },
  { name: 'before, with a verb between', text: '[Industry] adopts <AI>', near: false },
  { name: 'across the end of a sentence', text: 'a [strategy]. <AI> grows', near: false },
  { name: 'across a Chinese full stop', text: '发展<人工智能>。[产业]', near: false },
  { name: 'across a comma', text: 'a high-tech [park], <AI> gets a push', near: false },
  { name: 'across a Chinese comma', text: '<人工智能>、[产业]', near: false },
  { name: 'in Chinese', text: '<人工智能>核心[产业]', near: true },
  { name: 'in Chinese, further away', text: '<人工智能>如何改变[产业]', near: false },
  { name: 'in Chinese, before', text: '[产业]与<人工智能>', near: false },
  { name: 'in Korean', text: '<AI> 반도체 [산업]', near: true },
  { name: 'in Thai', text: '[ยุทธศาสตร์]ด้าน <AI>', near: true },
  { name: 'in Thai, after', text: '<AI>ช่วย[อุตสาหกรรม]', near: false },
  { name: 'in Arabic', text: '[استراتيجية] <الذكاء الاصطناعي>', near: true }
]

test.each(cases)('$name', ({ text, near }) => {
  const plain = text.replace(/[<>[\]]/g, '')
  const span = (open: string, close: string) => {
    const before = text.slice(0, text.indexOf(open)).replace(/[<>[\]]/g, '').length
    return { start: before, end: before + text.indexOf(close) - text.indexOf(open) - 1 }
  }
  expect(standsNear(plain, span('[', ']'), span('<', '>'))).toBe(near)
})

test('a word that holds the subject does not stand near it', () => {
  expect(standsNear('AI strategy', { start: 0, end: 11 }, { start: 0, end: 2 })).toBe(false)
})
