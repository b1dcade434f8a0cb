import { describe, expect, it } from 'vitest'
import { addressOf } from './create-connections.ts'
import { bodyOf, pathOf } from './fill-call.ts'
import { strikingOut } from './strike-out.ts'

const connection = { name: 'erp', baseUrl: 'https://erp.example.com/api/' }

describe('the address of a call', () => {
  it('has each parameter as one segment, and its query', () => {
    const path = pathOf({
      connection: 'erp',
      path: '/o/{id}',
      parameters: { id: 'a/../b?c' },
      query: { q: 'x&y', z: null },
    })
    expect(addressOf(connection, path).href).toBe('https://erp.example.com/api/o/a%2F..%2Fb%3Fc?q=x%26y')
  })

  it.each(['..', '.', '', null])('takes no parameter %j', (id) => {
    expect(() => pathOf({ connection: 'erp', path: '/o/{id}', parameters: { id } })).toThrow(/has no value/)
  })

  it.each(['/../admin', '/%2e%2e/admin', '/x/../../admin', '\\..\\admin', '/\\evil.example.com'])(
    'does not leave its base by %s',
    (path) => {
      expect(() => addressOf(connection, path)).toThrow(/leads out|no address/)
    },
  )

  it.each(['//evil.example.com/', '@evil.example.com', ':443@evil.example.com', 'https://evil.example.com/'])(
    'stays at its host with %s',
    (path) => expect(addressOf(connection, path).host).toBe('erp.example.com'),
  )
})

it('escapes what is put into XML', () => {
  const { text } = bodyOf({
    connection: 'erp',
    format: 'xml',
    body: '<a n="{name}">{name}</a>{other}',
    parameters: { name: `"</a>&'\u0001` },
  })
  expect(text).toBe('<a n="&quot;&lt;/a&gt;&amp;&apos;">&quot;&lt;/a&gt;&amp;&apos;</a>{other}')
})

it('strikes secrets out in every form in which they travel', () => {
  const strike = strikingOut(['pass"word+1'])
  const forms = ['pass"word+1', 'pass%22word%2B1', 'pass\\"word+1', Buffer.from('pass"word+1').toString('base64')]
  expect(strike(forms.join(' '))).toBe('••• ••• ••• •••')
})
