import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { AppLink, useNavigateTo, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { targetsOf } from '../model/conversions.ts'
import { DraftTags } from '../parts/draft-tags.tsx'
import { RowHandle, useRowDrag } from '../parts/row-handle.tsx'
import type { RowDrag } from '../parts/row-handle.tsx'
import { studioPaths } from '../paths.ts'
import { useDraftedConversions, useTargetName } from './use-conversions.ts'
import type { DraftedConversion } from './use-conversions.ts'
import { useRemoveConversion } from './use-remove-conversion.ts'

const ORDER_STEP = 10

/** The conversions of one source object, in the order of their buttons. */
export function ConversionList({ conversions }: { conversions: DraftedConversion[] }) {
  const { put } = useDraftedConversions()
  const names = conversions.map(({ definition }) => definition.name)
  const drag = useRowDrag(names, (name, position) => {
    const rest = names.filter((each) => each !== name)
    const order = rest.toSpliced(Math.max(0, Math.min(position, rest.length)), 0, name)
    for (const each of conversions) {
      const { definition } = each
      put(each, definition.name, { ...definition, order: (order.indexOf(definition.name) + 1) * ORDER_STEP })
    }
  })
  return (
    <ul className="st-list st-conversions">
      {conversions.map((each) => (
        <ConversionRow key={each.definition.name} conversion={each} drag={drag} />
      ))}
    </ul>
  )
}

function ConversionRow({ conversion, drag }: { conversion: DraftedConversion; drag: RowDrag }) {
  const { t, locale } = useTexts('studio')
  const navigate = useNavigateTo()
  const remove = useRemoveConversion()
  const nameOf = useTargetName()
  const { definition } = conversion
  const { name } = definition
  const label = definition.label?.[locale] || name
  const made = targetsOf(definition).map(([, target]) =>
    target.optional ? t('conversions.maybe', { label: nameOf(target) }) : nameOf(target),
  )
  return (
    <li className="st-list-item" data-row={name} {...drag.rowProps(name)}>
      <RowHandle label={t('fields.move', { label })} handle={drag.handleProps(name)} />
      <div className="st-grow">
        <span className="st-layout-name">
          <AppLink to={studioPaths.conversion(name)}>{label}</AppLink>
          <code className="st-code">{name}</code>
          <DraftTags document={conversion} />
        </span>
        <p className="st-help">→ {made.join(t('conversions.comma'))}</p>
      </div>
      <Button
        type="text"
        icon={<EditOutlined />}
        aria-label={t('conversions.edit', { label })}
        onClick={() => navigate(studioPaths.conversion(name))}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('conversions.remove', { label })}
        onClick={() => remove(conversion)}
      />
    </li>
  )
}
