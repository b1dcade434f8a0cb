import type { CheckedExpression } from '@fieldwork/expressions'
import type { Operation, Scope } from '../catalog.ts'
import type { Grant } from '../generated/role.ts'
import { text } from '../words.ts'
import { checked } from './report.ts'
import type { CheckContext } from './report.ts'

export interface ScopedGrant {
  object: string
  grant: Grant
  scopes: ReadonlyMap<Operation, Scope>
}

/** The condition of each operation of a grant, and of reading, which every operation implies. */
export function compileConditions(
  context: CheckContext,
  pointer: string,
  input: ScopedGrant,
): ReadonlyMap<Operation, CheckedExpression> {
  const { object, grant, scopes } = input
  const { where } = grant
  const check = (source: string | undefined, at: string) =>
    checked(context, at, { source, object, expects: { kind: 'boolean' } })
  if (where === undefined || typeof where === 'string') {
    const condition = check(where, pointer)
    return new Map(
      condition ? [...new Set<Operation>(['read', ...scopes.keys()])].map((each) => [each, condition]) : [],
    )
  }
  checkNamed(context, pointer, { names: Object.keys(where) as Operation[], scopes })
  const conditions = Object.entries(where) as [Operation, string][]
  return new Map(
    conditions.flatMap(([operation, source]) => {
      const condition = check(source, `${pointer}/${operation}`)
      return condition ? [[operation, condition] as const] : []
    }),
  )
}

interface Named {
  names: readonly Operation[]
  scopes: ReadonlyMap<Operation, Scope>
}

/** A condition is for what is granted; and what is read must be said where not all is under one condition. */
function checkNamed({ sink }: CheckContext, pointer: string, { names, scopes }: Named): void {
  for (const name of names.filter((each) => !scopes.has(each))) {
    const message = text(
      `The grant does not allow “${name}”, so it needs no condition for it`,
      `该授权不包含“${name}”操作，无需为其设置条件`,
    )
    sink.add({ pointer: `${pointer}/${name}`, code: 'contradiction', message, params: { operation: name } })
  }
  if (scopes.has('read')) return
  const message = text(
    'With conditions by operation, “read” must be among the operations',
    '按操作设置条件时，操作中必须包含“read”（查看）',
  )
  sink.add({ pointer, code: 'contradiction', message })
}
