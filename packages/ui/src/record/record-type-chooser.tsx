import { RightOutlined } from '@ant-design/icons'

import type { RecordTypeInfo } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'

/** Asks of which type a new record is, before its form opens. */
export function RecordTypeChooser(props: { types: RecordTypeInfo[]; onChoose: (type: string) => void }) {
  const { t } = useTexts()
  return (
    <div className="fw-type-chooser" role="group" aria-label={t('recordType.choose')}>
      <p className="fw-muted">{t('recordType.choose')}</p>
      {props.types.map(({ name, label, help }, index) => (
        <button
          key={name}
          type="button"
          className="fw-type-choice"
          autoFocus={index === 0}
          onClick={() => props.onChoose(name)}
        >
          <span>
            <b>{label}</b>
            {help ? <small>{help}</small> : null}
          </span>
          <RightOutlined aria-hidden />
        </button>
      ))}
    </div>
  )
}
