import { SearchOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Input } from 'antd'
import { useState } from 'react'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { FIELD_RIGHTS } from '../model/roles.ts'
import type { FieldRight } from '../model/roles.ts'

const MANY_FIELDS = 12
/** the row that holds for every field not named */
const OTHER_FIELDS = '*'

type Rights = Record<string, FieldRight>

/** A row for each field, a column for each right; what is not said of a field is as for all others. */
export function FieldRights(props: {
  object: StudioObject
  value: Rights | undefined
  onChange: (value: Rights | undefined) => void
}) {
  const { t, locale } = useTexts('studio')
  const { object, value = {} } = props
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const fields = object.fields.filter(
    ({ name, label, system }) =>
      (!system || name === 'owner' || name === 'owner_department') &&
      [name, label.en, label['zh-CN']].some((text) => text.toLowerCase().includes(wanted)),
  )
  const set = (name: string, right: FieldRight | undefined): void => {
    const { [name]: _before, ...rest } = value
    const next = right === undefined ? rest : { ...rest, [name]: right }
    props.onChange(Object.keys(next).length > 0 ? next : undefined)
  }
  return (
    <>
      {object.fields.length > MANY_FIELDS ? (
        <Input
          className="st-field-search"
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('role.searchFields')}
          aria-label={t('role.searchFields')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      <table className="st-table st-field-rights" aria-label={t('role.fields')}>
        <thead>
          <tr>
            <th>{t('role.field')}</th>
            {FIELD_RIGHTS.map((right) => (
              <th key={right} className="st-centre">
                {t(`role.rights.${right}`)}
              </th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {wanted === '' ? (
            <FieldRow name={OTHER_FIELDS} label={t('role.otherFields')} rights={value} onSet={set} />
          ) : null}
          {fields.map(({ name, label }) => (
            <FieldRow key={name} name={name} label={label[locale]} rights={value} onSet={set} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function FieldRow(props: {
  name: string
  label: string
  rights: Rights
  onSet: (name: string, right: FieldRight | undefined) => void
}) {
  const { t } = useTexts('studio')
  const { name, label, rights, onSet } = props
  const own = rights[name]
  const shown = own ?? rights[OTHER_FIELDS] ?? 'write'
  return (
    <tr className={own === undefined ? 'st-field-derived' : ''}>
      <th scope="row">{label}</th>
      {FIELD_RIGHTS.map((right) => (
        <td key={right} className="st-centre">
          <input
            type="radio"
            name={`right-${name}`}
            aria-label={t('role.fieldCell', { field: label, right: t(`role.rights.${right}`) })}
            checked={shown === right}
            // one that only follows from others is not changed by a click, but is said by it
            onClick={() => (own === undefined ? onSet(name, right) : undefined)}
            onChange={() => onSet(name, right)}
          />
        </td>
      ))}
      <td>
        {own === undefined ? null : (
          <button
            type="button"
            className="st-link st-faint"
            aria-label={t('role.fieldReset', { field: label })}
            onClick={() => onSet(name, undefined)}
          >
            {t('role.reset')}
          </button>
        )}
      </td>
    </tr>
  )
}
