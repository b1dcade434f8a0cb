import type { Database, Queryable } from '@fieldwork/database'
import type { LocalizedText, Problem } from '@fieldwork/fields'
import { isPlainObject, pointerOf } from '@fieldwork/metadata'
import { refuse } from '../errors.ts'
import { checkRanges } from './addresses.ts'

/** characters of a notice in one language */
export const MAX_NOTICE = 10_000

/** How people prove who they are; an administrator's to set. */
export interface SecurityPolicy {
  password: {
    min_length: number
    /** refuses passwords that everybody tries first */
    refuse_common: boolean
    /** how many of one's last passwords may not come back */
    history: number
    /** null: passwords hold for ever */
    expires_days: number | null
    /** what an administrator gave must be changed at the first log-in */
    change_first: boolean
  }
  lock: { failures: number; minutes: number; captcha_after: number }
  /** hours after which an unused session ends, and after which every session does; null: as the operator set it */
  session: { idle_hours: number | null; max_hours: number | null }
  /** addresses and ranges from which the workspace may be used; none: from everywhere */
  addresses: string[]
  roles: Record<string, { addresses?: string[]; second_factor?: boolean }>
  second_factor: 'optional' | 'required'
  /** what everybody has to accept before the first work; a new version is accepted anew */
  notice: { version: number; text: LocalizedText } | null
  login_history_days: number
}

export const defaultPolicy: SecurityPolicy = {
  password: { min_length: 12, refuse_common: true, history: 5, expires_days: null, change_first: false },
  lock: { failures: 5, minutes: 15, captcha_after: 3 },
  session: { idle_hours: null, max_hours: null },
  addresses: [],
  roles: {},
  second_factor: 'optional',
  notice: null,
  login_history_days: 365,
}

/** The stored part of the policy, as SQL. */
export const POLICY_SQL = `(select value from fw_setting where key = 'security')`

/** Hours of a session as the policy has them, as SQL; else those of the parameter. */
export const sessionHoursSql = (member: 'idle_hours' | 'max_hours', parameter: string): string =>
  `make_interval(secs => 3600 * coalesce((${POLICY_SQL} #>> '{session,${member}}')::float8, ${parameter}::float8))`

/** The whole policy: what is stored, over the defaults. */
export function policyOf(stored: Partial<SecurityPolicy> | null | undefined): SecurityPolicy {
  return { ...defaultPolicy, ...stored }
}

/** The lists of addresses that hold for a user; those of his roles are added up. */
export function addressLevels(policy: SecurityPolicy, roles: readonly string[], own: readonly string[]) {
  const ofRoles = roles.flatMap((role) => policy.roles[role]?.addresses ?? [])
  return [policy.addresses, ofRoles, own]
}

export async function readPolicy(db: Queryable): Promise<SecurityPolicy> {
  const { rows } = await db.query<{ policy: Partial<SecurityPolicy> | null }>({
    name: 'fw_policy',
    text: `select ${POLICY_SQL} as policy`,
  })
  return policyOf(rows[0]?.policy)
}

interface StoreContext {
  roles: ReadonlySet<string>
  /** what else is wrong with a policy that is well-formed */
  after(policy: SecurityPolicy): Problem[]
  /** called when it holds */
  forget(): Promise<void>
}

/** @throws validation_failed with every problem */
export async function storePolicy(db: Database, input: unknown, { roles, after, forget }: StoreContext) {
  const { policy, problems } = checkPolicy(input, roles)
  const all = problems.length > 0 ? problems : after(policy)
  if (all.length > 0) throw refuse('validation_failed', {}, all)
  await db.query({
    text: `insert into fw_setting (key, value) values ('security', $1::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`,
    values: [JSON.stringify(policy)],
  })
  await forget()
  return policy
}

/** What a number of the policy may be. */
export interface Bounds {
  least: number
  most: number
  isNullable?: boolean
}

/** The numbers of the policy, by pointer. */
export const policyNumbers: Record<string, Bounds> = {
  '/password/min_length': { least: 8, most: 64 },
  '/password/history': { least: 0, most: 24 },
  '/password/expires_days': { least: 1, most: 3650, isNullable: true },
  '/lock/failures': { least: 3, most: 100 },
  '/lock/minutes': { least: 1, most: 1440 },
  '/lock/captcha_after': { least: 1, most: 100 },
  '/session/idle_hours': { least: 1, most: 8760, isNullable: true },
  '/session/max_hours': { least: 1, most: 8760, isNullable: true },
  '/login_history_days': { least: 30, most: 3650 },
}
const flags = new Set(['/password/refuse_common', '/password/change_first'])

