import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from '../promote/command.ts'
import { pluginFiles } from './plugin-files.ts'

const PLUGINS = fileURLToPath(new URL('../../../../plugins', import.meta.url))

/** Writes the files of a new plugin, ready to be tested, into a folder of its name that is not there yet. */
export const newPlugin: Command = async ({ target: name, isWeb, language, say }) => {
  const isChinese = language === 'zh-CN'
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    say(
      isChinese
        ? '名称应为小写字母、数字和连字符，例如 my-plugin'
        : 'A name of small letters, digits and hyphens, e.g. my-plugin',
    )
    return 1
  }
  const folder = resolve(PLUGINS, name)
  if (existsSync(folder)) {
    say(isChinese ? `${folder} 已存在` : `${folder} is there already`)
    return 1
  }
  for (const [path, text] of Object.entries(pluginFiles(name, { web: isWeb }))) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const shown = relative(process.cwd(), folder) || folder
  say(isChinese ? `已生成 ${shown}` : `${shown} is there`)
  say(`npx vitest run --config tests/vitest.config.ts plugins/${name}`)
  return 0
}
