import { ArrowRightOutlined } from '@ant-design/icons'
import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { useLayouts } from '../../catalog/queries.ts'
import { useDraft } from '../../draft/draft-provider.tsx'
import type { LayoutPurpose } from '../../model/definitions.ts'
import { studioPaths } from '../../paths.ts'
import type { ObjectEditing } from '../object-editing.ts'

const PURPOSES: { purpose: LayoutPurpose; icon: string }[] = [
  { purpose: 'form', icon: 'profile' },
  { purpose: 'detail', icon: 'file-text' },
]

/** The layouts of an object, each with the way to its designer. */
export function LayoutsTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const layouts = useLayouts().data
  const drafts = Object.values(useDraft().documents).filter((document) => document.kind === 'layout')
  return (
    <div className="st-layout-cards">
      {PURPOSES.map(({ purpose, icon }) => {
        const isOf = (layout: Record<string, unknown>): boolean =>
          layout['object'] === editing.object.name && layout['purpose'] === purpose
        const known = layouts?.data.find((layout) => isOf({ ...layout }))
        const draft = drafts.find((document) => document.definition && isOf(document.definition))
        return (
          <AppLink key={purpose} to={studioPaths.layout(editing.object.name, purpose)} className="st-layout-card">
            <span className="st-object-icon">
              <FieldIcon name={icon} />
            </span>
            <span className="st-grow">
              <strong>{t(`layouts.${purpose}`)}</strong>
              <small>{t(`layouts.${purpose}Text`)}</small>
            </span>
            {draft ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
            <Tag variant="filled">{t(known ? 'layouts.designed' : 'layouts.automatic')}</Tag>
            <ArrowRightOutlined />
          </AppLink>
        )
      })}
    </div>
  )
}
