import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { newPlugin } from '../plugin/new-plugin.ts'
import { backup, restore, verify } from './backup.ts'
import { checkFolder } from './check.ts'
import { createClient, ServerError } from './client.ts'
import type { Command } from './command.ts'
import { diff } from './diff.ts'
import { FolderError } from './folder.ts'
import { plan } from './plan.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { exportFile, importFile, uninstallPackage } from './transfer.ts'
import { worker } from './worker.ts'
import { writeTypes } from '../typegen/write-types.ts'

const help = `Usage: npx fieldwork COMMAND [options]

  pull DIR      write the workspace's definitions as files, one for each document
  push DIR      make the workspace as the files say; plans first
  plan DIR      what a push would do, and who would gain and lose what; publishes nothing
  diff DIR      what differs between the files and the workspace; exit code 1 where something does
  check DIR     check the files without a server
  export FILE   save a layer as one package (- prints it)
  import FILE   import a package
  uninstall NAME
                take an imported package away; its records are kept

  worker        do background work (workflows, deadlines …) beside the servers, until it is stopped
                (DATA_DIR or DATABASE_URL and the other settings of the server; WORKER jobs at a time)

  plugin new NAME
                write the files of a new plugin with its test into plugins/NAME
  typegen DIR   write the types of the objects that the plugin in DIR sees into DIR/generated/objects.ts;
                with --layer all those of the server's workspace

  backup FILE   write the whole workspace into a file, while people work
  verify FILE   test a backup: read it, and load it beside the workspace
  restore FILE  make the workspace what the backup holds, in an empty database or in place of the present one
                (these three use DATA_DIR or DATABASE_URL and no server; BACKUP_PASSPHRASE seals and opens)

  --url URL     the server; default FIELDWORK_URL, else http://localhost:3000
  --token TOKEN of an administrator; default FIELDWORK_TOKEN (POST /api/tokens makes one)
  --layer NAME  workspace (default), the name of a package, or all (export only)
  --yes         accept steps that can lose data, removals, and overwriting your files
  --web         a new plugin has a page, a tile and a widget for the browser
  --no-files    leave uploaded files out of a backup
  --message M   words for the revision
  --lang L      en or zh-CN; default by LANG`

const commands: Record<string, Command> = {
  pull,
  push,
  plan,
  diff,
  check: checkFolder,
  export: exportFile,
  import: importFile,
  uninstall: uninstallPackage,
  'plugin new': newPlugin,
  typegen: writeTypes,
  backup,
  verify,
  restore,
}

/**
 * Runs one command of the program.
 *
 * @returns the exit code: 0 done, 1 refused or different, 2 not understood
 */
export async function runFieldwork(args: string[], env: Record<string, string | undefined>): Promise<number> {
  const read = readArguments(args)
  if (read === null) return 2
  const { values, positionals } = read
  const [name = '', target, ...more] = positionals[0] === 'plugin' ? joined(positionals) : positionals
  if (name === 'worker' && target === undefined && !values.help) return worker({ env, say: console.log })
  const run = commands[name]
  if (values.help || run === undefined || target === undefined || more.length > 0) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const language = values.lang ?? (env.LANG?.startsWith('zh') ? 'zh-CN' : 'en')
  const url = (values.url ?? env.FIELDWORK_URL ?? 'http://localhost:3000').replace(/\/+$/, '')
  const client = createClient({ url, token: values.token ?? env.FIELDWORK_TOKEN ?? '', language })
  const { layer, yes, message, web, 'no-files': isWithoutFiles } = values
  try {
    return await run({
      target,
      client,
      layer,
      isAccepted: yes,
      isWithoutFiles,
      isWeb: web,
      message,
      language,
      env,
      say: console.log,
      ask,
    })
  } catch (error) {
    if (!(error instanceof ServerError || error instanceof FolderError)) throw error
    console.error(error.message)
    return 1
  }
}

/** `plugin new NAME`: a command of two words. */
const joined = ([first, second, ...rest]: string[]): string[] => [`${first} ${second}`, ...rest]

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        token: { type: 'string' },
        layer: { type: 'string' },
        yes: { type: 'boolean', default: false },
        web: { type: 'boolean', default: false },
        'no-files': { type: 'boolean', default: false },
        message: { type: 'string' },
        lang: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    console.error((error as Error).message)
    return null
  }
}

/** Asks where somebody can answer; elsewhere the answer is no. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
