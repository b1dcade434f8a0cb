import { useTexts } from '@fieldwork/ui'
import { AutoComplete, Input, InputNumber, Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedExpression, PointedField } from '../conversions/pointed.tsx'
import { changed } from '../model/conversions.ts'
import { APPROVER_KINDS } from './approval.ts'
import type { ApprovalStep, Approver } from './approval.ts'
import { DecisionTableForm } from './decision-table.tsx'
import { TYPED, useChainObject } from './editing.ts'
import type { Change, Part } from './editing.ts'
import { kindOf, withKind } from './edits.ts'
import { Entries } from './entries.tsx'
import { useApproverWords, useGroupWords, useRoleChoices, useUserChoices } from './words.ts'

interface ApproversProps {
  pointer: string
  title: string
  note?: string
  value: Record<string, Approver> | undefined
  onChange: Change<Record<string, Approver> | undefined>
  /** the groups that an approver may belong to */
  groups?: ApprovalStep['groups']
}

/** Who is asked: sources of people one after the other. */
export function Approvers({ pointer, title, note, value, onChange, groups = {} }: ApproversProps) {
  const { t } = useTexts('studio')
  const words = useApproverWords(useChainObject())
  return (
    <Entries<Approver>
      pointer={pointer}
      title={title}
      {...(note === undefined ? {} : { note })}
      stem="approver"
      addLabel={t('ap.addApprover')}
      entries={value}
      make={() => ({ role: '' })}
      labelOf={(approver, at) => `${at + 1}. ${words(approver)}`}
      onChange={onChange}
    >
      {(part) => <ApproverForm {...part} groups={groups} />}
    </Entries>
  )
}

type FormPart = Part<Approver>

function ApproverForm({
  pointer,
  value,
  onChange,
  groups,
}: FormPart & { groups: NonNullable<ApprovalStep['groups']> }) {
  const { t } = useTexts('studio')
  const object = useChainObject()
  const groupWords = useGroupWords()
  return (
    <>
      <PointedField pointer={`${pointer}/kind`} label={t('ap.kind')} help={t(`ap.kindHelp.${kindOf(value)}`)}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            listHeight={320}
            value={kindOf(value)}
            options={APPROVER_KINDS.map((kind) => ({ value: kind, label: t(`ap.kinds.${kind}`) }))}
            onChange={(kind) => onChange(withKind(value, kind))}
          />
        )}
      </PointedField>
      <Details pointer={pointer} value={value} onChange={onChange} />
      {Object.keys(groups).length > 0 ? (
        <PointedField pointer={`${pointer}/group`} label={t('ap.group')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              allowClear
              value={value.group ?? null}
              placeholder={t('ap.noGroup')}
              options={Object.entries(groups).map(([name, each]) => ({ value: name, label: groupWords(name, each) }))}
              onChange={(group: string | null | undefined) => onChange(changed(value, { group: group ?? undefined }))}
            />
          )}
        </PointedField>
      ) : null}
      <details className="st-wf-details" open={value.when !== undefined || undefined}>
        <summary>{t('ap.onlyWhen')}</summary>
        <PointedExpression
          pointer={`${pointer}/when`}
          object={object}
          label={t('ap.approverWhen')}
          expects={{ kind: 'boolean' }}
          value={value.when ?? ''}
          onChange={(when) => onChange(changed(value, { when }), TYPED)}
        />
      </details>
    </>
  )
}

function Details(part: FormPart) {
  switch (kindOf(part.value)) {
    case 'users':
      return <UsersForm {...part} />
    case 'role':
    case 'position':
      return <HoldersForm {...part} />
    case 'head':
    case 'superior':
      return <LineForm {...part} />
    case 'field':
      return <FieldForm {...part} />
    case 'expression':
      return <ExpressionForm {...part} />
    case 'chosen':
      return <ChosenForm {...part} />
    case 'table':
      return <TableForm {...part} />
  }
}

function UsersForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  const choices = useUserChoices()
  return (
    <PointedField pointer={`${pointer}/users`} label={t('ap.kinds.users')} isRequired>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          className="st-wide"
          showSearch={{ optionFilterProp: 'label' }}
          value={value.users ?? []}
          options={choices}
          onChange={(users) => onChange({ ...value, users })}
        />
      )}
    </PointedField>
  )
}

function HoldersForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  const roles = useRoleChoices()
  return (
    <>
      {value.position === undefined ? (
        <PointedField pointer={`${pointer}/role`} label={t('ap.kinds.role')} isRequired>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              showSearch={{ optionFilterProp: 'label' }}
              value={value.role || null}
              placeholder={t('ap.chooseRole')}
              options={roles}
              onChange={(role) => onChange({ ...value, role: role ?? '' })}
            />
          )}
        </PointedField>
      ) : (
        <PointedField pointer={`${pointer}/position`} label={t('ap.kinds.position')} isRequired>
          {(id) => (
            <Input
              id={id}
              value={value.position}
              onChange={(event) => onChange({ ...value, position: event.target.value }, TYPED)}
            />
          )}
        </PointedField>
      )}
      <PathField
        pointer={`${pointer}/within`}
        label={t('ap.within')}
        help={t('ap.withinHelp')}
        value={value.within}
        onChange={(within) => onChange(changed(value, { within }), TYPED)}
      />
    </>
  )
}

