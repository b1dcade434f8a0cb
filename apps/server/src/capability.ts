import type { Approvals } from '@fieldwork/automation'
import type { Database, Registry } from '@fieldwork/database'
import type { PlatformRight } from '@fieldwork/metadata'
import type { Actor, Files, Records } from '@fieldwork/records'
import type { Printer } from '@fieldwork/print'
import type { FastifyInstance } from 'fastify'
import type { Automation } from './setup/automation.ts'
import type { Backups } from './backup/index.ts'
import type { Config } from './config.ts'
import type { Locale } from './http/locale.ts'
import type { Identity } from './identity/index.ts'
import type { LoginStep } from './identity/login-steps.ts'
import type { Sealer } from './identity/sealing.ts'
import type { PluginHost } from './plugins/plugin-host.ts'
import type { OperationLog } from './operation-log/index.ts'

/** What the capabilities are built from; made once in the composition root. */
export interface ServerDeps {
  config: Config
  db: Database
  registry: Registry
  records: Records
  files: Files
  printer: Printer
  identity: Identity
  operationLog: OperationLog
  backups: Backups
  /** what runs beside the requests */
  automation: Automation
  approvals: Approvals
  /** seals what is stored and read again */
  sealer: Sealer
  plugins: PluginHost
  /** folder of the built web app, null when it has not been built */
  webRoot: string | null
}

/** A part of the API: one folder, and one line in the list of capabilities. */
export interface Capability {
  name: string
  /** adds its routes; paths are absolute */
  register(app: FastifyInstance, deps: ServerDeps): void
}

/**
 * Who may call a route; everybody who is logged in when it does not say. `begun`: also whose log-in has steps left.
 */
export type RouteAccess = 'public' | 'begun' | 'user' | 'administrator'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
    /** of a route for administrators: whoever has this right may call it, too */
    right?: PlatformRight
    /** about the caller's own account: not for tokens of limited scope */
    isAccount?: boolean
  }
  interface FastifyRequest {
    /** the caller; only public routes see null */
    actor: Actor | null
    /** who really calls, where an administrator looks with the eyes of `actor` */
    viewedBy: Actor | null
    /** the caller's language */
    locale: Locale
    /** what the caller identified himself with */
    credential: { kind: 'session' | 'token'; id: string; secret: string; steps: readonly LoginStep[] } | null
  }
}
