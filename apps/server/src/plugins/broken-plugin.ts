import { refuse } from '@fieldwork/plugin-sdk'

/** Refuses what only the code of a plugin can do that does not work. */
export const brokenPlugin = (name: string) =>
  refuse({
    code: 'plugin/broken',
    status: 503,
    message: {
      en: `The plugin “${name}” does not work at present; an administrator can mend or disable it`,
      'zh-CN': `插件“${name}”目前无法工作，请管理员修复或停用`,
    },
    params: { plugin: name },
  })
