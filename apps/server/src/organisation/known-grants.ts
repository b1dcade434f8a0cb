import { isId } from '@fieldwork/database'
import type { Registry } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError, isPlainObject, pointerOf } from '@fieldwork/metadata'
import type { Catalog, DimensionMode } from '@fieldwork/metadata'
import type { BeforeHook, HookInput } from '@fieldwork/records'

/** Ways in which a dimension limits, as in roles. */
const modes: Readonly<Record<DimensionMode, true>> = {
  all: true,
  supervisor: true,
  own: true,
  below: true,
  listed: true,
  none: true,
}

type Check = (catalog: Catalog, value: unknown) => Problem[]

/** Fields that name definitions, by object. */
const checks: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  role_assignment: {
    role: (catalog, value) => (isRole(catalog, value) ? [] : [unknownRole(pointerOf('role'), value)]),
    dimensions: dimensionProblems,
  },
  position: { roles: roleProblems },
}

/**
 * What assignments and positions name is there: a role by a wrong name, or a dimension with a wrong mode, would give
 * nothing in silence. What stands already and is gone since is left alone.
 */
export function knownGrants({ registry }: { registry: Pick<Registry, 'catalog'> }): BeforeHook[] {
  return Object.entries(checks).map(([object, fields]) => ({
    object,
    operations: ['create', 'update'],
    async run({ before, values }) {
      const catalog = registry.catalog()
      const problems = Object.entries(fields).flatMap(([name, check]) =>
        isNew({ before, values }, name) ? check(catalog, values[name]) : [],
      )
      if (problems.length > 0) throw appError('validation_failed', {}, problems)
      return undefined
    },
  }))
}

/** Given now, and not as it was. */
function isNew({ before, values }: Pick<HookInput, 'before' | 'values'>, name: string): boolean {
  const value = values[name]
  return value !== undefined && value !== null && JSON.stringify(value) !== JSON.stringify(before?.[name])
}

const isRole = ({ roles }: Catalog, value: unknown): boolean => typeof value === 'string' && roles.has(value)

function roleProblems(catalog: Catalog, value: unknown): Problem[] {
  const names: unknown[] = Array.isArray(value) ? value : []
  return names.flatMap((name, at) => (isRole(catalog, name) ? [] : [unknownRole(pointerOf('roles', at), name)]))
}

/** `{"<dimension>": {"mode", "values": [ids]}}` */
function dimensionProblems({ dimensions }: Catalog, value: unknown): Problem[] {
  if (!isPlainObject(value)) return [wrong(pointerOf('dimensions'), noObject)]
  return Object.entries(value).flatMap(([name, given]) => {
    const at = (...more: string[]) => pointerOf('dimensions', name, ...more)
    if (!dimensions.has(name)) return [wrong(at(), unknownDimension(name), 'unknown_reference')]
    return isPlainObject(given) ? givenProblems(given, at) : [wrong(at(), noObject)]
  })
}

function givenProblems(given: Readonly<Record<string, unknown>>, at: (...more: string[]) => string): Problem[] {
  const { mode, values, ...rest } = given
  const isMode = mode === undefined || (typeof mode === 'string' && Object.hasOwn(modes, mode))
  const areValues =
    values === undefined || (Array.isArray(values) && values.every((value) => typeof value === 'string' && isId(value)))
  return [
    ...(isMode ? [] : [wrong(at('mode'), noMode)]),
    ...(areValues ? [] : [wrong(at('values'), noValues)]),
    ...Object.keys(rest).map((name) => wrong(at(name), unknownProperty, 'unknown_property')),
  ]
}

const wrong = (pointer: string, message: Problem['message'], code = 'type'): Problem => ({ pointer, code, message })

const unknownRole = (pointer: string, value: unknown): Problem => ({
  ...wrong(
    pointer,
    { en: `There is no role “${String(value)}”`, 'zh-CN': `没有角色“${String(value)}”` },
    'unknown_role',
  ),
  params: { role: value },
})

const unknownDimension = (name: string) => ({
  en: `There is no management dimension “${name}”`,
  'zh-CN': `没有管理维度“${name}”`,
})

const noObject = { en: 'Has to be an object', 'zh-CN': '应为对象' }

const unknownProperty = { en: 'There is no such property', 'zh-CN': '没有此属性' }

const noValues = { en: 'Has to be a list of record ids', 'zh-CN': '应为记录标识列表' }

const noMode = {
  en: `Has to be one of ${Object.keys(modes).join(', ')}`,
  'zh-CN': `应为${Object.keys(modes).join('、')}之一`,
}
