import { CheckCircleOutlined, WarningFilled } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { useDesigner } from './designer-context.ts'
import type { Designer } from './designer-context.ts'
import { isShown, usualWidth } from './starting-layout.ts'

/** What a layout forgets or gets wrong; it does not keep one from publishing what the platform can complete. */
export function LayoutProblems() {
  const { t } = useTexts('studio')
  const designer = useDesigner()
  const forgotten = forgottenFields(designer)
  const lost = lostBlocks(designer)
  const hidden = hiddenBlocks(designer)
  const count = forgotten.length + lost.length + hidden.length
  const { locale } = useTexts()
  return (
    <section className="st-layout-problems" aria-label={t('designer.problems', { count })}>
      {count === 0 ? (
        <p className="st-muted">
          <CheckCircleOutlined /> {t('designer.noProblems')}
        </p>
      ) : null}
      {forgotten.map((field) => (
        <p key={field.name}>
          <WarningFilled className="st-warning" /> {t('designer.forgotten', { field: field.label[locale] })}
          <Button
            size="small"
            type="link"
            onClick={() =>
              designer.add(`f_${field.name}`, { type: 'field', field: field.name, w: usualWidth(field), h: 1 }, null)
            }
          >
            {t('designer.place')}
          </Button>
        </p>
      ))}
      {lost.map(([key, field]) => (
        <p key={key}>
          <WarningFilled className="st-warning" /> {t('designer.unknownField', { field })}
          <Button size="small" type="link" onClick={() => designer.remove(key)}>
            {t('designer.remove')}
          </Button>
        </p>
      ))}
      {hidden.map((key) => (
        <p key={key}>
          <WarningFilled className="st-warning" /> {t('designer.hiddenField', { field: designer.labelOf(key) })}
          <Button size="small" type="link" onClick={() => designer.remove(key)}>
            {t('designer.remove')}
          </Button>
        </p>
      ))}
    </section>
  )
}

/** Fields that the record type of the layout does not have. */
function hiddenBlocks({ blocks, type }: Designer): string[] {
  return Object.keys(blocks).filter((key) => type?.hidden?.includes(blocks[key]?.field ?? '') === true)
}

function forgottenFields({ purpose, object, definition, blocks, type }: Designer) {
  if (purpose !== 'form') return []
  const placed = new Set(Object.values(blocks).map((block) => block.field))
  return object.fields.filter(
    (field) =>
      (field.required || type?.required?.includes(field.name) === true) &&
      isShown(field, definition, purpose) &&
      !placed.has(field.name),
  )
}

function lostBlocks({ blocks, fields }: Designer): [string, string][] {
  return Object.entries(blocks).flatMap(([key, block]) => {
    const path = block.field
    return block.type === 'field' && path !== undefined && !fields.has(path.split('.')[0] ?? '') ? [[key, path]] : []
  })
}
