/** The default set of section D.3, and what it says, written from the requirements and from nothing else. */
export const columns = [
  'sales_rep',
  'dept_manager',
  'director',
  'order_follower',
  'market_specialist',
  'customer_service',
  'executive_manager',
  'erp_sales_assistant',
] as const

export type RoleName = (typeof columns)[number]

export type Op =
  'read' | 'create' | 'update' | 'delete' | 'share' | 'assign' | 'print' | 'export' | 'approve' | 'comment' | 'report'

const letters: Record<string, Op> = {
  r: 'read',
  c: 'create',
  e: 'update',
  d: 'delete',
  s: 'share',
  a: 'assign',
  p: 'print',
  x: 'export',
  v: 'approve',
  k: 'comment',
}

/** O owner only, OR owner and related, L listed departments, A all; `OR+L` both; `new`: only with new products. */
type Scope = 'O' | 'OR' | 'L' | 'OR+L' | 'A'

export interface Cell {
  scopes: ReadonlyMap<Op, Scope>
  /** related staff count: the cell speaks of them */
  related: boolean
  isNewOnly: boolean
}

/**
 * Objects by group, each with what the table says role by role: letters of the operations (k: comment), then their
 * scope. Print and export of the table's last row are added by `cellOf`.
 */
interface Group {
  /** C∧: by department only where the customer may be read */
  throughCustomer: boolean
  objects: readonly string[]
  cells: readonly string[]
}

const NONE = '–'
const all = (cell: string) => columns.map(() => cell)
const ownPlans = ['rce O', 'rk L', 'rk L', 'rce O', 'rce O', 'rce O', 'rk L', 'rce O']

export const groups: readonly Group[] = [
  {
    objects: ['customer'],
    throughCustomer: false,
    cells: ['rce O; s O', 'rce OR+L; sa L', 'rce OR+L; sa L', 'r OR+L; e O', 're OR', 'r L', 'rce OR+L; a L', 'r L'],
  },
  {
    objects: ['contact'],
    throughCustomer: true,
    cells: ['rce O', 'rce OR+L', 'rce OR+L', 'r OR+L; e O', 're OR', 'rc L', 'rce OR+L', 'r L'],
  },
  {
    objects: ['lead'],
    throughCustomer: false,
    cells: ['rce O', 'rce L; a L', 'rce L; a L', 'r L', 'rc OR', 'rc L', 'rce OR+L', NONE],
  },
  {
    objects: ['opportunity'],
    throughCustomer: true,
    cells: ['rce O', 'rceav OR+L', 'rceav OR+L', 'r OR+L; e O', 're OR new', NONE, 'rce OR+L', NONE],
  },
  {
    objects: ['quote'],
    throughCustomer: true,
    cells: ['rce O', 'rcev OR+L', 'rcev OR+L', 'rc L; e O', 'r OR new', NONE, 'rce OR+L', NONE],
  },
  {
    objects: ['sales_contract'],
    throughCustomer: true,
    cells: ['rce O', 'rcev OR+L', 'rcev OR+L', 'rc L; e O', 'r OR new', 'e L', 'rce OR+L', 'r L'],
  },
  {
    objects: ['sales_order'],
    throughCustomer: true,
    cells: ['rce O', 'rcev OR+L', 'rcev OR+L', 'rc L; e O', 're OR new', NONE, 'rce OR+L', 'rev L'],
  },
  {
    objects: ['shipment', 'outbound', 'receipt'],
    throughCustomer: true,
    cells: ['r O', 're OR+L', 're OR+L', 'r L', 'r OR new', NONE, 're OR+L', 'rce L'],
  },
  {
    objects: ['action'],
    throughCustomer: true,
    cells: ['rce O', 'r L; ce O', 'r L; ce O', 'r L; ce O', 'r OR; ce O', 'rc L; e O', 'r OR+L; ce O', NONE],
  },
  {
    objects: ['sample'],
    throughCustomer: false,
    cells: ['rce O', 'rcev L', 'rcev L', 'r L', 'r OR', 'rce L', 'rce L', NONE],
  },
  {
    objects: ['expense_request', 'expense_claim'],
    throughCustomer: false,
    cells: ['rce O', 'rv L', 'rv L', 'rce O', 'rce O', 'rce O', 'r L', 'rce O'],
  },
  {
    objects: ['product', 'price_entry'],
    throughCustomer: false,
    cells: all('r A').map((cell, at) => (columns[at] === 'market_specialist' ? 'r A new' : cell)),
  },
  { objects: ['supplier', 'purchase_contract'], throughCustomer: false, cells: all(NONE) },
  {
    objects: ['warehouse'],
    throughCustomer: false,
    cells: all(NONE).map((cell, at) => (columns[at] === 'erp_sales_assistant' ? 'r A' : cell)),
  },
  { objects: ['schedule', 'work_report'], throughCustomer: false, cells: ownPlans },
  {
    objects: ['task'],
    throughCustomer: false,
    cells: ownPlans.map((cell, at) => (columns[at] === 'dept_manager' ? 'rck L' : cell)),
  },
]

