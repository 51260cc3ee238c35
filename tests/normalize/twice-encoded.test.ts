import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onceEncoded } from '../../src/normalize/twice-encoded.ts'

const none = { authors: [], categories: [], enclosures: [] }
const twice = (text: string): string => new TextDecoder('windows-1252').decode(new TextEncoder().encode(text))

test.each([
  ['Die Förderprogramme für Künstler sind gestartet', 'Ein Überblick über das Programm'],
  ['Новости области: открыта новая школа', 'Подробности на сайте'],
  ['“Two measures” – that’s all the council’s plan', 'It isn’t new…'],
  ['智能算力产业政策发布会', '在京举行']
])('onceEncoded reads what was "%s"', (title, summary) => {
  const item = { ...none, title: twice(title), summary: `<p>${twice(summary)}</p>`, categories: [twice(title)] }
  expect(onceEncoded(item)).toEqual({ ...none, title, summary: `<p>${summary}</p>`, categories: [title] })
})

test.each([
  'Grupo Fórmula abre sede',
  'Primăria deschide școala',
  'Ο δήμος άνοιξε το γεφύρι',
  'رئيس البلدية يفتتح الجسر',
  'महापौर ने पुल का उद्घाटन किया',
  'เทศบาลเปิดสะพานใหม่',
  'Fire 🔥 in the harbour',
  'It’s on'
])('onceEncoded needs no more than one sequence that nobody writes: "%s"', (title) => {
  expect(onceEncoded({ ...none, title: twice(title) }).title).toBe(title)
  const latin1 = [...new TextEncoder().encode(title)].map((byte) => String.fromCharCode(byte)).join('')
  expect(onceEncoded({ ...none, title: latin1 }).title).toBe(title)
})

test('onceEncoded repairs what is mangled beside what is not, and leaves what was lost', () => {
  const summary = 'you’ll see: itâ€™s â€œopenâ€\ufffd. Â In German: fÃ¼r'
  expect(onceEncoded({ ...none, summary }).summary).toBe('you’ll see: it’s “openâ€\ufffd.  In German: für')
})

test('onceEncoded finds an à whose no-break space was lost', () => {
  expect(onceEncoded({ ...none, title: 'Piratage imputÃ© Ã la Russie : PremiÃ¨re rÃ©ponse' }).title).toBe(
    'Piratage imputé à la Russie : Première réponse'
  )
})

test.each([
  ['text as it should be', { ...none, title: 'Die Förderprogramme für Künstler', summary: 'DÉJÀ VU: “LIBERTÉ”, «L’ÉTÉ»' }],
  ['a text that shows such letters', { ...none, title: 'Warum steht da Ã¼?', summary: 'Über die Kodierung von Umlauten: ä, ö, ü' }],
  ['capitals before quotes', { ...none, title: 'LE CAFÉ” ROUVRE, HOTĂRÂ» ȘI „CAFEÁ”, «LA CITÉ», AMANHÃ… PÅ” SÅ»' }],
  ['marks after letters', { ...none, title: 'FIANCÉ™, NESCAFÉ®, un homme pressé…» et né…”, 5×2 m², Þórður á Ísafirði' }],
  ['letters of windows-1252', { ...none, title: 'almmolaš áššiid, táššš' }],
  ['text without letters beyond ASCII', { ...none, title: 'Plain', content: 'text' }]
])('onceEncoded leaves %s', (_name, item) => {
  expect(onceEncoded(item)).toBe(item)
})

test('onceEncoded gives an item for any letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(onceEncoded({ ...none, title }).title).toBeTypeOf('string')
    })
  )
})
