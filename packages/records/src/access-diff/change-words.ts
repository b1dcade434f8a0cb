import type { LocalizedText } from '@fieldwork/fields'
import { fillText } from '@fieldwork/metadata'
import type { DimensionMode, FieldRight, RelatedRight, Scope } from '@fieldwork/metadata'

const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

export const scopeWords: Record<Scope | 'none', LocalizedText> = {
  none: say('not allowed', '无权限'),
  own: say('own records', '本人负责'),
  related: say('own records and those of members', '本人负责或参与'),
  department: say('own department', '本部门'),
  below: say('own department and those below', '本部门及下级'),
  listed: say('listed departments', '指定部门'),
  all: say('all records', '全部记录'),
}

export const modeWords: Record<DimensionMode, LocalizedText> = {
  all: say('all values', '全部'),
  supervisor: say('all values (supervisor)', '全部（主管）'),
  own: say('own values', '本级'),
  below: say('own values and those below', '本级及下级'),
  listed: say('listed values', '指定值'),
  none: say('no records', '不可访问'),
}

export const rightWords: Record<FieldRight, LocalizedText> = {
  none: say('hidden', '不可见'),
  mask: say('masked', '脱敏'),
  read: say('readable', '可查看'),
  write: say('readable and writable', '可查看和修改'),
}

export const relatedWords: Record<RelatedRight, LocalizedText> = {
  none: say('do not count', '不计入'),
  read: say('may read', '可查看'),
  edit: say('may read and change', '可查看和修改'),
}

export const nothing = say('none', '无')

export const otherObjects = say('Every other object', '其他所有对象')

const sentences = {
  operation: say('May {name}: {before} → {after}', '{name}：{before} → {after}'),
  where: say('Only where: {before} → {after}', '限定条件：{before} → {after}'),
  where_of: say('{name} only where: {before} → {after}', '{name}的限定条件：{before} → {after}'),
  related: say('Members (related staff): {before} → {after}', '相关人员：{before} → {after}'),
  dimension: say('{name}: {before} → {after}', '{name}：{before} → {after}'),
  field: say('Field {name}: {before} → {after}', '字段“{name}”：{before} → {after}'),
  apps: say('Apps: {before} → {after}', '可用应用：{before} → {after}'),
  right: say('Right “{name}”: {before} → {after}', '平台权限“{name}”：{before} → {after}'),
  limit: say('Rows of one {name}: {before} → {after}', '单次{name}行数上限：{before} → {after}'),
  administrator_on: say('Becomes an administrator’s role: everything is open', '成为管理员角色：拥有全部权限'),
  administrator_off: say('Is no administrator’s role any more', '不再是管理员角色'),
  owner_on: say(
    'Records have owners: scopes such as “own records” count from now on',
    '记录将有负责人：“本人负责”等范围开始生效',
  ),
  owner_off: say('Records have no owners any more', '记录不再有负责人'),
  dimension_on: say('The dimension {name} separates the records (by {after})', '按管理维度“{name}”（{after}）区分记录'),
  dimension_off: say('The dimension {name} does not separate the records any more', '不再按管理维度“{name}”区分记录'),
  dimension_path: say(
    'The dimension {name} is found in another way: {before} → {after}',
    '管理维度“{name}”的取值路径：{before} → {after}',
  ),
  dimension_own: say(
    'Which values of {name} are somebody’s own: {before} → {after}',
    '“{name}”的本人取值来源：{before} → {after}',
  ),
  through_on: say(
    'A record is seen by scope only where its {after} can be seen',
    '按范围查看记录时，须有权查看其“{after}”',
  ),
  through_off: say('Seeing a record does not need its {before} any more', '查看记录不再要求有权查看其“{before}”'),
  through_other: say(
    'What must be seen with a record: {before} → {after}',
    '查看记录须同时有权查看：{before} → {after}',
  ),
  parameter_open: say(
    'A right is one to every record: whose they are does not count',
    '有权限即可访问全部记录，不再区分归属',
  ),
  parameter_closed: say('Whose the records are counts again', '重新按记录归属限制访问'),
  member_rule: say(
    'Members by the rule “{name}” are added and removed after the publish; they are not counted here',
    '按规则“{name}”增减的相关人员在发布后才会更新，此处未计入',
  ),
  object_gone: say('The object is removed: nobody reads its records any more', '对象被移除：所有人将无法查看其记录'),
} as const satisfies Record<string, LocalizedText>

export type SentenceCode = keyof typeof sentences

/** A change in both languages. */
export const sentence = (code: SentenceCode, params: Record<string, unknown> = {}): LocalizedText =>
  fillText(sentences[code], params)

export const yesNo = (value: boolean): LocalizedText => (value ? say('yes', '有') : say('no', '无'))

const takings: Record<string, LocalizedText> = { export: say('export', '导出'), print: say('printed list', '打印') }

export const takingWord = (name: string): LocalizedText => takings[name] ?? say(name, name)