/** The last row: who prints and exports what he reads; the order follower orders only. */
const outputs: Partial<Record<RoleName, string>> = { dept_manager: 'p', director: 'px', erp_sales_assistant: 'p' }

/** Whose records count in reports: the row of reports, as far as the person reads them at all. */
const reports: Record<RoleName, { scope: Scope; objects?: readonly string[] }> = {
  sales_rep: { scope: 'O' },
  dept_manager: { scope: 'L' },
  director: { scope: 'L' },
  order_follower: { scope: 'O' },
  market_specialist: {
    scope: 'OR',
    objects: ['opportunity', 'sales_contract', 'sales_order', 'shipment', 'outbound', 'receipt'],
  },
  customer_service: { scope: 'L', objects: ['customer', 'contact', 'action'] },
  executive_manager: { scope: 'L' },
  erp_sales_assistant: { scope: 'L' },
}

/** The scope of reporting; undefined where there is none. */
export function reportScope(cell: Cell, role: RoleName, object: string): Scope | undefined {
  const { scope, objects } = reports[role]
  const reading = cell.scopes.get('read')
  if (reading === undefined || objects?.includes(object) === false) return undefined
  return reading === 'O' ? 'O' : scope
}

export function cellOf(group: Group, role: RoleName, object: string): Cell {
  const text = group.cells[columns.indexOf(role)]!
  const scopes = new Map<Op, Scope>()
  if (text === NONE) return { scopes, related: false, isNewOnly: false }
  const isNewOnly = text.endsWith(' new')
  for (const part of text.replace(/ new$/, '').split('; ')) {
    const [ops = '', scope = ''] = part.split(' ')
    for (const letter of ops) scopes.set(letters[letter]!, scope as Scope)
  }
  const reading = scopes.get('read') ?? [...scopes.values()][0]!
  scopes.set('read', reading)
  const more = role === 'order_follower' && object === 'sales_order' ? 'p' : (outputs[role] ?? '')
  for (const letter of more) scopes.set(letters[letter]!, reading)
  return { scopes, related: text.includes('OR'), isNewOnly }
}

/** How a record stands to a person. All but his own belong to colleagues; what a customer is not said of may be read. */
export const relations = {
  own: 'of his own, of a customer he cannot read',
  own_old: 'of his own, without new products',
  related: 'he is related and may edit, of a customer he cannot read',
  related_old: 'he is related, without new products',
  related_reader: 'he is related for reading',
  listed: 'of a listed department',
  listed_hidden: 'of a listed department, of a customer he cannot read',
  below: 'of a department below a listed one',
  department: 'of his own department, which is not listed',
  other: 'of another department',
  shared: 'shared with him for reading',
  shared_edit: 'shared with him for editing',
} as const

export type Relation = keyof typeof relations

const looking: ReadonlySet<Op> = new Set(['read', 'print', 'export', 'comment', 'report'])

/** Whether the table lets a person do it with a record that stands so to him. */
export function allows(cell: Cell, op: Op, relation: Relation, throughCustomer: boolean): boolean {
  const scope = cell.scopes.get(op)
  if (scope === undefined) return false
  if (cell.isNewOnly && relation.endsWith('_old')) return false
  if (scope === 'A') return true
  const isRelated = cell.related && scope !== 'O'
  switch (relation) {
    case 'own':
    case 'own_old':
      return true
    case 'related':
    case 'related_old':
      return isRelated
    case 'related_reader':
      return isRelated && looking.has(op)
    case 'listed':
      return scope.endsWith('L')
    case 'listed_hidden':
      return scope.endsWith('L') && !throughCustomer
    case 'shared':
      return looking.has(op)
    case 'shared_edit':
      return looking.has(op) || op === 'update'
    default:
      return false
  }
}
