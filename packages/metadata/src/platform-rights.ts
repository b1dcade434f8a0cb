import type { RoleDocument } from './generated/role.ts'

/** What a role can allow beyond records. */
export type PlatformRight = NonNullable<RoleDocument['rights']>[number]

// A record, so that one that the schema has and this list has not does not compile.
const known: Record<PlatformRight, true> = {
  log: true,
  log_export: true,
  purge: true,
  backup: true,
  backup_download: true,
  backup_restore: true,
  accounts: true,
  security: true,
  configuration: true,
}

/** All of them, in the order in which people read them. */
export const PLATFORM_RIGHTS = Object.keys(known) as readonly PlatformRight[]
