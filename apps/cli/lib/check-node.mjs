import { giveUp } from './say.mjs'

/** Oldest version of each line that everything runs on; lines after the last run from their start. */
const OLDEST = { 20: [20, 19], 22: [22, 12], 24: [24, 0] }

/** Ends the process with a clear message on a Node.js that is too old. */
export function checkNode() {
  if (isSupported(process.versions.node)) return
  giveUp(
    `Fieldwork needs Node.js 20.19, 22.12, 24 or newer; this is ${process.version}. Get one at https://nodejs.org`,
    `Fieldwork 需要 Node.js 20.19、22.12、24 或更新版本；当前为 ${process.version}。下载：https://nodejs.org`,
  )
}

/** @param {string} version for instance `20.19.4` */
function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const oldest = OLDEST[major]
  return oldest ? minor >= oldest[1] : major > 24
}
