import iconv from 'iconv-lite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBody } from '../../src/parse/decode-body.ts'

const RUSSIAN = 'Новости области: открыта новая школа'
const CHINESE = '智能算力产业政策发布会在京举行'
const JAPANESE = '人工知能に関する政策を公表しました'
const KOREAN = '인공지능 산업 정책을 발표했다'
const ARABIC = 'وزارة الاقتصاد تعلن عن مشروع جديد في المنطقة الشرقية'
const HAN_ROUND = '嘅咗'

function xml(text: string, encoding?: string): string {
  return `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?><rss><channel><title>${text}</title></channel></rss>`
}

test.each([
  {
    name: 'a byte order mark before every label',
    bytes: Buffer.from(`\ufeff${xml(RUSSIAN, 'windows-1251')}`),
    contentType: 'text/xml; charset=koi8-r',
    encoding: 'utf-8',
    text: RUSSIAN
  },
  { name: 'UTF-16 by its mark', bytes: iconv.encode(`\ufeff${xml(RUSSIAN)}`, 'utf-16le'), encoding: 'utf-16le', text: RUSSIAN },
  { name: 'UTF-16 without a mark', bytes: iconv.encode(xml(RUSSIAN), 'utf-16be'), encoding: 'utf-16be', text: RUSSIAN },
  { name: 'UTF-32 without a mark', bytes: iconv.encode(xml(RUSSIAN), 'utf-32le'), encoding: 'utf-32le', text: RUSSIAN },
  { name: 'UTF-8 under a lying label', bytes: Buffer.from(xml(CHINESE, 'GB2312')), encoding: 'utf-8', text: CHINESE },
  { name: 'UTF-8 under UTF-16 in the prolog', bytes: Buffer.from(xml(CHINESE, 'utf-16')), encoding: 'utf-8', text: CHINESE },
  {
    name: 'Content-Type before the prolog',
    bytes: iconv.encode(xml(RUSSIAN, 'windows-1251'), 'koi8-r'),
    contentType: 'text/xml; charset="KOI8-R"',
    encoding: 'koi8-r',
    text: RUSSIAN
  },
  { name: 'the prolog', bytes: iconv.encode(xml(RUSSIAN, 'windows-1251'), 'windows-1251'), encoding: 'windows-1251', text: RUSSIAN },
  {
    name: "the prolog under a server's default",
    bytes: iconv.encode(xml(RUSSIAN.repeat(20), 'windows-1251'), 'windows-1251'),
    contentType: 'text/xml; charset=ISO-8859-1',
    encoding: 'windows-1251',
    text: RUSSIAN
  },
  {
    name: 'utf-8 declared over legacy bytes',
    bytes: iconv.encode(xml(CHINESE.repeat(20), 'utf-8'), 'gb18030'),
    encoding: 'gb18030',
    text: CHINESE
  },
  {
    name: 'GB2312 as the larger GB18030',
    bytes: iconv.encode(xml(`${CHINESE}镕喆`, 'gb2312'), 'gb18030'),
    encoding: 'gb18030',
    text: '镕喆'
  },
  {
    name: 'EUC-KR with the windows-949 letters',
    bytes: iconv.encode(xml(`${KOREAN} 똠방`, 'euc-kr'), 'cp949'),
    encoding: 'euc-kr',
    text: '똠방'
  },
  {
    name: 'windows-949 letters under no label',
    bytes: iconv.encode(xml(`${KOREAN} 똠방 펲시`).replace('<?xml version="1.0"?>', ''), 'cp949'),
    encoding: 'euc-kr',
    text: '똠방 펲시'
  },
  {
    name: 'KOI8-R under windows-1251',
    bytes: iconv.encode(xml(`${RUSSIAN}. `.repeat(5), 'windows-1251'), 'koi8-r'),
    encoding: 'koi8-r',
    text: RUSSIAN
  },
  {
    name: 'windows-1251 under KOI8-R',
    bytes: iconv.encode(xml(`${RUSSIAN}. `.repeat(5), 'koi8-r'), 'windows-1251'),
    encoding: 'windows-1251',
    text: RUSSIAN
  },
  {
    name: 'brands in capitals as they are declared',
    bytes: iconv.encode(xml('РосАтом и РусГидро, СберБанк, МинЭнерго', 'windows-1251'), 'windows-1251'),
    encoding: 'windows-1251',
    text: 'РосАтом'
  },
  { name: 'Big5 with Hong Kong characters', bytes: iconv.encode(xml(HAN_ROUND, 'big5'), 'big5-hkscs'), encoding: 'big5', text: HAN_ROUND },
  { name: 'Shift_JIS', bytes: iconv.encode(xml(JAPANESE, 'Shift_JIS'), 'shift_jis'), encoding: 'shift_jis', text: JAPANESE },
  {
    name: 'ISO-2022-JP, all bytes ASCII',
    bytes: Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="ISO-2022-JP"?><a>'),
      Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]),
      Buffer.from('</a>')
    ]),
    encoding: 'iso-2022-jp',
    text: '日本'
  },
  { name: 'windows-1256', bytes: iconv.encode(xml(ARABIC, 'windows-1256'), 'windows-1256'), encoding: 'windows-1256', text: ARABIC },
  { name: 'windows-1256 under UTF-8', bytes: iconv.encode(xml(ARABIC, 'utf-8'), 'windows-1256'), encoding: 'windows-1256', text: ARABIC },
  { name: 'ISO-8859-6', bytes: iconv.encode(xml(ARABIC, 'ISO-8859-6'), 'iso-8859-6'), encoding: 'iso-8859-6', text: ARABIC },
  {
    name: 'ISO-8859-6 undeclared',
    bytes: iconv.encode(`<rss><channel><title>${ARABIC}</title></channel></rss>`, 'iso-8859-6'),
    encoding: 'iso-8859-6',
    text: ARABIC
  },
  { name: 'ISO-8859-5', bytes: iconv.encode(xml(RUSSIAN, 'ISO-8859-5'), 'iso-8859-5'), encoding: 'iso-8859-5', text: RUSSIAN },
  {
    name: "windows-1251 under the server's UTF-8",
    bytes: iconv.encode(xml(RUSSIAN, 'windows-1251'), 'windows-1251'),
    contentType: 'text/xml; charset=utf-8',
    encoding: 'windows-1251',
    text: RUSSIAN
  },
  { name: 'Shift_JIS under UTF-8', bytes: iconv.encode(xml(JAPANESE, 'utf-8'), 'shift_jis'), encoding: 'shift_jis', text: JAPANESE },
  {
    name: 'EUC-JP undeclared',
    bytes: iconv.encode(`<rss><channel><title>${JAPANESE.repeat(3)}</title></channel></rss>`, 'euc-jp'),
    encoding: 'euc-jp',
    text: JAPANESE
  },
  { name: 'IBM855', bytes: iconv.encode(xml(RUSSIAN, 'IBM855'), 'cp855'), encoding: 'ibm855', text: RUSSIAN },
  { name: 'Mac Cyrillic', bytes: iconv.encode(xml(RUSSIAN, 'x-mac-cyrillic'), 'maccyrillic'), encoding: 'x-mac-cyrillic', text: RUSSIAN },
  {
    name: 'windows-1252 under ISO-8859-1',
    bytes: iconv.encode(xml('“quoted” – €5', 'ISO-8859-1'), 'windows-1252'),
    encoding: 'windows-1252',
    text: '“quoted” – €5'
  },
  {
    name: 'UTF-8 pasted into a template of another encoding',
    bytes: Buffer.concat([Buffer.from(xml(RUSSIAN, 'ISO-8859-1')), iconv.encode('<!-- besøge – -->', 'windows-1252')]),
    encoding: 'utf-8',
    text: `${RUSSIAN}</title></channel></rss><!-- besøge – -->`
  },
  { name: 'C1 controls as windows-1252', bytes: Buffer.from(xml('It\u0092s', 'utf-8')), encoding: 'utf-8', text: 'It’s' },
  {
    name: 'nothing declared, told by the text',
    bytes: iconv.encode(`<rss><channel><title><![CDATA[${RUSSIAN.repeat(10)}]]></title></channel></rss>`, 'windows-1251'),
    encoding: 'windows-1251',
    text: RUSSIAN
  },
  { name: 'an unknown label', bytes: Buffer.from(xml('grün', 'x-unheard-of')), encoding: 'utf-8', text: 'grün' },
  { name: "an operator's word", bytes: Buffer.from(xml('Ð', 'utf-8')), override: 'windows-1252', encoding: 'windows-1252', text: 'Ã' },
  {
    name: 'UTF-8 cut inside a character',
    bytes: Buffer.from(xml('').replace('<title></title></channel></rss>', `<title>${CHINESE}`)).subarray(0, -1),
    encoding: 'utf-8',
    text: CHINESE.slice(0, -1)
  }
])('decodeBody knows $name', ({ bytes, contentType, override, encoding, text }) => {
  const decoded = decodeBody(bytes, { kind: 'xml', contentType, override })
  expect(decoded.encoding).toBe(encoding)
  expect(decoded.text).toContain(text)
  expect(decoded.text).not.toMatch(/^\ufeff/)
})

test('decodeBody reads the meta of a page, and UTF-7 never', () => {
  const page = iconv.encode(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>${RUSSIAN}</body>`,
    'windows-1251'
  )
  expect(decodeBody(page, { kind: 'html' }).text).toContain(RUSSIAN)
  expect(decodeBody(Buffer.from(xml('+ADw-script+AD4-', 'utf-7')), { kind: 'xml' }).text).toContain('+ADw-script+AD4-')
})

test('decodeBody gives text for any bytes and any label', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (bytes, charset) => {
      expect(decodeBody(bytes, { kind: 'xml', contentType: `text/xml; charset=${charset}` }).text).toBeTypeOf('string')
    })
  )
})
