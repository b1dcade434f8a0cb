import type { JsonSchema } from '@fieldwork/fields'
import type { Catalog } from '@fieldwork/metadata'
import type { PluginHost } from '../../plugins/plugin-host.ts'
import type { OperationSpec } from './operations.ts'
import { refTo } from './schemas.ts'

const both = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const row = refTo('Row')
const consent: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { confirm: { type: 'boolean' }, message: { type: 'string', minLength: 1 } },
}

/** Which plugins there are and what they are set to. */
export const pluginOperations: readonly OperationSpec[] = [
  {
    method: 'get',
    path: '/api/plugins',
    tag: 'plugins',
    summary: both('Plugins; others than administrators see those that are enabled', '插件列表；非管理员只见已启用的'),
    answer: refTo('Rows'),
  },
  ...(['enable', 'disable'] as const).map((what): OperationSpec => ({
    method: 'post',
    path: `/api/plugins/{name}/${what}`,
    tag: 'plugins',
    summary:
      what === 'enable'
        ? both('Enable a plugin: its definitions are published', '启用插件并发布其定义')
        : both('Disable a plugin: its definitions go, its records are kept', '停用插件；其定义移除，数据保留'),
    body: consent,
    isBodyOptional: true,
    answer: row,
    errors: [403, 404, 409, 422],
  })),
  {
    method: 'get',
    path: '/api/plugins/{name}/web.js',
    tag: 'plugins',
    summary: both('What an enabled plugin runs in the browser, as a module', '已启用插件在浏览器中运行的模块'),
    query: { v: { type: 'string' } },
    answer: { type: 'string' },
    answerType: 'text/javascript',
    errors: [404],
  },
  {
    method: 'get',
    path: '/api/plugins/{name}/settings',
    tag: 'plugins',
    summary: both('Settings of a plugin without its secrets, and their schema', '插件设置（不含机密）及其结构'),
    answer: row,
    errors: [403, 404],
  },
  {
    method: 'put',
    path: '/api/plugins/{name}/settings',
    tag: 'plugins',
    summary: both(
      'Set a plugin up; a secret that is left out stays, null takes it away',
      '保存插件设置；未提交的机密保持不变，null 表示清除',
    ),
    body: { type: 'object' },
    answer: row,
    errors: [403, 404, 422],
  },
]

/** What the plugins that are enabled answer themselves. */
export function operationsOfPlugins(catalog: Catalog, { loaded, isEnabled }: PluginHost): OperationSpec[] {
  const enabled = loaded.filter(({ plugin }) => isEnabled(catalog, plugin.name))
  return enabled.flatMap(({ plugin }) =>
    (plugin.routes ?? []).map(({ method, path, summary, body, query, response }): OperationSpec => ({
      method: method.toLowerCase() as OperationSpec['method'],
      path: `/api/plugins/${plugin.name}${path.replace(/:(\w+)/g, '{$1}')}`,
      tag: plugin.name,
      summary,
      ...(body && { body }),
      ...(query && { query }),
      ...(response ? { answer: response } : { answer: {}, otherStatuses: { 204: 'empty' } }),
      errors: [403, 404, 409, 422],
    })),
  )
}
