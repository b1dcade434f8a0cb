import { expect, it } from 'vitest'

import { exampleCall, newSecret } from './example-call.ts'

it('a new secret is 32 bytes of chance in base64, another one each time', () => {
  const secret = newSecret()
  expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
  expect(secret).toMatch(/^whsec_/)
  expect(newSecret()).not.toBe(secret)
})

it('the example names the address and never a secret', () => {
  const url = 'https://crm.example.com/api/hooks/orders'
  expect(exampleCall(url, 'bearer')).toContain(`curl -X POST '${url}'`)
  expect(exampleCall(url, 'signature')).toContain('webhook-signature: v1,$SIGN')
})
