import type { Queryable } from '@fieldwork/database'
import { appError, compileDraftWorkflow } from '@fieldwork/metadata'
import type { Catalog, CompiledWorkflow, Definition } from '@fieldwork/metadata'

/** Keeps the definition with which runs begin, so that they go on with it whatever is published later. */
export async function keepVersions(tx: Queryable, catalog: Catalog, workflows: readonly CompiledWorkflow[]) {
  const rows = workflows.map(({ version, name }) => ({
    version,
    workflow: name,
    definition: catalog.documents('workflow').get(name) ?? {},
  }))
  await tx.query({
    text: `insert into fw_workflow_version (version, workflow, revision, definition)
      select version, workflow, $2, definition from jsonb_to_recordset($1) as v(version text, workflow text, definition jsonb)
      on conflict (version) do nothing`,
    values: [JSON.stringify(rows), catalog.revision],
  })
}

/** by catalog and version; more than these are compiled anew */
const keptVersions = 500
const compiled = new WeakMap<Catalog, Map<string, CompiledWorkflow>>()

/**
 * The workflow as it was when a run began, compiled against what is published now.
 *
 * @throws validation_failed: what it speaks of is not there any more
 */
export async function versionOf(
  tx: Queryable,
  catalog: Catalog,
  { workflow, version }: { workflow: string; version: string },
): Promise<CompiledWorkflow> {
  const current = catalog.workflows.get(workflow)
  if (current?.version === version) return current
  const cache = compiled.get(catalog) ?? new Map<string, CompiledWorkflow>()
  compiled.set(catalog, cache)
  const known = cache.get(version)
  if (known) return known
  const { rows } = await tx.query<{ definition: Definition }>({
    text: 'select definition from fw_workflow_version where version = $1',
    values: [version],
  })
  if (!rows[0]) throw appError('not_found', { name: `${workflow} ${version}` })
  const result = compileDraftWorkflow(catalog, rows[0].definition)
  if ('problems' in result) throw appError('validation_failed', { name: workflow }, result.problems)
  if (cache.size >= keptVersions) cache.clear()
  cache.set(version, result.workflow)
  return result.workflow
}
