import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useRecordCount } from '../catalog/queries.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { studioPaths } from '../paths.ts'

/** The objects as rows: icon and label, API name, fields, records, where each comes from. */
export function ObjectTable({ objects, locale }: { objects: StudioObject[]; locale: 'en' | 'zh-CN' }) {
  const { t } = useTexts('studio')
  return (
    <table className="st-table st-object-table">
      <thead>
        <tr>
          <th>{t('objects.label')}</th>
          <th>{t('objects.name')}</th>
          <th className="st-number">{t('objects.fields')}</th>
          <th className="st-number">{t('objects.records')}</th>
          <th>{t('objects.origin')}</th>
        </tr>
      </thead>
      <tbody>
        {objects.map((object) => (
          <ObjectRow key={object.name} object={object} locale={locale} isCounted={objects.length <= MAX_COUNTED} />
        ))}
      </tbody>
    </table>
  )
}

/** Counting is a request for each object. */
const MAX_COUNTED = 60

function ObjectRow(props: { object: StudioObject; locale: 'en' | 'zh-CN'; isCounted: boolean }) {
  const { object, locale } = props
  const count = useRecordCount(object.name, props.isCounted && !object.isNew)
  return (
    <tr>
      <td>
        <AppLink to={studioPaths.object(object.name)} className="st-object-link">
          <span className="st-object-icon">
            <FieldIcon name={object.icon} />
          </span>
          <span>{object.label[locale]}</span>
        </AppLink>
      </td>
      <td>
        <code className="st-code">{object.name}</code>
      </td>
      <td className="st-number">{object.fields.filter((field) => !field.system).length}</td>
      <td className="st-number">
        {count === null ? <span className="st-faint">–</span> : count.toLocaleString(locale)}
      </td>
      <td>
        <OriginTags object={object} />
      </td>
    </tr>
  )
}

/** Where an object comes from, and whether the draft changes it. */
export function OriginTags({ object }: { object: StudioObject }) {
  const { t } = useTexts('studio')
  return (
    <span className="st-tags">
      {object.isNew ? (
        <Tag color="gold">{t('origin.new')}</Tag>
      ) : (
        <Tag color={object.shipped ? 'default' : 'cyan'}>{t(object.shipped ? 'origin.shipped' : 'origin.own')}</Tag>
      )}
      {object.shipped && object.customised ? <Tag color="cyan">{t('origin.customised')}</Tag> : null}
      {object.isChanged && !object.isNew ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
      {object.managed ? <Tag>{t('origin.managed')}</Tag> : null}
    </span>
  )
}
