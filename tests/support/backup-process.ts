import { backupToFile, readConfig, restoreFromFile } from '../../apps/server/src/index.ts'

/** A process that makes or restores a backup, for tests that kill it: `node backup-process.ts backup|restore FILE`. */
const [, , what, path = ''] = process.argv
const input = {
  config: readConfig(process.env),
  path,
  passphrase: null,
  say: (line: string) => void process.stdout.write(`${line}\n`),
}

if (what === 'backup') await backupToFile({ ...input, withFiles: true })
else await restoreFromFile({ ...input, mayReplace: async () => true })
