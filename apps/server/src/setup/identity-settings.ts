import type { Config } from '../config.ts'
import type { IdentityOptions } from '../identity/index.ts'
import { createSealer } from '../identity/sealing.ts'
import { createGuardedFetch } from '../outgoing/guarded-fetch.ts'

/** What the identity part takes from the settings. */
export function identitySettings(config: Config): Omit<IdentityOptions, 'db' | 'registry'> {
  const { sessionHours, sessionMaxHours, timeZone, workspaceName, secretKeys, dataDir } = config
  const sealer = createSealer({ secrets: secretKeys, dataDir })
  return {
    sessionHours,
    sessionMaxHours,
    timeZone,
    workspaceName,
    sealer,
    fetch: createGuardedFetch({ privateHosts: config.outgoingPrivateHosts }),
    oidc: config.oidc,
    publicUrl: config.publicUrl ?? `http://localhost:${config.port}`,
  }
}
