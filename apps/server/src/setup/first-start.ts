import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApprovals } from '@fieldwork/automation'
import { withinTransaction, type Database, type Registry } from '@fieldwork/database'
import { asSystem, createRecords, type Actor, type Records } from '@fieldwork/records'
import type { Config } from '../config.ts'
import { createIdentity, type Identity } from '../identity/index.ts'
import { createPassword } from '../identity/secrets.ts'
import { identitySettings } from './identity-settings.ts'
import { loadSampleData } from './sample-data.ts'
import { doSampleStep } from './sample-steps.ts'

const USERS_LOCK = `select pg_advisory_xact_lock(hashtextextended(current_schema() || ':first start', 0))`

/** What the first start made, for the operator to read. */
export interface FirstStart {
  /** null when the settings give it */
  adminPassword: string | null
  sampleUsers: { username: string; name: string }[]
  /** null when the settings give it */
  demoPassword: string | null
}

interface SampleUser {
  username: string
  name: string
  roles: string[]
  /** name of the sample record of the person */
  employee?: string
}

interface FirstStartInput {
  db: Database
  registry: Registry
  config: Config
  /** folder with users.json and the files of sample records; null: none are made */
  sampleFolder: string | null
}

/**
 * In a workspace without users, makes the administrator and, unless switched off, the sample users and records: all
 * of it or nothing, so that a start that was cut short is simply done again.
 *
 * @returns null in a workspace that has users
 */
export async function makeFirstStart({
  db,
  registry,
  config,
  sampleFolder,
}: FirstStartInput): Promise<FirstStart | null> {
  return db.transaction(async (tx) => {
    await tx.query({ text: USERS_LOCK })
    const { rowCount } = await tx.query({ text: 'select from fw_identity limit 1' })
    if (rowCount !== 0) return null
    const within = withinTransaction(tx, db)
    const identity = createIdentity({ db: within, registry, ...identitySettings(config) })
    const adminPassword = config.adminPassword ?? createPassword()
    const demoPassword = config.demoPassword ?? createPassword()
    const adminId = await addAdministrator(identity, adminPassword)
    const samples = sampleFolder === null ? [] : await readSampleUsers(sampleFolder)
    const userIds = await addSampleUsers(identity, samples, { adminId, password: demoPassword })
    if (sampleFolder !== null) {
      const { timeZone } = config
      const actor = loader(adminId)
      const approvals = createApprovals({ db: within, records: () => records, catalog: registry.catalog, timeZone })
      const { hooks, afterHooks } = approvals
      const records: Records = createRecords({ db: within, registry, timeZone, hooks, afterHooks })
      await loadSampleData({
        records,
        actor,
        doStep: (step) => doSampleStep({ records, approvals, identity, actor, userIds }, step),
        folder: sampleFolder,
        userIds,
        timeZone,
        afterFile: linkEmployees(identity, samples, { adminId, userIds }),
      })
    }
    return {
      adminPassword: config.adminPassword ? null : adminPassword,
      sampleUsers: samples,
      demoPassword: config.demoPassword ? null : demoPassword,
    }
  })
}

const ADMINISTRATOR = { username: 'admin', name: '系统管理员', roles: ['administrator'] }

/** The platform itself, in the administrator's name. */
function loader(id: string): Actor {
  return { ...asSystem('Sample data / 示例数据'), ...ADMINISTRATOR, id }
}

async function addAdministrator({ users }: Identity, password: string): Promise<string> {
  const { id } = await users.create({ ...ADMINISTRATOR, active: true, password, isTrustedPassword: true }, null)
  return id
}

async function addSampleUsers(
  { users }: Identity,
  samples: readonly SampleUser[],
  { adminId, password }: { adminId: string; password: string },
): Promise<Map<string, string>> {
  const ids = new Map([[ADMINISTRATOR.username, adminId]])
  for (const { username, name, roles } of samples) {
    const user = await users.create({ username, name, roles, active: true, password, isTrustedPassword: true }, adminId)
    ids.set(username, user.id)
  }
  return ids
}

/** Links each account to its person as soon as there is one, so that what is loaded later gets its department. */
function linkEmployees(
  { users }: Identity,
  samples: readonly SampleUser[],
  { adminId, userIds }: { adminId: string; userIds: ReadonlyMap<string, string> },
) {
  const waiting = new Set(samples.filter(({ employee }) => employee !== undefined))
  return async (ids: ReadonlyMap<string, string>): Promise<void> => {
    for (const sample of waiting) {
      const employee = ids.get(sample.employee!)
      if (employee === undefined) continue
      await users.change(userIds.get(sample.username)!, { employee }, adminId)
      waiting.delete(sample)
    }
  }
}

async function readSampleUsers(folder: string): Promise<SampleUser[]> {
  return JSON.parse(await readFile(join(folder, 'users.json'), 'utf8')) as SampleUser[]
}
