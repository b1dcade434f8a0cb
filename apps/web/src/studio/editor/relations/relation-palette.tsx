import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Modal } from 'antd'

import { RELATION_ICONS, RELATION_KINDS } from './relation-choices.ts'
import type { RelationKind } from './relation-choices.ts'

/** The ways to relate an object, each with what it is good for. */
export function RelationPalette(props: {
  hasHierarchy: boolean
  onChoose: (kind: RelationKind) => void
  onClose: () => void
}) {
  const { t } = useTexts('studio')
  const kinds = RELATION_KINDS.filter((kind) => kind !== 'hierarchy' || !props.hasHierarchy)
  return (
    <Modal open width={640} title={t('relations.add')} footer={null} onCancel={props.onClose}>
      <div className="st-palette st-relation-palette" role="group" aria-label={t('relations.add')}>
        {kinds.map((kind, index) => (
          <button
            key={kind}
            type="button"
            className="st-palette-type"
            autoFocus={index === 0}
            aria-label={t(`relations.kinds.${kind}`)}
            onClick={() => props.onChoose(kind)}
          >
            <span className="st-palette-icon">
              <FieldIcon name={RELATION_ICONS[kind]} />
            </span>
            <span>
              <strong>{t(`relations.kinds.${kind}`)}</strong>
              <small>{t(`relations.texts.${kind}`)}</small>
            </span>
          </button>
        ))}
      </div>
    </Modal>
  )
}
