import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkSignature, hubSignature } from '../../src/push/hub-signature.ts'

const BODY = Buffer.from('<feed/>')
const sign = (method: string, secret = 'geheim'): string => `${method}=${createHmac(method, secret).update(BODY).digest('hex')}`

function matches(header: string | undefined): boolean {
  const check = checkSignature(header, 'geheim')
  check?.update(BODY.subarray(0, 3))
  check?.update(BODY.subarray(3))
  return check?.matches() ?? false
}

test('ours is SHA-256 in hexadecimal, and passes the check', () => {
  expect(hubSignature('geheim', BODY)).toBe(sign('sha256'))
  expect(matches(hubSignature('geheim', BODY))).toBe(true)
})

test.each(['sha1', 'sha256', 'sha384', 'sha512'])('%s is known, in any case', (method) => {
  expect(matches(sign(method))).toBe(true)
  expect(matches(sign(method).toUpperCase())).toBe(true)
})

test.each([
  { name: 'missing', header: undefined },
  { name: 'empty', header: '' },
  { name: 'of another secret', header: sign('sha256', 'other') },
  { name: 'of an unknown method', header: sign('md5') },
  { name: 'without its method', header: sign('sha256').slice(7) },
  { name: 'cut', header: sign('sha256').slice(0, -2) },
  { name: 'of another method than it says', header: sign('sha512').replace('sha512', 'sha256') }
])('a signature that is $name does not match', ({ header }) => {
  expect(matches(header)).toBe(false)
})
