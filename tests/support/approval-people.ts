import type { ApprovalWorld } from './approval-world.ts'

/** Ids of the departments and employees, by name. */
export interface ApprovalPeople {
  departments: Record<string, string>
  employees: Record<string, string>
}

/** Whom a department has; the first leads it. */
const places: [department: string, parent: string | null, people: string[]][] = [
  ['head office', null, ['director']],
  ['sales', 'head office', ['boss', 'boss2']],
  ['team', 'sales', ['boss3', 'worker', 'other']],
]

/** Gives everybody of an approval's world an employee: worker and other stand below boss3, he below boss, he below director. */
export async function organise(world: ApprovalWorld): Promise<ApprovalPeople> {
  const departments: Record<string, string> = {}
  const employees: Record<string, string> = {}
  const position = await make(world, 'position', { name: 'Clerk', code: 'clerk' })
  for (const [department, parent, people] of places) {
    const more = parent === null ? {} : { parent: departments[parent] }
    departments[department] = await make(world, 'department', { name: department, code: department, ...more })
    for (const name of people) {
      employees[name] = await make(world, 'employee', {
        name,
        position,
        department: departments[department],
        emp_no: name,
        mobile: '13800138000',
      })
      await change(world, `/api/users/${world.ids[name]}`, { employee: employees[name] })
    }
    const url = `/api/records/department/${departments[department]}`
    await change(world, url, { manager: employees[people[0]!] })
  }
  return { departments, employees }
}

/** A record that an administrator makes; its id. */
async function make(world: ApprovalWorld, object: string, values: object): Promise<string> {
  const answer = await world.api.admin.post(`/api/records/${object}`, values)
  if (answer.status !== 201) throw new Error(`${object}: ${answer.text}`)
  return answer.body.id as string
}

/** What an administrator changes. */
export async function change(world: ApprovalWorld, url: string, values: object): Promise<void> {
  const answer = await world.api.admin.patch(url, values)
  if (answer.status !== 200) throw new Error(`${url}: ${answer.text}`)
}
