import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { signedAddress } from '../src/dingtalk.ts'
import { signatureOf } from '../src/feishu.ts'
import { withinBytes } from '../src/robot.ts'

const now = new Date(1_599_360_473_000)

it('signs for DingTalk over milliseconds and secret, in the address', () => {
  const url = new URL(signedAddress('https://oapi.dingtalk.com/robot/send?access_token=t', 'SECx', now))
  const sign = createHmac('sha256', 'SECx').update('1599360473000\nSECx').digest('base64')
  expect(Object.fromEntries(url.searchParams)).toEqual({ access_token: 't', timestamp: '1599360473000', sign })
})

it('signs for Feishu with seconds and secret as the key', () => {
  const sign = createHmac('sha256', '1599360473\nsecret').update('').digest('base64')
  expect(signatureOf('secret', now)).toEqual({ timestamp: '1599360473', sign })
})

it('cuts texts between characters and says so', () => {
  expect(withinBytes('销售机会', 12)).toBe('销售机会')
  expect(withinBytes('销售机会', 11)).toBe('销售…')
  expect(withinBytes('😀😀', 7)).toBe('😀…')
})
