import { resolve } from 'node:path'
import {
  backupToFile,
  ConfigError,
  isTaken,
  readConfig,
  restoreFromFile,
  verifyFile,
  wordsForOperator,
} from '@fieldwork/server'
import type { Command, CommandInput } from './command.ts'
import { FolderError } from './folder.ts'

/** Writes a backup of the workspace into a file, without a server or beside a running one. */
export const backup: Command = (input) =>
  asOperator(input, async ({ config, path, passphrase }) => {
    if (isTaken(path)) throw new FolderError(`${path} exists already`)
    const { size, sha256, content } = await backupToFile({
      config,
      path,
      passphrase,
      say: input.say,
      withFiles: !input.isWithoutFiles,
    })
    const { rows, tables, files, seconds } = content
    const inFiles = files === null ? 'no files' : `${files.count} files (${files.missing} missing)`
    input.say(`${path}: ${size} bytes, ${rows} rows of ${tables} tables, ${inFiles}, ${seconds.toFixed(1)} s`)
    input.say(`sha256 ${sha256}`)
    return 0
  })

/** Makes the workspace what a backup holds; asks before it replaces one. */
export const restore: Command = (input) =>
  asOperator(input, async ({ config, path, passphrase }) => {
    const { header, rows, revision } = await restoreFromFile({
      config,
      path,
      passphrase,
      say: input.say,
      mayReplace: async () =>
        input.isAccepted || (await input.ask('There is a workspace already. Replace all of it with the backup?')),
    })
    input.say(`${rows} rows of ${header.moment} are restored; revision ${revision}. Everybody logs in again.`)
    return 0
  })

/** Tests a backup: compares it with its checksums and loads it beside the workspace, which stays as it is. */
export const verify: Command = (input) =>
  asOperator(input, async ({ config, path, passphrase }) => {
    const { ok, rows, files, message } = await verifyFile({ config, path, passphrase, say: input.say })
    input.say(ok ? `${path} can be restored: ${rows} rows, ${files} files` : inWords(message, input.language))
    return ok ? 0 : 1
  })

interface Operated {
  config: ReturnType<typeof readConfig>
  path: string
  passphrase: string | null
}

/** Settings are the server's own, from the environment. */
async function asOperator(
  { target, env, language }: CommandInput,
  work: (input: Operated) => Promise<number>,
): Promise<number> {
  try {
    return await work({ config: readConfig(env), path: resolve(target), passphrase: env.BACKUP_PASSPHRASE || null })
  } catch (error) {
    if (error instanceof ConfigError) throw new FolderError(error.message)
    const words = wordsForOperator(error)
    if (words !== null) throw new FolderError(inWords(words, language))
    throw error
  }
}

const inWords = (text: { en: string; 'zh-CN': string } | null, language: string): string =>
  text === null ? '' : language === 'zh-CN' ? text['zh-CN'] : text.en
