import type { Settable } from '../../plugins/settings-store.ts'

const LEAST_CHARACTERS = 16

/** What is kept of a hook beside its definition. */
export const hookSettings = (name: string): Settable => ({
  owner: 'hook',
  name,
  settings: {
    type: 'object',
    properties: {
      secret: {
        type: 'string',
        minLength: LEAST_CHARACTERS,
        maxLength: 500,
        writeOnly: true,
        title: 'Secret',
        'x-title': { en: 'Secret', 'zh-CN': '密钥' },
      },
    },
  },
})
