import { FieldIcon, useTexts } from '@fieldwork/ui'

/** `free`: records stand for themselves; `attached`: they are parts of records of another object. */
export type ObjectKind = 'free' | 'attached'

const KINDS = [
  { kind: 'free', icon: 'file-text' },
  { kind: 'attached', icon: 'cluster' },
] as const

/** What kind of object is made: a document with a list of its own, or a data item of a document there is. */
export function KindChoice({ kind, onChange }: { kind: ObjectKind; onChange: (kind: ObjectKind) => void }) {
  const { t } = useTexts('studio')
  return (
    <div className="st-palette st-kinds" role="radiogroup" aria-label={t('newObject.kind')}>
      {KINDS.map((each) => (
        <button
          key={each.kind}
          type="button"
          role="radio"
          aria-checked={kind === each.kind}
          aria-label={t(`newObject.kinds.${each.kind}`)}
          className={`st-palette-type ${kind === each.kind ? 'st-palette-chosen' : ''}`}
          onClick={() => onChange(each.kind)}
        >
          <span className="st-palette-icon">
            <FieldIcon name={each.icon} />
          </span>
          <span>
            <strong>{t(`newObject.kinds.${each.kind}`)}</strong>
            <small>{t(`newObject.kindTexts.${each.kind}`)}</small>
          </span>
        </button>
      ))}
    </div>
  )
}
