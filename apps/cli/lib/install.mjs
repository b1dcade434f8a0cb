import { existsSync, readFileSync } from 'node:fs'
import { npm } from './npm.mjs'
import { inRoot } from './paths.mjs'
import { giveUp, say } from './say.mjs'

/**
 * Installs the dependencies where they are missing or other than package-lock.json says. Development ones too, even
 * where npm is set to leave them out: they build the web app and run the TypeScript.
 */
export function installDependencies() {
  if (isInstalled()) return
  say('installing dependencies, about a minute', '正在安装依赖，约需一分钟')
  if (npm('ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error')) return
  giveUp('npm ci failed; its message is above.', 'npm ci 失败，原因见上方输出。')
}

/** Compares the lock with the one that npm leaves in node_modules. */
function isInstalled() {
  const wanted = readPackages(inRoot('package-lock.json'))
  const found = readPackages(inRoot('node_modules/.package-lock.json'))
  return Object.entries(wanted).every(
    ([path, entry]) => isOptional(path, entry) || found[path]?.version === entry.version,
  )
}

/** What may be absent: the project's own folders and what is for other platforms. */
function isOptional(path, entry) {
  return !path.includes('node_modules/') || entry.link || entry.optional || entry.devOptional || entry.peer
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}
}
