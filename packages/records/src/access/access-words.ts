import type { LocalizedText } from '@fieldwork/fields'
import { fillText } from '@fieldwork/metadata'
import type { Operation } from '@fieldwork/metadata'
import type { AccessReason } from './explained.ts'

const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

const operationWords: Record<Operation, LocalizedText> = {
  read: say('read', '查看'),
  create: say('create', '新建'),
  update: say('change', '修改'),
  delete: say('delete', '删除'),
  share: say('share', '共享'),
  assign: say('assign', '分派'),
  import: say('import', '导入'),
  export: say('export', '导出'),
  print: say('print', '打印'),
  approve: say('approve', '审批'),
  report: say('report', '统计'),
  comment: say('comment', '评论'),
}

export const operationWord = (operation: Operation): LocalizedText => operationWords[operation]

const reasons = {
  operation: say('The role does not allow to {operation} {object}', '该角色没有对“{object}”的“{operation}”权限'),
  no_role: say('No role says anything of {object}', '没有任何角色涉及“{object}”'),
  owner: say('The record has another owner: {owner}', '负责人不是该用户，而是：{owner}'),
  no_owner: say('The record has no owner', '记录没有负责人'),
  member: say(
    'The person is no member of the record (with the right to {needed})',
    '该用户不是记录的相关人员（需有{needed}权限）',
  ),
  share: say(
    'The record is shared with neither the person nor his departments and roles (with the right to {needed})',
    '记录未共享给该用户、其部门或其角色（需有{needed}权限）',
  ),
  approver: say('No approval of the record waits for this person', '没有等待该用户审批的事项'),
  department: say(
    'The record’s department is none of those of the scope: {department}',
    '记录的归属部门不在范围内：{department}',
  ),
  record_without_department: say('The record belongs to no department', '记录没有归属部门'),
  person_without_department: say('The person belongs to no department', '该用户没有所属部门'),
  only_own: say('The role leads to own records only', '该角色仅限本人负责的记录'),
  only_related: say('The role leads to own records and those of members only', '该角色仅限本人负责或参与的记录'),
  dimension: say('{dimension} does not fit; the record has: {values}', '“{dimension}”不符；记录的值为：{values}'),
  dimension_empty: say('{dimension}: the record has no value', '“{dimension}”：记录没有值'),
  dimension_closed: say('{dimension}: the role is closed to all its records', '“{dimension}”：该角色不可访问任何记录'),
  through: say(
    'The record it belongs to by {field} cannot be read by this person',
    '该用户无权查看其“{field}”所指的记录',
  ),
  where: say('The condition of the role does not hold: {condition}', '不满足该角色的条件：{condition}'),
  master: say(
    'The record that it is a part of ({field}) must be open to {operation}',
    '其主记录（{field}）须可{operation}',
  ),
  lent_for_reading: say('{name} has lent this for reading only', '{name}仅委托了查看权限'),
  read: say('The record must be open to read', '须有权查看该记录'),
} as const satisfies Record<string, LocalizedText>

export type ReasonCode = keyof typeof reasons

/** A reason in both languages. */
export const reasonOf = (code: ReasonCode, params: Record<string, unknown> = {}): AccessReason => ({
  code,
  message: fillText(reasons[code], params),
})

const ways = {
  administrator: say('Administrators may do everything', '管理员拥有全部权限'),
  everybody: say('Open to everybody', '对所有人开放'),
  all: say('Records of all departments', '全部部门的记录'),
  owner: say('Owner', '负责人'),
  member: say('Member (related staff)', '相关人员'),
  share: say('Share', '共享'),
  approver: say('Decides on it at the moment', '当前审批人'),
  none: say('Nothing', '无'),
  own: say('Own records', '本人负责的记录'),
  related: say('Own records and those of members', '本人负责或参与的记录'),
  department: say('Records of the own department', '本部门的记录'),
  below: say('Records of the own department and those below', '本部门及下级部门的记录'),
  listed: say('Records of the listed departments', '指定部门的记录'),
} as const satisfies Record<string, LocalizedText>

export const wayWords = (way: keyof typeof ways): LocalizedText => ways[way]

/** A member whom rules made one. */
export const memberByRule = (rules: readonly LocalizedText[]): LocalizedText =>
  say(
    `Member by rule ${rules.map(({ en }) => `“${en}”`).join(', ')}`,
    `相关人员（按规则${rules.map((rule) => `“${rule['zh-CN']}”`).join('、')}）`,
  )
