import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { webhookHeaders, webhookKey } from '../../src/push/webhook-signature.ts'

test('the example of the Standard Webhooks specification comes out', () => {
  const headers = webhookHeaders(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '{"test": 2432232314}',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    1_614_265_330_999
  )
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
  })
})

test('a secret of another form is the key itself', () => {
  expect(webhookKey('plain')).toEqual(Buffer.from('plain'))
  const expected = createHmac('sha256', 'plain').update('msg_1.1.{}').digest('base64')
  expect(webhookHeaders('msg_1', '{}', 'plain', 1_000)['webhook-signature']).toBe(`v1,${expected}`)
})

test('without a secret there is no signature', () => {
  expect(webhookHeaders('msg_1', '{}', null, 1_000)).toEqual({ 'webhook-id': 'msg_1', 'webhook-timestamp': '1' })
})
