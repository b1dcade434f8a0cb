import { namesOf, type Names } from './plugin-names.ts'
import { webFiles, webMember } from './plugin-web-files.ts'

interface Wanted {
  /** also what it shows in the browser: a page, a tile and a widget */
  web?: boolean
}

/** The files of a new plugin by their paths in its folder: a field type, a workflow step, an address of the API, a hook, a test. */
export function pluginFiles(name: string, { web = false }: Wanted = {}): Record<string, string> {
  const names = namesOf(name)
  return {
    'package.json': jsonText(manifest(name, web)),
    'plugin.ts': pluginText(names, web),
    [`metadata/objects/${names.object}.json`]: jsonText(objectDocument(names)),
    [`tests/${name}.test.ts`]: testText(names),
    ...(web && webFiles(names)),
  }
}

/** As the formatter writes it: a list of one text stays on its line. */
const jsonText = (value: object): string =>
  `${JSON.stringify(value, null, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]')}\n`

const manifest = (name: string, web: boolean) => ({
  name: `fieldwork-plugin-${name}`,
  version: '1.0.0',
  private: true,
  type: 'module',
  dependencies: {
    '@fieldwork/plugin-sdk': '*',
    ...(web && { '@fieldwork/ui': '*', '@tanstack/react-query': '^5.90.0', antd: '^6.0.0', react: '^19.0.0' }),
  },
})

const objectDocument = ({ name, title, object }: Names) => ({
  name: object,
  'x-object': { label: { en: title, 'zh-CN': title }, nameField: 'code' },
  type: 'object',
  required: ['code'],
  properties: {
    code: { 'x-field': { type: `${name}-code`, label: { en: 'Code', 'zh-CN': '编号' }, order: 10, unique: true } },
    note: { 'x-field': { type: 'text', label: { en: 'Note', 'zh-CN': '备注' }, order: 20 } },
  },
})

const pluginText = (
  { name, title, object }: Names,
  web: boolean,
): string => `import { defineFieldType, definePlugin, defineRoute, refuse } from '@fieldwork/plugin-sdk'

interface Settings {
  limit: number
}

/** A kind of field: like a text, with values such as AB-1234. */
const code = defineFieldType({
  base: 'text',
  name: '${name}-code',
  label: { en: '${title} code', 'zh-CN': '${title} 编号' },
  valueSchema: () => ({ type: 'string', pattern: '^[A-Z]{2}-\\\\d{4}$', maxLength: 7 }),
  conformance: [
    {
      property: { 'x-field': { type: '${name}-code' } },
      valid: [{ value: 'AB-1234' }],
      invalid: ['ab-1234', 'AB1234', 1],
      ascending: ['AB-0001', 'AB-1234'],
      expressions: ["value == 'AB-1234'"],
    },
  ],
})

export default definePlugin<Settings>({
  url: import.meta.url,
  name: '${name}',
  version: '1.0.0',
  label: { en: '${title}', 'zh-CN': '${title}' },
  settings: {
    type: 'object',
    properties: {
      limit: {
        type: 'integer',
        title: 'Most records',
        'x-title': { en: 'Most records', 'zh-CN': '记录上限' },
        minimum: 1,
        default: 100,
      },
    },
  },
  fieldTypes: [code],
  hooks: {
    before: [
      {
        object: '${object}',
        operations: ['create'],
        async run({ records }, plugin) {
          const { limit } = await plugin.settings()
          const text = await records.list(plugin.system, { object: '${object}', limit: 1, count: 'exact' })
          const { page } = JSON.parse(text) as { page: { count: number } }
          if (page.count < limit) return undefined
          const message = { en: \`There can be \${limit} at most\`, 'zh-CN': \`最多 \${limit} 条\` }
          throw refuse({ code: '${name}/full', message })
        },
      },
    ],
  },
${stepText(name)}${web ? webMember(namesOf(name)) : ''}  routes: [
    // POST /api/plugins/${name}/items/<id>/note {"note": "…"}
    defineRoute<{ note: string }, Settings>({
      method: 'POST',
      path: '/items/:id/note',
      summary: { en: 'Note something', 'zh-CN': '填写备注' },
      body: {
        type: 'object',
        additionalProperties: false,
        required: ['note'],
        properties: { note: { type: 'string', minLength: 1, maxLength: 200 } },
      },
      async run({ actor, params, body }, { records }) {
        const values = { note: body.note }
        const { version } = await records.update(actor, { object: '${object}', id: params.id ?? '', values })
        return { version }
      },
    }),
  ],
})
`

const stepText = (name: string): string => `  steps: [
    // a kind of workflow step: {"step": "${name}-length", "options": {"text": "{{ code }}"}}
    {
      name: '${name}-length',
      label: { en: 'Length of a text', 'zh-CN': '文本长度' },
      help: { en: 'How long a text is', 'zh-CN': '计算文本的长度' },
      icon: 'column-width',
      group: 'data',
      order: 900,
      effect: 'records',
      options: {
        type: 'object',
        additionalProperties: false,
        required: ['text'],
        properties: { text: { type: 'string', 'x-template': true } },
      },
      output: { type: 'object', properties: { length: { type: 'integer' } } },
      run: (_step, { text }) => ({ kind: 'done', output: { length: String(text).length } }),
    },
  ],
`

const testText = ({
  name,
  object,
}: Names): string => `import { testFieldTypes, testPlugin } from '@fieldwork/server/testing'
import { afterAll, expect, it } from 'vitest'
import plugin from '../plugin.ts'

const kit = await testPlugin(plugin, { settings: { limit: 1 } })
afterAll(() => kit.close())

testFieldTypes(plugin)

it('takes codes, keeps to its limit and answers', async () => {
  const create = (code: string) => kit.records.create(kit.admin, { object: '${object}', values: { code } })
  await expect(create('one')).rejects.toMatchObject({ code: 'validation_failed' })
  const { id } = await create('AB-1234')
  await expect(create('AB-1235')).rejects.toMatchObject({ code: '${name}/full' })
  const url = \`/api/plugins/${name}/items/\${id}/note\`
  expect(await kit.call(kit.admin, 'POST', url, { note: 'Hello' })).toMatchObject({ status: 200, body: { version: 2 } })
  expect((await kit.call(kit.admin, 'POST', url, {})).status).toBe(422)
  expect(kit.catalog().extensions.steps.has('${name}-length')).toBe(true)
})
`
