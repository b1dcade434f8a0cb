import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGuardedFetch } from './guarded-fetch.ts'
import { isPrivateAddress } from './private-addresses.ts'

const guarded = createGuardedFetch({ privateHosts: [] })
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  if (request.url === '/long') response.end(Buffer.alloc((1 << 20) + 1))
  else if (request.url === '/elsewhere') response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  else response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('hello')
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

describe('an outgoing call', () => {
  it.each([
    'https://127.0.0.1/',
    'https://localhost/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0.0.0.0/',
  ])('is not made into the own network: %s', async (url) => {
    await expect(guarded(url)).rejects.toThrow(/private network/)
  })

  it.each(['http://example.com/', 'file:///etc/passwd', 'ftp://example.com/', 'data:,x'])(
    'is made over https only: %s',
    async (url) => {
      await expect(guarded(url)).rejects.toThrow(/only https/)
    },
  )

  it('reaches a host that is allowed by name, follows nothing and reads no endless answer', async () => {
    const allowed = createGuardedFetch({ privateHosts: ['localhost'] })
    const answer = await allowed(`http://localhost:${port}/`)
    expect([answer.status, await answer.text()]).toEqual([200, 'hello'])
    expect((await allowed(`http://localhost:${port}/elsewhere`)).status).toBe(302)
    await expect(allowed(`http://localhost:${port}/long`)).rejects.toThrow(/too long/)
    await expect(allowed(`http://127.0.0.1:${port}/`)).rejects.toThrow(/only https/)
    expect(asked).toEqual(['/', '/elsewhere', '/long'])
  })

  it('knows public addresses from private ones', () => {
    for (const open of ['1.1.1.1', '8.8.8.8', '2606:4700::1111']) expect(isPrivateAddress(open), open).toBe(false)
    for (const own of ['192.168.1.1', '100.64.0.1', '172.31.255.255', '::', 'fe80::1', '64:ff9b::a00:1'])
      expect(isPrivateAddress(own), own).toBe(true)
  })
})
