import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, type Database } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { AppError, type Catalog } from '@fieldwork/metadata'
import { readPackages } from '@fieldwork/metadata/server'
import type { Actor, Records } from '@fieldwork/records'
import { checkPlugin, type Plugin, type PluginContext } from '@fieldwork/plugin-sdk'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { withCompiler } from '../plugins/compile-plugin.ts'
import { installable, type LoadedPlugins } from '../plugins/load-plugins.ts'
import { SHIPPED_FOLDER } from '../read-program.ts'
import { composeServer } from '../start-server.ts'
import { runAll } from '../run-all.ts'
import { scratchDatabase } from './test-database.ts'
import { settleJobs } from './settle-jobs.ts'

const PASSWORD = 'password-of-plugin-tests'

/** What a route answered. */
export interface TestAnswer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  body: any
}

/** A workspace with the plugin enabled: the real catalog, database, records, jobs and API, without a port. */
export interface TestKit extends AsyncDisposable {
  records: Records
  db: Database
  /** what is published now */
  catalog(): Catalog
  /** an administrator */
  admin: Actor
  /** A user of these roles; made on first use. */
  user(username: string, roles: readonly string[]): Promise<Actor>
  /** Calls the API, e.g. `call(admin, 'POST', '/api/plugins/my-plugin/greet', { to: 'me' })`. */
  call(
    actor: Actor,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<TestAnswer>
  /** what the plugin's code works with */
  plugin: PluginContext
  /** Does every job that is due, and those that these add. Throws Error with what a job has failed with. */
  runJobs(): Promise<void>
  /** Runs a schedule of the plugin now. */
  runSchedule(name: string): Promise<void>
  close(): Promise<void>
}

export interface TestOptions {
  /** packages beside the platform and those that the plugin requires */
  packages?: readonly string[]
  /** as an administrator would set them */
  settings?: Record<string, unknown>
  /** environment variables of the server */
  environment?: Record<string, string>
  /** false: the plugin is there, but nobody has enabled it */
  enabled?: boolean
}

/**
 * Installs a plugin in a new workspace of its own.
 *
 * @throws Error with everything that is wrong with the plugin
 */
export async function testPlugin(plugin: Plugin, options: TestOptions = {}): Promise<TestKit> {
  const cleanups: (() => Promise<unknown>)[] = []
  try {
    return await openKit(plugin, options, cleanups)
  } catch (error) {
    await runAll(cleanups)
    if (!(error instanceof AppError) || error.problems.length === 0) throw error
    throw new Error(told(error.problems), { cause: error })
  }
}

async function openKit(plugin: Plugin, options: TestOptions, cleanups: (() => Promise<unknown>)[]): Promise<TestKit> {
  const { settings = {}, enabled = true } = options
  const database = await scratchDatabase()
  cleanups.unshift(() => database.drop())
  const db = createDatabase({ url: database.url })
  cleanups.unshift(() => db.close())
  const { deps } = await composeServer(configOf(plugin, options), db, await loadedAlready(plugin))
  cleanups.unshift(() => deps.registry.close())
  const { registry, records, identity, plugins, automation } = deps
  const adminId = (await identity.users.list()).find(({ username }) => username === 'admin')?.id ?? ''
  const known = plugins.loaded.find((each) => each.plugin === plugin)
  if (!known) throw new Error(told(plugins.failed.flatMap(({ problems }) => problems)))
  if (enabled) await registry.packages.enable(known.layer, {}, { id: adminId })
  await plugins.settings.store(db, plugin, settings)
  const app = await createApp(deps)
  cleanups.unshift(() => app.close())
  cleanups.unshift(() => automation.stop())
  const actorOf = async (id: string): Promise<Actor> => {
    const actor = await identity.actorOf(id, 'en')
    if (!actor) throw new Error('The user may not call')
    return actor
  }
  const admin = await actorOf(adminId)
  const context = () => plugins.contextOf(plugin, { records, db })
  return {
    records,
    db,
    admin,
    catalog: () => registry.catalog(),
    get plugin() {
      return context()
    },
    async user(username, roles) {
      const found = (await identity.users.list()).find((user) => user.username === username)
      const input = { username, name: username, roles: [...roles], active: true, password: PASSWORD }
      return actorOf((found ?? (await identity.users.create(input, adminId))).id)
    },
    async call(actor, method, url, body) {
      const { token } = await identity.tokens.create(actor.id, {
        name: 'test',
        days: 1,
        readOnly: false,
        objects: null,
      })
      const headers = { authorization: `Bearer ${token}`, 'accept-language': actor.locale }
      const answer = await app.inject({ method, url, headers, ...(body !== undefined && { payload: body as object }) })
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
    },
    async runJobs() {
      await automation.start()
      await settleJobs(db)
    },
    async runSchedule(name) {
      const schedule = plugin.schedules?.[name]
      if (!schedule) throw new Error(`The plugin has no schedule “${name}”`)
      await schedule.run({ ...context(), signal: new AbortController().signal })
    },
    close: () => runAll(cleanups.splice(0)),
    [Symbol.asyncDispose]: () => runAll(cleanups.splice(0)),
  }
}

const configOf = ({ requires = {} }: Plugin, { packages = [], environment = {} }: TestOptions) =>
  readConfig({
    ADMIN_PASSWORD: PASSWORD,
    PACKAGES: [...new Set([...Object.keys(requires), ...packages])].join(',') || 'platform',
    DEMO: '0',
    LOG_LEVEL: 'error',
    DATA_DIR: join(tmpdir(), `fieldwork-plugin-test-${process.pid}`),
    ...environment,
  })

async function loadedAlready(plugin: Plugin): Promise<LoadedPlugins> {
  const problems = checkPlugin(plugin, plugin.name)
  if (problems.length > 0) throw new Error(told(problems))
  const packages = await readPackages(SHIPPED_FOLDER)
  return { loaded: [await withCompiler(() => installable(plugin, packages))], failed: [] }
}

interface Told extends Pick<Problem, 'pointer' | 'message'> {
  /** the definition that has the problem */
  kind?: string
  name?: string
}

/** One line for each problem, with the definition that it is in. */
const told = (problems: readonly Told[]): string =>
  problems
    .map(({ kind, name, pointer, message }) =>
      [kind && `${kind} ${name}`, pointer, message.en].filter(Boolean).join(' '),
    )
    .join('\n')
