import { SearchOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Drawer, Input, Select, Skeleton } from 'antd'
import { useState } from 'react'

import '../../access/access.css'
import { Explanation } from '../../access/explanation.tsx'
import { ASKED_OPERATIONS } from '../../access/types.ts'
import type { AskedOperation } from '../../access/types.ts'
import { useAccessTexts } from '../../access/use-access-texts.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { grantOf } from '../model/roles.ts'
import type { RoleDefinition } from '../model/roles.ts'
import type { Reference } from '../organisation/department-tree.ts'
import { RecordSelect } from '../organisation/record-select.tsx'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { useRoleWords } from '../roles/use-role-words.ts'
import { useDraftedRoles } from '../roles/use-roles.ts'
import type { UserInfo } from './queries.ts'
import { useHeldRoles } from './use-held-roles.ts'

/** What a person may do, object by object, and why with one record. */
export function UserEffect({ user, onClose }: { user: UserInfo; onClose: () => void }) {
  useAccessTexts()
  const { t } = useTexts('studio')
  return (
    <Drawer open size={760} className="st-drawer" title={t('userEffect.title', { name: user.name })} onClose={onClose}>
      <RecordQuestion user={user.id} />
      <ObjectEffects user={user} />
    </Drawer>
  )
}

/** Asks about one record. */
function RecordQuestion({ user }: { user: string }) {
  const { t } = useTexts('studio')
  const { t: inAccess } = useTexts('access')
  const objects = useStudioObjects()
  const [object, setObject] = useState<string | undefined>(undefined)
  const [record, setRecord] = useState<Reference | null>(null)
  const [operation, setOperation] = useState<AskedOperation>('read')
  const nameField = objects.find(({ name }) => name === object)?.nameField ?? ''
  return (
    <FormGroup title={t('userEffect.explain')}>
      <div className="st-organisation-heads">
        <FormField label={t('roles.object')}>
          {(id) => (
            <ObjectSelect
              id={id}
              value={object}
              onChange={(next) => {
                setObject(next)
                setRecord(null)
              }}
            />
          )}
        </FormField>
        {object === undefined ? null : (
          <FormField label={t('userEffect.record')}>
            {(id) => (
              <RecordSelect
                key={object}
                id={id}
                object={object}
                nameField={nameField}
                value={record}
                onChange={setRecord}
              />
            )}
          </FormField>
        )}
        <FormField label={t('userEffect.operation')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={operation}
              options={ASKED_OPERATIONS.map((value) => ({ value, label: inAccess(`operations.${value}`) }))}
              onChange={setOperation}
            />
          )}
        </FormField>
      </div>
      {object === undefined || record === null ? null : (
        <Explanation question={{ object, id: record.id, operation }} user={user} />
      )}
    </FormGroup>
  )
}

/** Every object about which a role of the person says something, with what it says. */
function ObjectEffects({ user }: { user: UserInfo }) {
  const { t, locale } = useTexts('studio')
  const held = useHeldRoles()?.get(user.id)
  const objects = useStudioObjects()
  const published = useDraftedRoles().roles.map(({ definition }) => definition)
  const [search, setSearch] = useState('')
  if (held === undefined) return <Skeleton active />
  const roles = published.filter(({ name }) => held.some(({ role }) => role === name))
  const wanted = search.trim().toLowerCase()
  const shown = objects.filter(
    ({ name, label }) =>
      roles.some((role) => role.administrator === true || grantOf(role, name)) &&
      [name, label[locale]].some((text) => text.toLowerCase().includes(wanted)),
  )
  return (
    <FormGroup title={t('userEffect.objects')} note={t('userEffect.roles', { roles: namesOf(roles, locale) })}>
      {roles.some(({ administrator }) => administrator) ? (
        <p className="st-muted">{t('roles.everything')}</p>
      ) : (
        <>
          <Input
            className="st-field-search"
            allowClear
            prefix={<SearchOutlined />}
            aria-label={t('objects.search')}
            placeholder={t('objects.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <dl className="st-effect">
            {shown.map(({ name, label }) => (
              <div key={name}>
                <dt>{label[locale]}</dt>
                {roles.map((role) => (
                  <RoleLines key={role.name} role={role} object={name} />
                ))}
              </div>
            ))}
          </dl>
        </>
      )}
    </FormGroup>
  )
}

function namesOf(roles: RoleDefinition[], locale: 'en' | 'zh-CN'): string {
  return roles.length === 0
    ? '–'
    : new Intl.ListFormat(locale, { type: 'conjunction' }).format(roles.map(({ label }) => label[locale]))
}

function RoleLines({ role, object }: { role: RoleDefinition; object: string }) {
  const words = useRoleWords(role)
  if (!grantOf(role, object)) return null
  return words(object).map((line) => <dd key={line}>{line}</dd>)
}
