import { expect, test } from 'vitest'
import { regionName } from '../../src/serve/region-names.ts'
import { REGIONS } from '../../src/tag/regions.ts'

test.each([
  { code: 'CN', name: 'China' },
  { code: 'EU', name: 'European Union' },
  { code: 'CN-BJ', name: 'Beijing, China' },
  { code: 'US-DC', name: 'Washington, D.C., United States' },
  { code: 'ES-VC', name: 'Valencia, Spain' },
  { code: 'BR-RS', name: 'Rio Grande do Sul, Brazil' },
  { code: 'CN-99', name: 'China (99)' },
  { code: 'nowhere', name: 'nowhere' }
])('$code is $name', ({ code, name }) => {
  expect(regionName(code)).toBe(name)
})

test('every part of a country that texts are found to speak of has a name', () => {
  const codes = REGIONS.split('\n').filter((line) => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(line))
  expect(codes.length).toBeGreaterThan(200)
  expect(codes.filter((code) => regionName(code).endsWith(`(${code.slice(3)})`))).toEqual([])
})
