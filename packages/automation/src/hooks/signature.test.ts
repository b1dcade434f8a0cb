import { expect, it } from 'vitest'
import { signCall, whyUnsigned } from './signature.ts'

const now = new Date('2026-05-01T00:00:00Z')
const call = { secret: 'a-secret', id: 'msg_1', body: '{"a":1}' }
const check = (headers: object, more: object = {}, at = now) =>
  whyUnsigned({ ...call, headers, ...more }, { now: at, toleranceSeconds: 300 })

it('signs as the Standard Webhooks say', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const signed = signCall(
    { secret, id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
    new Date(1_614_265_330_000),
  )
  expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

it('takes what was signed with the secret, also beside other signatures', () => {
  const signed = signCall(call, now)
  expect(check(signed)).toBeNull()
  expect(check({ ...signed, 'webhook-signature': `v1,AAAA v2,x ${signed['webhook-signature']}` })).toBeNull()
})

it('takes nothing else', () => {
  const signed = signCall(call, now)
  expect(check({})).toBe('unsigned')
  expect(check({ ...signed, 'webhook-timestamp': 'soon' })).toBe('unsigned')
  expect(check(signed, {}, new Date(now.getTime() + 301_000))).toBe('too_old')
  expect(check(signed, {}, new Date(now.getTime() - 301_000))).toBe('too_old')
  expect(check(signed, { body: '{"a":2}' })).toBe('wrong')
  expect(check(signed, { secret: 'another' })).toBe('wrong')
  expect(check({ ...signed, 'webhook-id': 'msg_2' })).toBe('wrong')
  expect(check({ ...signed, 'webhook-signature': 'v1,' })).toBe('wrong')
})
