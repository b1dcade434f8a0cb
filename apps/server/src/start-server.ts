import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApprovals, prepareJobs, sweepSoon } from '@fieldwork/automation'
import { approvalOwner, createDatabase, migrate, type Database } from '@fieldwork/database'
import { createFiles, createRecords, sweepHandler } from '@fieldwork/records'
import type { Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import type { ServerDeps } from './capability.ts'
import { ConfigError, type Config } from './config.ts'
import { findWebRoot } from './http/web-app.ts'
import { createIdentity, type Identity } from './identity/index.ts'
import { createAutomation } from './setup/automation.ts'
import { tellAccount } from './setup/tell-account.ts'
import { setUpPrinter } from './setup/printer.ts'
import { printHandler } from './printing/print-task.ts'
import { identitySettings } from './setup/identity-settings.ts'
import { startDatabase } from './launcher/index.ts'
import { createOperationLog } from './operation-log/index.ts'
import { handOverHandler } from './organisation/hand-over-task.ts'
import { employeeAccounts } from './organisation/employee-accounts.ts'
import { guardedAccess } from './organisation/guarded-access.ts'
import { guardedOutcome } from './organisation/guarded-outcome.ts'
import { knownGrants } from './organisation/known-grants.ts'
import { keptDepartments } from './organisation/kept-departments.ts'
import { createBackups } from './backup/index.ts'
import type { LoadedPlugin, LoadedPlugins } from './plugins/load-plugins.ts'
import { readProgram } from './read-program.ts'
import { createPluginHost } from './plugins/plugin-host.ts'
import { createSealer } from './identity/sealing.ts'
import { keptCode } from './plugins/stand-ins.ts'
import { openWithPlugins } from './setup/plugins.ts'
import { keepRounds } from './setup/rounds.ts'
import { createBackupStore, createFileStore } from './setup/stores.ts'
import { runAll } from './run-all.ts'
import { makeFirstStart, type FirstStart } from './setup/first-start.ts'

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const BYTES_PER_MB = 1 << 20
const PLATFORM = 'platform'
/** Records of the CRM. */
const SAMPLES = { package: 'crm', folder: root('metadata/crm/sample-data') }

const LISTEN_REASONS: Record<string, string> = {
  EADDRINUSE: 'another program uses this port; set PORT to a free one / 端口已被占用，请将 PORT 设为其他端口',
  EACCES: 'this port needs more rights; set PORT to one above 1023 / 无权使用该端口，请将 PORT 设为 1023 以上',
  EADDRNOTAVAIL: 'this computer does not have that address / 本机没有该地址',
  ENOTFOUND: 'no such address / 没有该地址',
}

/** A server that answers requests. */
export interface RunningServer {
  /** e.g. `http://localhost:3000` */
  address: string
  /** null when the workspace had been started before */
  firstStart: FirstStart | null
  /** ends the requests under way, then everything else */
  stop(): Promise<void>
}

/**
 * The composition root: everything is made and connected here, once.
 *
 * @param log progress lines for the operator
 * @throws LauncherError when there is no PostgreSQL
 */
export async function startServer(config: Config, log: (line: string) => void): Promise<RunningServer> {
  await probePort(config)
  const database = await startDatabase({ dataDir: config.dataDir, databaseUrl: config.databaseUrl ?? undefined, log })
  const cleanups: (() => Promise<unknown>)[] = [() => database.stop()]
  try {
    const db = createDatabase({ url: database.url, maxConnections: config.databaseConnections })
    cleanups.unshift(() => db.close())
    const { deps, firstStart } = await composeServer(config, db)
    cleanups.unshift(() => deps.registry.close())
    const rounds = keepRounds(deps, uploadFolder(config))
    cleanups.unshift(() => rounds.stop())
    const app = await createApp(deps)
    cleanups.unshift(() => app.close())
    await listen(app, config)
    cleanups.unshift(() => deps.automation.stop())
    await deps.automation.start()
    return { address: addressOf(app, config), firstStart, stop: () => runAll(cleanups) }
  } catch (error) {
    await runAll(cleanups)
    throw error
  }
}

/**
 * Everything over one database: tables, metadata, first accounts and sample data, and the parts that serve.
 *
 * @param given plugins that are in memory already; absent: those in their folders
 */
export async function composeServer(
  config: Config,
  db: Database,
  given?: LoadedPlugins,
): Promise<{ deps: ServerDeps; firstStart: FirstStart | null }> {
  await migrate(db)
  await prepareJobs(db)
  const {
    packages,
    plugins: found,
    extensions,
  } = await readProgram({
    folders: config.plugins,
    given,
    kept: keptCode(db, join(config.dataDir, 'plugins')),
  })
  const store = await createFileStore(config)
  const { timeZone } = config
  const wanted = [PLATFORM, ...config.packages]
  const shipped = { packages, wanted, timeZone, confirm: config.confirmUpgrade, extensions }
  demandKnown(config, [...packages, ...found.loaded, ...found.failed])
  const sealer = createSealer({ secrets: config.secretKeys, dataDir: config.dataDir })
  const backups = createBackups({
    config,
    db,
    files: store,
    store: await createBackupStore(config),
    sealer,
    extensions,
    upgrade: async () => (await openWithPlugins(db, shipped, found)).registry.close(),
  })
  const { registry, plugins: opened } = await openWithPlugins(
    db,
    {
      ...shipped,
      taskHandlers: [
        ...backups.handlers,
        sweepHandler({ store, catalog: () => registry.catalog() }),
        handOverHandler({ records: () => records, freshActor: (actor) => identity.freshActor(actor) }),
        printHandler({
          records: () => records,
          files: () => files,
          printer: () => printer,
          operationLog: () => operationLog,
          freshActor: (actor) => identity.freshActor(actor),
        }),
      ],
    },
    found,
  )
  const plugins = createPluginHost(opened, { db, registry, sealer, timeZone })
  const files = createFiles({
    db,
    registry,
    timeZone: config.timeZone,
    store,
    folder: uploadFolder(config),
    maxBytes: config.maxFileMb * BYTES_PER_MB,
    owners: { [approvalOwner]: (actor, id) => approvals.mayRead(actor, id) },
  })
  const identityOptions = { db, registry, ...identitySettings(config), onLeft: sweepSoon, tell: tellAccount }
  const identity: Identity = createIdentity(identityOptions)
  registry.onCredential(identity.hear)
  const usersOver = (over: Database) => createIdentity({ ...identityOptions, db: over, spread: async () => {} }).users
  const { freshActor } = identity
  const approvals = createApprovals({ db, records: () => records, catalog: registry.catalog, timeZone })
  const records: Records = createRecords({
    db,
    registry,
    timeZone: config.timeZone,
    freshActor,
    hooks: (catalog) => [
      ...guardedAccess({ registry }),
      ...knownGrants({ registry }),
      keptDepartments({ registry }),
      employeeAccounts({ registry, usersOver }),
      ...approvals.hooks(catalog),
      ...plugins.hooks(catalog),
    ],
    afterHooks: (catalog) => [
      ...guardedOutcome({ registry }),
      ...approvals.afterHooks(catalog),
      ...plugins.afterHooks(catalog),
    ],
  })
  const operationLog = createOperationLog(db, registry)
  const printer = setUpPrinter({ config, registry, files })
  const parts = { config, db, registry, records, files, printer, identity, plugins, approvals, sealer }
  const automation = createAutomation(parts)
  const deps = { ...parts, operationLog, backups, automation, webRoot: findWebRoot(root('apps/web/dist')) }
  try {
    return { deps, firstStart: await makeFirstStart({ db, registry, config, sampleFolder: sampleFolder(config) }) }
  } catch (error) {
    await registry.close()
    throw error
  }
}

/** Files on their way in; on the disk of this machine in any case. */
const uploadFolder = ({ dataDir }: Config): string => join(dataDir, 'uploads')

/** @throws ConfigError where the settings name a package or a plugin that the program does not ship */
function demandKnown({ packages }: Config, found: readonly ({ name: string } | LoadedPlugin)[]): void {
  const names = found.map((each) => ('plugin' in each ? each.plugin.name : each.name))
  const unknown = packages.filter((name) => !names.includes(name))
  if (unknown.length === 0) return
  throw new ConfigError(`PACKAGES: expected names of ${names.join(', ')}, found "${unknown.join(', ')}"`)
}

/** null: this workspace gets no sample data */
const sampleFolder = ({ demo, packages }: Config): string | null =>
  demo && packages.includes(SAMPLES.package) ? SAMPLES.folder : null

/** A taken port must show before the first start makes passwords that would never be printed. */
async function probePort(config: Config): Promise<void> {
  const probe = createServer()
  await explained(
    config,
    new Promise<void>((resolve, reject) => {
      probe.once('error', reject)
      probe.listen(config.port, config.host, () => probe.close(() => resolve()))
    }),
  )
}

async function listen(app: FastifyInstance, config: Config): Promise<void> {
  await explained(config, app.listen({ port: config.port, host: config.host }))
}

/** @throws ConfigError with the words for what is wrong with host or port */
async function explained({ host, port }: Config, listening: Promise<unknown>): Promise<void> {
  try {
    await listening
  } catch (error) {
    const reason = LISTEN_REASONS[(error as NodeJS.ErrnoException).code ?? '']
    if (!reason) throw error
    throw new ConfigError(`HOST ${host}, PORT ${port}: ${reason}`, { cause: error })
  }
}

function addressOf(app: FastifyInstance, { host }: Config): string {
  const { port } = app.server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
