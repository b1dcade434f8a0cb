import { appError } from '@fieldwork/metadata'

/** What a result is said to have. */
export type OutputTypes = Readonly<Record<string, { type: string; required?: boolean }>>

const isText = (value: unknown): value is string => typeof value === 'string'

const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

const isDate = (value: unknown): boolean => {
  if (!isText(value) || !date.test(value)) return false
  const at = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: isText,
  integer: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'number' || (isText(value) && /^-?\d{1,30}(?:\.\d{1,15})?$/.test(value)),
  boolean: (value) => typeof value === 'boolean',
  date: isDate,
  datetime: (value) => isText(value) && moment.test(value) && !Number.isNaN(Date.parse(value)),
  texts: (value) => Array.isArray(value) && value.every(isText),
  any: () => true,
}

/**
 * The result itself, once all of its named parts are of their types.
 *
 * @throws script_failed: every part that is not
 */
export function fittingOutput(result: unknown, types: OutputTypes): unknown {
  const names = Object.keys(types)
  if (names.length === 0) return result
  const isObject = typeof result === 'object' && result !== null && !Array.isArray(result)
  const parts = (isObject ? result : {}) as Record<string, unknown>
  const problems = names.flatMap((name) => {
    const { type, required } = types[name]!
    const value = Object.hasOwn(parts, name) ? parts[name] : null
    if (value === null ? !required : fits[type]!(value)) return []
    const message = value === null ? `“${name}” is missing` : `“${name}” is no ${type}`
    const chinese = value === null ? `缺少“${name}”` : `“${name}”不是 ${type} 类型`
    return [{ code: 'script_output', pointer: `/options/output/${name}`, message: { en: message, 'zh-CN': chinese } }]
  })
  if (problems.length === 0) return result
  throw appError('script_failed', { reason: problems.map(({ message }) => message.en).join(', ') }, problems)
}
