import { describe, expect, test } from 'vitest'
import { createAddressLimit, createFailureLimit, networkOf } from '../../src/serve/address-limit.ts'

test.each([
  { address: '192.0.2.1', network: '192.0.2.1' },
  { address: '::ffff:192.0.2.1', network: '192.0.2.1' },
  { address: '2001:db8:1:2:3:4:5:6', network: '2001:db8:1:2' },
  { address: '2001:0db8:0001:0002::9', network: '2001:db8:1:2' },
  { address: '2001:db8::9', network: '2001:db8:0:0' },
  { address: '2001:db8:0:0:ffff::', network: '2001:db8:0:0' },
  { address: '2001:db8:0:1::', network: '2001:db8:0:1' },
  { address: 'fe80::1%eth0', network: 'fe80:0:0:0' },
  { address: '::1', network: '0:0:0:0' }
])('$address counts as $network', ({ address, network }) => expect(networkOf(address)).toBe(network))

describe('in a minute', () => {
  test('an address may ask so often, and again in the next', () => {
    let now = 0
    const limit = createAddressLimit(2, () => now)
    const asks = (address: string) => expect(() => limit(address))
    asks('192.0.2.1').not.toThrow()
    now = 59_999
    asks('192.0.2.1').not.toThrow()
    asks('192.0.2.1').toThrow('This address asked more than 2 times in a minute; try again in 1 s.')
    asks('192.0.2.2').not.toThrow()
    now = 60_000
    asks('192.0.2.1').not.toThrow()
  })

  test('failures count, successes do not; a clock that was put back locks nobody out', () => {
    let now = 100_000
    const limit = createFailureLimit(1, () => now)
    for (let n = 0; n < 5; n++) expect(() => limit.check('192.0.2.1')).not.toThrow()
    limit.note('192.0.2.1')
    expect(() => limit.check('192.0.2.1')).toThrow('This address failed 1 times in a minute')
    now = 0
    expect(() => limit.check('192.0.2.1')).not.toThrow()
  })

  test('the longest known address is forgotten when there are too many', () => {
    const limit = createAddressLimit(1, () => 0)
    limit('192.0.2.1')
    for (let n = 0; n < 10_000; n++) limit(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
    expect(() => limit('192.0.2.1')).not.toThrow()
  })
})
