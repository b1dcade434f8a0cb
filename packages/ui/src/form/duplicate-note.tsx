import { recordPath } from '../values/record-path.ts'
import { useTexts } from '../texts/i18n.ts'
import { useFormFrame, useFormHint } from './form-store.tsx'

/** Says under a field which records may be the same thing; those that may be seen are linked. */
export function DuplicateNote({ name }: { name: string }) {
  const { schema } = useFormFrame()
  const hints = useFormHint((all) => all.duplicates[name])
  const { t } = useTexts()
  return (
    <div aria-live="polite" className="fw-duplicates">
      {hints?.map(({ message, canOverride, records }) => (
        <p key={message} className={canOverride ? 'fw-duplicate' : 'fw-duplicate fw-duplicate-blocks'}>
          {message}
          {records.map(({ id, label }) => (
            <span key={id}>
              {' '}
              <a
                href={recordPath(schema.object, id)}
                target="_blank"
                rel="noreferrer"
                aria-label={t('form.openDuplicate', { label })}
              >
                {records.length > 1 ? label : t('form.open')}
              </a>
            </span>
          ))}
        </p>
      ))}
    </div>
  )
}
