import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAddress } from '../../src/fetch/address-guard.ts'

const rules = { allow: [], ports: [80, 443] }

describe('refused addresses', () => {
  test.each([
    ['this network', '0.0.0.0'],
    ['this network, far end', '0.255.255.255'],
    ['private 10', '10.0.0.1'],
    ['private 10, far end', '10.255.255.255'],
    ['private 172.16', '172.16.0.1'],
    ['private 172.31', '172.31.255.255'],
    ['private 192.168', '192.168.1.1'],
    ['loopback', '127.0.0.1'],
    ['loopback, far end', '127.255.255.254'],
    ['link-local', '169.254.1.1'],
    ['cloud metadata', '169.254.169.254'],
    ['container metadata', '169.254.170.2'],
    ["a cloud's host", '168.63.129.16'],
    ['carrier NAT', '100.64.0.1'],
    ['carrier NAT, far end', '100.127.255.255'],
    ["another cloud's metadata", '100.100.100.200'],
    ['protocol assignments', '192.0.0.1'],
    ['test net 1', '192.0.2.1'],
    ['benchmarking', '198.18.0.1'],
    ['benchmarking, far end', '198.19.255.255'],
    ['test net 2', '198.51.100.1'],
    ['test net 3', '203.0.113.1'],
    ['multicast', '224.0.0.1'],
    ['multicast, far end', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback 6', '::1'],
    ['compatible', '::127.0.0.1'],
    ['compatible, hex', '::7f00:1'],
    ['compatible, public', '::808:808'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped, hex', '::ffff:7f00:1'],
    ['mapped private', '::ffff:10.0.0.1'],
    ['mapped metadata', '::ffff:169.254.169.254'],
    ['mapped host of a cloud', '::ffff:168.63.129.16'],
    ['translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64 of a public address', '64:ff9b::808:808'],
    ['local NAT64', '64:ff9b:1::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['6to4 of a private address', '2002:c0a8:101::1'],
    ['Teredo', '2001::1'],
    ['Teredo with data', '2001:0:7f00:1::'],
    ['ORCHID', '2001:10::1'],
    ['ORCHID 2', '2001:20::1'],
    ['documentation 6', '2001:db8::1'],
    ['documentation 6, new', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['unique local', 'fc00::1'],
    ['unique local, fd', 'fd00:ec2::254'],
    ['link-local 6', 'fe80::1'],
    ['link-local 6 with zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast 6', 'ff02::1'],
    ['discard only', '100::1'],
    ['benchmarking 6', '2001:2::1']
  ])('%s: %s', (_name, ip) => {
    expect(checkAddress(ip, 80, rules)).toMatch(/^is no public address \(/)
  })

  test.each(['127.1', '0x7f.1', '2130706433', '017700000001', 'localhost', '', 'example.org', '1.2.3.4.5', '[::1]', '1.2.3.4 '])(
    '%s is no address',
    (text) => {
      expect(checkAddress(text, 80, rules)).toBe('is no IP address')
    }
  )

  test.each([
    ['8.8.8.8', 22],
    ['8.8.8.8', 8080],
    ['2606:4700::1111', 6379],
    ['8.8.8.8', 0]
  ])('%s on port %i', (ip, port) => {
    expect(checkAddress(ip, port, rules)).toContain(`port ${port}`)
  })
})

describe('admitted addresses', () => {
  test.each([
    ['8.8.8.8', 443],
    ['1.1.1.1', 80],
    ['::ffff:8.8.8.8', 80],
    ['2606:4700::1111', 443],
    ['2a00:1450:4001:81b::200e', 80],
    ['172.15.0.1', 80],
    ['172.32.0.1', 443],
    ['100.128.0.1', 80]
  ])('%s on port %i', (ip, port) => expect(checkAddress(ip, port, rules)).toBeNull())
})

describe("the operator's list", () => {
  const allowing = { allow: ['127.0.0.1:8081', '[::1]:8081', '10.0.0.5:80'], ports: [80, 443] }
  test.each([
    ['127.0.0.1', 8081],
    ['::1', 8081],
    ['0:0:0:0:0:0:0:1', 8081],
    ['::ffff:127.0.0.1', 8081],
    ['10.0.0.5', 80]
  ])('%s on %i is named', (ip, port) => {
    expect(checkAddress(ip, port, allowing)).toBeNull()
  })
  test.each([
    ['127.0.0.1', 8082],
    ['127.0.0.1', 80],
    ['127.0.0.2', 8081],
    ['::1', 80],
    ['10.0.0.5', 443],
    ['8.8.8.8', 8081]
  ])('%s on %i is not', (ip, port) => {
    expect(checkAddress(ip, port, allowing)).not.toBeNull()
  })
})

test('every address of a private network is refused however it is written', () => {
  const octet = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(fc.constantFrom(10, 127), octet, octet, octet, (a, b, c, d) => {
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
      for (const ip of [
        `${a}.${b}.${c}.${d}`,
        `::ffff:${a}.${b}.${c}.${d}`,
        `::ffff:${hex}`,
        `::${hex}`,
        `64:ff9b::${hex}`,
        `2002:${hex}::`
      ]) {
        expect(checkAddress(ip, 80, rules)).not.toBeNull()
      }
    })
  )
})

test('any text gives an answer', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), (text, port) => {
      const reason = checkAddress(text, port, rules)
      expect(reason === null || reason.length > 0).toBe(true)
    })
  )
})
