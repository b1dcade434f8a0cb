import type { Definition } from '../catalog.ts'
import type { ConnectionDocument } from '../generated/connection.ts'
import { text } from '../words.ts'
import type { CheckContext } from './report.ts'

type Auth = NonNullable<ConnectionDocument['auth']>

/** What each way of saying who calls has to know. */
const needed: Readonly<Record<Auth['type'], readonly (keyof Auth)[]>> = {
  none: [],
  basic: ['username'],
  bearer: [],
  header: ['header'],
  oauth2: ['tokenUrl', 'clientId'],
}

/** Checks that addresses are addresses and the way to log in is complete. */
export function compileConnection({ sink }: CheckContext, definition: Definition): Definition {
  const { baseUrl, auth = { type: 'none' } } = definition as unknown as ConnectionDocument
  const addresses = { '/baseUrl': baseUrl, ...(auth.tokenUrl !== undefined && { '/auth/tokenUrl': auth.tokenUrl }) }
  for (const [pointer, address] of Object.entries(addresses)) {
    if (URL.canParse(address)) continue
    sink.add({
      pointer,
      code: 'invalid_address',
      message: text(`“${address}” is no address`, `“${address}”不是有效地址`),
    })
  }
  for (const name of needed[auth.type]) {
    if (auth[name] !== undefined) continue
    const message = text(`“${auth.type}” needs “${name}”`, `认证方式“${auth.type}”需要“${name}”`)
    sink.add({ pointer: `/auth/${name}`, code: 'required', message })
  }
  return definition
}
