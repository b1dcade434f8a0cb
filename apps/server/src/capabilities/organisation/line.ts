import { actsFor, delegateOf, staffOf, superiorsOf } from '@fieldwork/database'
import type { Actor, Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readInteger, readQuery } from '../../http/query.ts'

const QUERY = new Set(['levels'] as const)
const MAX_LEVELS = 50

/** Who stands above an employee, who stands in, and for whom he acts today. */
export function addLineRoute(app: FastifyInstance, { db, registry, records, config }: ServerDeps): void {
  app.get<{ Params: { id: string } }>('/api/employees/:id/line', async (request) => {
    const levels = readInteger(readQuery(request, QUERY).levels, { name: 'levels', least: 1, most: MAX_LEVELS })
    const actor = callerOf(request)
    const employee = readId(request.params.id)
    const own = await employeeAs(records, actor, employee)
    const at = { db, catalog: registry.catalog() }
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: config.timeZone }).format(new Date())
    const named = (ids: readonly (string | null)[]) => Promise.all(ids.map((id) => nameOf(records, actor, id)))
    const staff = own.department ? await staffOf(at, own.department.id) : null
    const [manager = null, deputy = null, assistant = null] = await named(staff ? Object.values(staff) : [])
    const [delegate = null] = await named([await delegateOf(at, { employee, day })])
    return {
      superiors: await named(await superiorsOf(at, { employee, ...(levels && { levels }) })),
      department: own.department && { ...own.department, manager, deputy, assistant },
      acting: delegate,
      acts_for: await named(await actsFor(at, { employee, day })),
    }
  })
}

interface Named {
  id: string
  label: string | null
}

/** @throws forbidden, not_found */
async function employeeAs(records: Records, actor: Actor, id: string): Promise<{ department: Named | null }> {
  const { json } = await records.get(actor, { object: 'employee', id, fields: ['department'] })
  return JSON.parse(json) as { department: Named | null }
}

/** Somebody whom the caller may not read is told by his id alone. */
async function nameOf(records: Records, actor: Actor, id: string | null): Promise<Named | null> {
  if (id === null) return null
  const filter = `id == '${id}'`
  const found = JSON.parse(await records.list(actor, { object: 'employee', filter, fields: ['name'], limit: 1 })) as {
    data: { name: string }[]
  }
  return { id, label: found.data[0]?.name ?? null }
}
