import type { TaskHandler } from '../tasks/task.ts'
import { keyTaskKind } from './background.ts'
import type { KeyTaskArgs } from './background.ts'
import { validateForeignKey } from './ddl.ts'
import { withLongSession } from './run-alone.ts'

/** Checks the rows that are older than a foreign key, while everybody goes on. What is written since obeys it anyway. */
export const checkReferencesHandler: TaskHandler<KeyTaskArgs> = {
  kind: keyTaskKind,
  async run({ db, args: { schema, table, name }, signal }) {
    await withLongSession(db, signal, (session) => session.query({ text: validateForeignKey(schema, table, name) }))
  },
}
