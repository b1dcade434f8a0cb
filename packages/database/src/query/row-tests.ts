import type { RowAccess } from './context.ts'
import { accessSql, systemEyes } from './record-scope.ts'
import type { RecordScope } from './record-scope.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** Whether a record is among those of an access, asked once however many outputs depend on it. */
export interface RowTests {
  /** SQL of the answer */
  test(access: RowAccess): string
  /** what the statement selects from beside the record; nothing where nothing was asked */
  sources(): string[]
}

export function rowTests(env: SqlEnvironment, scope: RecordScope): RowTests {
  const tests = new Map<string, { name: string; sql: string }>()
  let alias = ''
  return {
    test: (access) => {
      alias ||= env.alias()
      const key = access.kind === 'rule' ? access.key : access.kind
      const sql = () => accessSql(env, systemEyes(env, scope), { access }) ?? 'true'
      const known = tests.get(key) ?? { name: `c${tests.size}`, sql: sql() }
      tests.set(key, known)
      return `${alias}.${known.name}`
    },
    sources: () => {
      if (tests.size === 0) return []
      const columns = [...tests.values()].map(({ name, sql }) => `(${sql}) is true as ${name}`)
      // without the offset the planner would put each test into every place that asks
      return [`(select ${columns.join(', ')} offset 0) ${alias}`]
    },
  }
}
