import { expect, test } from 'vitest'
import { linkAddress } from '../../src/parse/link-address.ts'

test.each([
  ['an address', '/news/1.html', '/news/1.html'],
  ['an address that speaks of a place', 'location/window.open(1).html', 'location/window.open(1).html'],
  ['an address that asks for a place', '/jobs?location=Berlin', '/jobs?location=Berlin'],
  ['a script that opens one', "javascript:openPage('/news/1.html', 'detail')", '/news/1.html'],
  ['a script that goes to one', "location.href='view.do?id=7'; return false", 'view.do?id=7'],
  ['a script with other words before', 'javascript:show("left", "https://example.org/1")', 'https://example.org/1'],
  ['a script that names none', "fn_view('9000')", ''],
  ['a script that does nothing', 'javascript:void(0)', '']
])('linkAddress reads %s', (_name, written, address) => {
  expect(linkAddress(written)).toBe(address)
})
