import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeTarget, readSimpleRequest } from '../../src/serve/simple-request.ts'

const read = (text: string) => readSimpleRequest(Buffer.from(text, 'latin1'))

test('reads what most clients write', () => {
  const request = read(
    'GET /topics/x.atom HTTP/1.1\r\nHost: a.example\r\nUser-Agent: reader/1\r\nIf-None-Match:  "a", W/"b" \r\nAccept: \r\nConnection: Keep-Alive\r\n\r\n'
  )
  expect(request).toMatchObject({ method: 'GET', route: '/topics/x.atom' })
  expect({ ...request!.headers }).toEqual({
    host: 'a.example',
    'user-agent': 'reader/1',
    'if-none-match': '"a", W/"b"',
    accept: '',
    connection: 'Keep-Alive'
  })
})

test.each([
  { name: 'a part of one', text: 'GET / HTTP/1.1\r\nHost: a\r\n' },
  { name: 'two at once', text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n' },
  { name: 'a body', text: 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n\r\n\r\n' },
  { name: 'chunks', text: 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n' },
  { name: 'a wish for a go-ahead', text: 'GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n' },
  { name: 'another protocol', text: 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n' },
  { name: 'another method', text: 'POST / HTTP/1.1\r\nHost: a\r\n\r\n' },
  { name: 'another version', text: 'GET / HTTP/1.0\r\nHost: a\r\n\r\n' },
  { name: 'a whole address', text: 'GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n' },
  { name: 'no host', text: 'GET / HTTP/1.1\r\n\r\n' },
  { name: 'an empty host', text: 'GET / HTTP/1.1\r\nHost: \r\n\r\n' },
  { name: 'a host twice', text: 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n' },
  { name: 'a header twice', text: 'GET / HTTP/1.1\r\nHost: a\r\nAccept: a\r\naccept: b\r\n\r\n' },
  { name: 'a folded line', text: 'GET / HTTP/1.1\r\nHost: a\r\nAccept: a\r\n b\r\n\r\n' },
  { name: 'a space before the colon', text: 'GET / HTTP/1.1\r\nHost: a\r\nAccept : a\r\n\r\n' },
  { name: 'a lone line feed', text: 'GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n' },
  { name: 'a lone carriage return', text: 'GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n' },
  { name: 'a control character', text: 'GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n' },
  { name: 'an end of the connection', text: 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' },
  { name: 'more than a look reads', text: `GET / HTTP/1.1\r\nHost: a\r\nX: ${'b'.repeat(5_000)}\r\n\r\n` },
  { name: 'something before it', text: '\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n' }
])('$name is left to a whole parser', ({ text }) => {
  expect(read(text)).toBeNull()
})

test('any bytes give a request or null, in time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      readSimpleRequest(Buffer.concat([Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nX:'), bytes, Buffer.from('\r\n\r\n')]))
    })
  )
  const long = `GET / HTTP/1.1\r\nHost: a\r\nX:${' \t'.repeat(2_000)}\u0001\r\n\r\n`
  expect(read(long)).toBeNull()
})

test('an address sent as it was typed is encoded, and nothing else', () => {
  const rest = ' HTTP/1.1\r\nHost: a\r\nX: 北京\r\n\r\n'
  expect(encodeTarget(Buffer.from(`GET /search.atom?q=北京${rest}`)).toString()).toBe(`GET /search.atom?q=%E5%8C%97%E4%BA%AC${rest}`)
  const plain = Buffer.from(`GET /search.atom?q=%E5%8C%97${rest}`)
  expect(encodeTarget(plain)).toBe(plain)
})