/** Sections that are left out keep their defaults; everything else must be there in full. */
function checkPolicy(input: unknown, roles: ReadonlySet<string>): { policy: SecurityPolicy; problems: Problem[] } {
  if (!isPlainObject(input)) throw refuse('validation_failed', {}, [wrong('', 'an object', '对象')])
  const unknown = Object.keys(input).filter((name) => !Object.hasOwn(defaultPolicy, name))
  const policy = policyOf(input as Partial<SecurityPolicy>)
  const problems = [
    ...unknown.map((name) => problem(pointerOf(name), 'unknown_property', 'There is no such property', '没有此属性')),
    ...checkSection('password', policy.password),
    ...checkSection('lock', policy.lock),
    ...checkSection('session', policy.session),
    ...checkNumber('/login_history_days', policy.login_history_days),
    ...checkList('/addresses', policy.addresses),
    ...checkRoles(policy.roles, roles),
    ...checkNotice(policy.notice),
  ]
  if (policy.second_factor !== 'optional' && policy.second_factor !== 'required')
    problems.push(wrong('/second_factor', 'optional or required', 'optional 或 required'))
  return { policy, problems }
}

function checkSection(name: 'password' | 'lock' | 'session', section: unknown): Problem[] {
  const known = defaultPolicy[name]
  if (!isPlainObject(section)) return [wrong(`/${name}`, 'an object', '对象')]
  const unknown = Object.keys(section).filter((key) => !Object.hasOwn(known, key))
  return [
    ...unknown.map((key) =>
      problem(pointerOf(name, key), 'unknown_property', 'There is no such property', '没有此属性'),
    ),
    ...Object.keys(known).flatMap((key) => checkMember(`/${name}/${key}`, section[key])),
  ]
}

const checkMember = (pointer: string, value: unknown): Problem[] =>
  flags.has(pointer) ? checkFlag(pointer, value) : checkNumber(pointer, value)

const checkFlag = (pointer: string, value: unknown): Problem[] =>
  typeof value === 'boolean' ? [] : [wrong(pointer, 'true or false', 'true 或 false')]

function checkNumber(pointer: string, value: unknown): Problem[] {
  const { least, most, isNullable } = policyNumbers[pointer]!
  if (value === null && isNullable) return []
  const isRight = Number.isInteger(value) && (value as number) >= least && (value as number) <= most
  return isRight ? [] : [wrong(pointer, `a whole number from ${least} to ${most}`, `${least} 至 ${most} 的整数`)]
}

function checkList(pointer: string, value: unknown): Problem[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    return [wrong(pointer, 'a list of addresses', '地址列表')]
  return checkRanges(value, pointer)
}

function checkRoles(input: unknown, known: ReadonlySet<string>): Problem[] {
  if (!isPlainObject(input)) return [wrong('/roles', 'rules by role', '按角色的规则')]
  return Object.entries(input).flatMap(([role, rule]) => {
    const at = pointerOf('roles', role)
    if (!known.has(role)) return [problem(at, 'unknown_role', `No role “${role}”`, `没有角色“${role}”`)]
    if (!isPlainObject(rule)) return [wrong(at, 'an object', '对象')]
    const unknown = Object.keys(rule).filter((key) => key !== 'addresses' && key !== 'second_factor')
    return [
      ...unknown.map((key) => problem(`${at}/${key}`, 'unknown_property', 'There is no such property', '没有此属性')),
      ...(rule.addresses === undefined ? [] : checkList(`${at}/addresses`, rule.addresses)),
      ...(rule.second_factor === undefined ? [] : checkFlag(`${at}/second_factor`, rule.second_factor)),
    ]
  })
}

const isNoticeText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_NOTICE

function checkNotice(notice: unknown): Problem[] {
  if (notice === null) return []
  if (!isPlainObject(notice) || !isPlainObject(notice.text))
    return [wrong('/notice', 'a version and a text, or null', '版本与文本，或 null')]
  const { version, text } = notice
  const unknown = Object.keys(notice).filter((key) => key !== 'version' && key !== 'text')
  const isVersion = Number.isInteger(version) && (version as number) > 0 && (version as number) < 1e6
  return [
    ...unknown.map((key) => problem(`/notice/${key}`, 'unknown_property', 'There is no such property', '没有此属性')),
    ...(isVersion ? [] : [wrong('/notice/version', 'a number from 1 on', '从 1 开始的数字')]),
    ...['en', 'zh-CN'].flatMap((language) =>
      isNoticeText((text as Record<string, unknown>)[language])
        ? []
        : [wrong(`/notice/text/${language}`, `1 to ${MAX_NOTICE} characters`, `1 至 ${MAX_NOTICE} 个字符`)],
    ),
  ]
}

const wrong = (pointer: string, en: string, zh: string): Problem =>
  problem(pointer, 'type', `Expected ${en}`, `应为${zh}`)

const problem = (pointer: string, code: string, en: string, zh: string): Problem => ({
  pointer,
  code,
  message: { en, 'zh-CN': zh },
})
