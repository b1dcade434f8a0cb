import { workflowSteps } from '@fieldwork/automation'
import { fieldTypes } from '@fieldwork/fields'
import type { JsonSchema, LocalizedText, Problem } from '@fieldwork/fields'
import { checkManifest, pointerOf, valueChecker } from '@fieldwork/metadata'
import { checkKinds } from './check-kinds.ts'
import { checkWeb } from './check-web.ts'
import type { Plugin, PluginRoute } from './plugin.ts'

const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })
const problem = (pointer: string, code: string, message: LocalizedText): Problem => ({ pointer, code, message })

/** Addresses below a plugin's own that the platform answers. */
const platformPaths = /^\/(?:enable|disable|settings|web\.js)\/?$/
const operations = new Set(['create', 'update', 'transition', 'delete', 'undelete'])

/** Everything that is wrong with what a plugin's file exports, as far as it can be told without installing it. */
export function checkPlugin(value: unknown, folder: string): Problem[] {
  if (!isPlugin(value)) {
    const words = say(
      'plugin.ts has no default export made by definePlugin',
      'plugin.ts 未默认导出 definePlugin 的结果',
    )
    return [problem('', 'no_plugin', words)]
  }
  const { name, version, label, requires } = value
  return [
    ...checkManifest({ name, version, label, ...(requires && { requires }) }),
    ...checkName(name, folder),
    ...checkSettings(value),
    ...checkFieldTypes(value),
    ...checkHooks(value),
    ...checkRoutes(value.routes ?? []),
    ...checkSteps(value),
    ...checkTriggers(value),
    ...checkKinds(value),
    ...checkRuns(value),
    ...checkWeb(value),
  ]
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'fieldwork-plugin'

function checkName(name: string, folder: string): Problem[] {
  if (name === folder) return []
  const words = say(
    `The plugin is called “${name}” and its folder “${folder}”; they have to be the same`,
    `插件名称“${name}”与目录名“${folder}”不一致`,
  )
  return [problem('/name', 'wrong_name', words)]
}

function checkSettings({ settings }: Plugin): Problem[] {
  if (settings === undefined) return []
  if (settings.type !== 'object' || typeof settings.properties !== 'object')
    return [problem('/settings', 'wrong_schema', say('Settings are an object', '设置应为 object 类型'))]
  return checkSchema(settings, '/settings')
}

function checkFieldTypes({ fieldTypes: own = [] }: Plugin): Problem[] {
  return own.flatMap((type, at) => {
    const pointer = pointerOf('fieldTypes', at, 'name')
    if (!/^[a-z][a-z0-9-]{0,47}$/.test(type.name)) {
      return [
        problem(pointer, 'wrong_name', say('Small letters, digits and hyphens only', '只能包含小写字母、数字和连字符')),
      ]
    }
    const known = fieldTypes.get(type.name)
    if (known === undefined || known.standsIn || known.label === type.label || own.indexOf(type) !== at) return []
    const words = say(`There is a field type “${type.name}” already`, `字段类型“${type.name}”已存在`)
    return [problem(pointer, 'duplicate', words)]
  })
}

function checkHooks({ hooks = {} }: Plugin): Problem[] {
  return (['before', 'after'] as const).flatMap((moment) =>
    (hooks[moment] ?? []).flatMap((hook, at) => {
      const pointer = pointerOf('hooks', moment, at)
      const unknown = hook.operations.filter((operation) => !operations.has(operation))
      return [
        ...unknown.map((found) =>
          problem(`${pointer}/operations`, 'unknown_name', say(`“${found}” is no write`, `“${found}”不是写操作`)),
        ),
        ...notRunning(pointer, hook),
      ]
    }),
  )
}

function checkRoutes(routes: readonly PluginRoute<never, never>[]): Problem[] {
  const seen = new Set<string>()
  return routes.flatMap((route, at) => {
    const pointer = pointerOf('routes', at)
    const key = `${route.method} ${String(route.path).replace(/:\w+/g, ':')}`
    const found: Problem[] = [...notRunning(pointer, route)]
    if (!/^(?:\/(?::?[a-z][A-Za-z0-9_-]*))+$/.test(route.path))
      found.push(
        problem(`${pointer}/path`, 'wrong_format', say('A path such as /claims/:id', '应为 /claims/:id 形式的路径')),
      )
    if (platformPaths.test(route.path) || seen.has(key))
      found.push(problem(`${pointer}/path`, 'duplicate', say(`${key} is taken`, `${key} 已被占用`)))
    seen.add(key)
    return [...found, ...checkQuery(route, pointer), ...(route.body ? checkSchema(route.body, `${pointer}/body`) : [])]
  })
}

/** Each member has a schema; that of a whole object is no mistake to guess from a member called `type`. */
function checkQuery({ query = {} }: PluginRoute<never, never>, pointer: string): Problem[] {
  if (typeof query.type !== 'string')
    return Object.entries(query).flatMap(([name, schema]) =>
      checkSchema(schema, `${pointer}${pointerOf('query', name)}`),
    )
  const words = say(
    'A schema for each member, without an object around them: { limit: { type: "integer" } }',
    '应为每个参数各写一个 schema，外面不套 object：{ limit: { type: "integer" } }',
  )
  return [problem(`${pointer}/query`, 'wrong_schema', words)]
}

function checkSchema(schema: JsonSchema, pointer: string): Problem[] {
  const made = valueChecker(schema)
  return 'problems' in made ? made.problems.map((found) => ({ ...found, pointer })) : []
}

function checkSteps({ steps = [] }: Plugin): Problem[] {
  return steps.flatMap((step, at) => {
    const pointer = pointerOf('steps', at)
    const found: Problem[] = [...notRunning(pointer, step)]
    if (!/^[a-z][a-z0-9-]{0,47}$/.test(step.name) || workflowSteps.has(step.name))
      found.push(problem(`${pointer}/name`, 'wrong_name', say(`“${step.name}” cannot be used`, `“${step.name}”不可用`)))
    return [...found, ...checkSchema(step.options, `${pointer}/options`)]
  })
}

const checkTriggers = ({ triggers = [] }: Plugin): Problem[] =>
  triggers.flatMap(({ name, options, values }, at) => {
    const pointer = pointerOf('triggers', at)
    const isTwice = triggers.findIndex((each) => each.name === name) !== at
    const found: Problem[] =
      /^[a-z][a-z0-9-]{0,47}$/.test(name) && !isTwice
        ? []
        : [problem(`${pointer}/name`, 'wrong_name', say(`“${name}” cannot be used`, `“${name}”不可用`))]
    return [...found, ...checkSchema(options, `${pointer}/options`), ...checkSchema(values, `${pointer}/values`)]
  })

const checkRuns = ({ jobs = {}, schedules = {} }: Plugin): Problem[] =>
  Object.entries({ jobs, schedules }).flatMap(([part, entries]) =>
    Object.entries(entries).flatMap(([name, entry]) => notRunning(pointerOf(part, name), entry)),
  )

const notRunning = (pointer: string, { run }: { run: unknown }): Problem[] =>
  typeof run === 'function' ? [] : [problem(`${pointer}/run`, 'required', say('A function is needed', '应为函数'))]
