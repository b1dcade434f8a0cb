import { functionNames, functionsNamed } from './functions/function-table.ts'
import { macroNamed, macroSignature, macroTable } from './functions/macro-table.ts'
import { signatureOf } from './functions/signature.ts'
import { ANY } from './types.ts'
import type { ExprType, TypeEnvironment } from './types.ts'

export interface Completion {
  label: string
  kind: 'field' | 'function' | 'variable'
  /** the type of a field or variable, the signature of a function */
  detail?: string
  /** of a field: whose it is, and its type */
  owner?: string
  type?: ExprType
  /** what replaces the word before the cursor */
  insert: string
}

/** What can stand at a place of a source: names that start with the word before it; nothing inside a text. */
export function completions(source: string, offset: number, env: TypeEnvironment): Completion[] {
  const before = source.slice(0, offset)
  if (endsInText(before)) return []
  const [, owner, word] = /((?:[A-Za-z_]\w*|\))?(?:\.[A-Za-z_]\w*)*\.)?([A-Za-z_]\w*)?$/.exec(before)!
  const place = placeAt(before, env)
  if (!place) return []
  const found = owner ? members(owner.slice(0, -1), place) : bareNames(place)
  const start = (word ?? '').toLowerCase()
  return found.filter(({ label }) => label.toLowerCase().startsWith(start))
}

/** Quotes are balanced before a place outside of texts; escaped ones and comments do not count. */
function endsInText(before: string): boolean {
  return /["']|\/\//.test(withoutTexts(before))
}

function withoutTexts(source: string): string {
  return source.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*(?=\n)/g, '')
}

/** What names mean at a place, the items of the lists around it included; null where an item is just being named. */
function placeAt(before: string, env: TypeEnvironment): TypeEnvironment | null {
  let place = env
  for (const { owner, item } of listsAround(withoutTexts(before))) {
    if (item === undefined) return null
    const type = typeOfPath(owner, place)
    const of = type?.kind === 'list' ? type.of : ANY
    place = { ...place, variables: { ...place.variables, [item]: of } }
  }
  return place
}

/** The calls over lists that are still open at the end, outermost first. */
function listsAround(before: string): { owner: string; item: string | undefined }[] {
  const open: number[] = []
  for (const [at, character] of Array.from(before).entries()) {
    if (character === '(') open.push(at)
    if (character === ')') open.pop()
  }
  return open.flatMap((at) => {
    const [, owner, name = ''] = /([A-Za-z_][\w.]*)\.([A-Za-z]+)$/.exec(before.slice(0, at)) ?? []
    if (owner === undefined || !macroNamed(name)) return []
    return [{ owner, item: /^\(\s*([A-Za-z_]\w*)\s*,/.exec(before.slice(at))?.[1] }]
  })
}

function bareNames(env: TypeEnvironment): Completion[] {
  const variables = Object.entries(env.variables).map(([name, type]) => named('variable', name, type))
  const fields = env.object === null ? [] : fieldsOf(env.object, env)
  const groups = Object.keys(env.constants ?? {}).map((name) => named('variable', name, undefined))
  return [...fields, ...variables, ...groups, ...functionNames().map(describeFunction)]
}

function members(owner: string, env: TypeEnvironment): Completion[] {
  const constants = env.constants && Object.hasOwn(env.constants, owner) ? env.constants[owner] : undefined
  if (constants) return [...constants].map(([name, { type }]) => named('field', name, type))
  const type = typeOfPath(owner, env)
  if (type?.kind === 'record') return fieldsOf(type.object, env)
  if (type?.kind === 'struct') return Object.entries(type.fields).map(([name, part]) => named('field', name, part))
  const fitting = functionNames().filter((name) => isMethodOf(name, type))
  const methods = fitting.map((name) => ({
    ...describeFunction(name),
    insert: isUnary(name) ? `${name}()` : `${name}(`,
  }))
  return type === undefined || type.kind === 'list' ? [...methods, ...macros(itemName(owner, env))] : methods
}

/** A name for the items of a list that means nothing else yet: its first letter, if that is free. */
function itemName(owner: string, env: TypeEnvironment): string {
  const list = owner.split('.').at(-1) ?? ''
  const letter = /^[a-z]/.exec(list)?.[0] ?? 'x'
  const isFree = (name: string) => !Object.hasOwn(env.variables, name) && fieldType(env, env.object, name) === undefined
  const names = [letter, 'item', 'each', `each_${list}`]
  return names.find(isFree) ?? `each_${list}`
}

function macros(item: string): Completion[] {
  return macroTable.map((entry) => ({
    label: entry.name,
    kind: 'function',
    detail: macroSignature(entry),
    insert: `${entry.name}(${item}, `,
  }))
}

/** The type of a dotted name; undefined for what ends in a call, which may be of any type. */
function typeOfPath(path: string, env: TypeEnvironment): ExprType | undefined {
  const [root, ...steps] = path.split('.') as [string, ...string[]]
  const [part = ''] = steps
  if (steps.length === 1 && Object.hasOwn(env.constants ?? {}, root)) return env.constants?.[root]?.get(part)?.type
  const start = Object.hasOwn(env.variables, root) ? env.variables[root] : fieldType(env, env.object, root)
  return steps.reduce<ExprType | undefined>((type, step) => {
    if (type?.kind === 'struct') return Object.hasOwn(type.fields, step) ? type.fields[step] : undefined
    return type?.kind === 'record' ? fieldType(env, type.object, step) : undefined
  }, start)
}

function fieldType(env: TypeEnvironment, object: string | null, name: string): ExprType | undefined {
  return object === null || name in Object.prototype ? undefined : env.fieldType(object, name)
}

function fieldsOf(object: string, env: TypeEnvironment): Completion[] {
  return env.fieldNames(object).map((name) => {
    const type = fieldType(env, object, name)
    return { ...named('field', name, type), owner: object, ...(type && { type }) }
  })
}

function named(kind: 'field' | 'variable', name: string, type: ExprType | undefined): Completion {
  const completion: Completion = { label: name, kind, insert: name }
  return type ? { ...completion, detail: describeType(type) } : completion
}

function describeType(type: ExprType): string {
  if (type.kind === 'list') return `list of ${describeType(type.of)}`
  return type.kind === 'record' ? type.object : type.kind
}

function describeFunction(name: string): Completion {
  const [entry] = functionsNamed(name)
  const takesNothing = entry!.parameters.length === 0
  return { label: name, kind: 'function', detail: signatureOf(entry!), insert: takesNothing ? `${name}()` : `${name}(` }
}

function isUnary(name: string): boolean {
  return functionsNamed(name).every((entry) => entry.parameters.length === 1)
}

function isMethodOf(name: string, type: ExprType | undefined): boolean {
  return functionsNamed(name).some(({ parameters: [first] }) => {
    if (!first) return false
    if (!type) return first.type !== 'path'
    if (first.type === 'number') return type.kind === 'integer' || type.kind === 'decimal'
    return first.type === type.kind || (first.type === 'date' && type.kind === 'datetime')
  })
}
