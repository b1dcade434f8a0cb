import { superiorsOf } from '@fieldwork/database'
import type { CompiledApprover, CompiledPlace } from '@fieldwork/metadata'
import {
  accountsOf,
  accountsOrSelves,
  departmentsAbove,
  departmentsOf,
  employeesOf,
  holdersOf,
  inPosition,
  usersByName,
} from './people.ts'
import { evaluate, holds } from './scene.ts'
import type { Person, Scene } from './scene.ts'

/** About what people are looked for. */
export interface Asked {
  record: { object: string; id: string }
  submitter: Person
  /** nobody of these: the submitter, where he may not decide himself */
  without: ReadonlySet<string>
  /** by source: whom the submitter has chosen */
  chosen: Readonly<Record<string, readonly string[]>>
}

/** Users by source and group, in their order, each once in a group. */
export interface FoundApprover {
  /** or an employee who has no account, whom nobody can reach */
  user: string
  source: string
  group: string | null
}

/** Everybody whom some sources name, before anybody looks who is there. */
export async function findApprovers(
  scene: Scene,
  approvers: readonly CompiledApprover[],
  asked: Asked,
): Promise<FoundApprover[]> {
  const found: FoundApprover[] = []
  for (const approver of approvers) {
    if (!(await holds(scene, asked.record, approver.when, asked.submitter))) continue
    for (const user of await usersOf(scene, approver, asked)) {
      const isKnown = found.some((one) => one.user === user && one.group === approver.group)
      if (!isKnown && !asked.without.has(user)) found.push({ user, source: approver.key, group: approver.group })
    }
  }
  return found
}

async function usersOf(scene: Scene, { key, who }: CompiledApprover, asked: Asked): Promise<string[]> {
  switch (who.kind) {
    case 'users':
      return usersByName(scene, who.users)
    case 'role':
      return holdersOf(scene, { roles: [who.role], departments: await within(scene, who.within, asked) })
    case 'position':
      return inPosition(scene, { position: who.position, departments: await within(scene, who.within, asked) })
    case 'head':
      return headOf(scene, who, asked)
    case 'superior':
      return superiorOf(scene, who, asked)
    case 'field':
    case 'expression':
      return placed(scene, { kind: 'record', expression: who.expression }, asked).then((place) => place.users(scene))
    case 'chosen':
      return [...(asked.chosen[key] ?? [])]
    case 'table':
      return fromTable(scene, who.rows, asked)
  }
}

async function fromTable(
  scene: Scene,
  rows: Extract<CompiledApprover['who'], { kind: 'table' }>['rows'],
  asked: Asked,
): Promise<string[]> {
  for (const { when, approvers } of rows) {
    if (!(await holds(scene, asked.record, when, asked.submitter))) continue
    return (await findApprovers(scene, approvers, asked)).map(({ user }) => user)
  }
  return []
}

interface Placed {
  users(scene: Scene): Promise<string[]>
  employees(scene: Scene): Promise<string[]>
  departments(scene: Scene): Promise<string[]>
}

/** Of whom, or of which department, is meant. */
async function placed(scene: Scene, place: CompiledPlace, { record, submitter }: Asked): Promise<Placed> {
  if (place.kind === 'submitter') return ofKind('user', [submitter.id])
  const { expression } = place
  if (!expression) return ofKind('user', [])
  const { value } = await evaluate(scene, record, { value: expression }, submitter)
  const ids = [value ?? []].flat() as string[]
  const type = expression.type.kind === 'list' ? expression.type.of : expression.type
  return ofKind(type.kind === 'record' ? type.object : 'user', ids)
}

function ofKind(kind: string, ids: string[]): Placed {
  const employees = async (scene: Scene) => (kind === 'employee' ? ids : kind === 'user' ? employeesOf(scene, ids) : [])
  return {
    employees,
    users: async (scene) => (kind === 'user' ? ids : accountsOrSelves(scene, await employees(scene))),
    departments: async (scene) => (kind === 'department' ? ids : departmentsOf(scene, await employees(scene))),
  }
}

const within = async (scene: Scene, place: CompiledPlace | null, asked: Asked): Promise<string[] | null> =>
  place === null ? null : (await placed(scene, place, asked)).departments(scene)

type Head = Extract<CompiledApprover['who'], { kind: 'head' }>

/** Going up from the department, the first that fits and is led by somebody who may decide. */
async function headOf(scene: Scene, { of, up, where }: Head, asked: Asked): Promise<string[]> {
  const departments = await (await placed(scene, of, asked)).departments(scene)
  const heads: string[] = []
  for (const department of departments) {
    const line = (await departmentsAbove(scene, department)).slice(up)
    for (const { id, manager } of line) {
      if (manager === null || !(await holds(scene, { object: 'department', id }, where, asked.submitter))) continue
      const [head] = (await accountsOf(scene, [manager])).filter((user) => !asked.without.has(user))
      if (head === undefined) continue
      heads.push(head)
      break
    }
  }
  return heads
}

type Superior = Extract<CompiledApprover['who'], { kind: 'superior' }>

/** The one so many levels above; the highest where the line is shorter. */
async function superiorOf(scene: Scene, { of, levels }: Superior, asked: Asked): Promise<string[]> {
  const employees = await (await placed(scene, of, asked)).employees(scene)
  const found: string[] = []
  for (const employee of employees) {
    const line = await accountsOf(scene, await superiorsOf(scene, { employee }))
    const others = line.filter((user) => !asked.without.has(user))
    const wanted = others[Math.min(levels, others.length) - 1]
    if (wanted !== undefined) found.push(wanted)
  }
  return found
}
