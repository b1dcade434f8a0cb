import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import type { Relation } from '../../model/relations.ts'

/** One reference: the object at its other end, by which field, and what becomes of records when one is deleted. */
export function RelationCard(props: {
  relation: Relation
  /** the object at the other end of the line */
  other: StudioObject | undefined
  isHierarchy?: boolean
  onOpen: () => void
}) {
  const { t, locale } = useTexts('studio')
  const { relation, other } = props
  const { field, targets } = relation
  const type = useFieldTypes().get(field.type)
  const labels = targets.map((target) => target.label[locale]).join(locale === 'en' ? ', ' : '、')
  const title = other?.label[locale] ?? (labels || t('relations.anyObject'))
  const rule = field.type === 'master-detail' ? 'cascade' : field.onDelete
  return (
    <li>
      <button
        type="button"
        className="st-relation"
        aria-label={t('relations.open', { field: field.label[locale], object: title })}
        onClick={props.onOpen}
      >
        <span className="st-object-icon">
          <FieldIcon name={other?.icon ?? type?.icon} />
        </span>
        <span className="st-relation-words">
          <strong>{title}</strong>
          <span className="st-relation-field">
            <FieldIcon name={type?.icon} /> {field.label[locale]}
            {relation.collection === null ? null : <code className="st-code">{relation.collection}</code>}
          </span>
          {rule ? <small>{t(`relations.onDelete.${rule}`)}</small> : null}
        </span>
        <span className="st-relation-tags">
          {field.type === 'master-detail' ? <Tag color="blue">{t('relations.isLines')}</Tag> : null}
          {props.isHierarchy ? <Tag color="purple">{t('relations.isHierarchy')}</Tag> : null}
          {field.required ? <Tag variant="filled">{t('fields.required')}</Tag> : null}
        </span>
      </button>
    </li>
  )
}