const PEOPLE: ReadonlySet<string | null> = new Set(['user', 'employee', 'department'])

/** The submitter, the owner, or a path from the record to people or departments. */
function PathField(props: {
  pointer: string
  label: string
  help?: string
  placeholder?: string
  isPlain?: boolean
  value: string | undefined
  onChange: (value: string) => void
}) {
  const { t, locale } = useTexts('studio')
  const own = useChainObject()
  const fields = useStudioObjects().find(({ name }) => name === own)?.fields ?? []
  const people = fields.filter(({ reference, system }) => !system && PEOPLE.has(reference))
  const options = [
    ...(props.isPlain
      ? []
      : (['submitter', 'owner'] as const).map((name) => ({ value: name, label: t(`ap.${name}`) }))),
    ...people.map(({ name, label }) => ({ value: name, label: `${label[locale]} (${name})` })),
  ]
  return (
    <PointedField pointer={props.pointer} label={props.label} help={props.help}>
      {(id) => (
        <AutoComplete
          id={id}
          className="st-wide"
          allowClear
          options={options}
          placeholder={props.placeholder}
          value={props.value ?? ''}
          onChange={(value: string | undefined) => props.onChange(value ?? '')}
        />
      )}
    </PointedField>
  )
}

function LineForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  const isHead = value.head !== undefined
  const place = `${pointer}/${isHead ? 'head' : 'superior'}`
  const said = value.head ?? value.superior ?? {}
  const levels = isHead ? (value.head?.up ?? 0) : (value.superior?.levels ?? 1)
  const put = (part: { of?: string; where?: string; levels?: number }, options?: { isTyping?: boolean }): void => {
    const { levels: count = levels, of = said.of ?? '', where = value.head?.where ?? '' } = part
    if (isHead) onChange({ ...value, head: changed({}, { of, where, up: count || undefined }) }, options)
    else onChange({ ...value, superior: changed({}, { of, levels: count === 1 ? undefined : count }) }, options)
  }
  return (
    <>
      <PathField
        pointer={`${place}/of`}
        label={t('ap.of')}
        help={t('ap.ofHelp')}
        placeholder={t('ap.submitter')}
        value={said.of}
        onChange={(of) => put({ of }, TYPED)}
      />
      <PointedField pointer={`${place}/${isHead ? 'up' : 'levels'}`} label={t(isHead ? 'ap.up' : 'ap.levels')}>
        {(id) => (
          <InputNumber
            id={id}
            className="st-wide"
            min={isHead ? 0 : 1}
            max={20}
            precision={0}
            value={levels}
            onChange={(next) => put({ levels: next ?? (isHead ? 0 : 1) })}
          />
        )}
      </PointedField>
      {isHead ? (
        <PointedExpression
          pointer={`${place}/where`}
          object="department"
          label={t('ap.where')}
          help={t('ap.whereHelp')}
          expects={{ kind: 'boolean' }}
          value={value.head?.where ?? ''}
          onChange={(where) => put({ where }, TYPED)}
        />
      ) : null}
    </>
  )
}

function FieldForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  return (
    <PathField
      pointer={`${pointer}/field`}
      label={t('ap.kinds.field')}
      help={t('ap.fieldHelp')}
      isPlain
      value={value.field}
      onChange={(field) => onChange({ ...value, field }, TYPED)}
    />
  )
}

function ExpressionForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  return (
    <PointedExpression
      pointer={`${pointer}/expression`}
      object={useChainObject()}
      label={t('ap.kinds.expression')}
      isRequired
      value={value.expression ?? ''}
      onChange={(expression) => onChange({ ...value, expression }, TYPED)}
    />
  )
}

function ChosenForm({ pointer, value, onChange }: FormPart) {
  const { t } = useTexts('studio')
  const chosen = value.chosen ?? {}
  return (
    <>
      <div className="st-pair">
        {(['minimum', 'maximum'] as const).map((member) => (
          <PointedField key={member} pointer={`${pointer}/chosen/${member}`} label={t(`ap.${member}`)}>
            {(id) => (
              <InputNumber
                id={id}
                className="st-wide"
                min={member === 'minimum' ? 0 : 1}
                max={100}
                precision={0}
                value={chosen[member] ?? 1}
                onChange={(next) => onChange({ ...value, chosen: { ...chosen, [member]: next ?? 1 } })}
              />
            )}
          </PointedField>
        ))}
      </div>
      <Approvers
        pointer={`${pointer}/chosen/from`}
        title={t('ap.from')}
        note={t('ap.fromHelp')}
        value={chosen.from}
        onChange={(from, options) => onChange({ ...value, chosen: changed(chosen, { from }) }, options)}
      />
    </>
  )
}

function TableForm({ pointer, value, onChange }: FormPart) {
  return value.table === undefined ? null : (
    <DecisionTableForm
      pointer={`${pointer}/table`}
      value={value.table}
      onChange={(table, options) => onChange({ ...value, table }, options)}
      drawApprovers={(part) => <Approvers {...part} />}
    />
  )
}
