import { recordPath, useTexts } from '@fieldwork/ui'

import { Change, isChange } from './change.tsx'
import { COUNTED } from './types.ts'
import type { Counted, NamedRecord, ObjectDifference, PersonDifference } from './types.ts'

/** What changes for one person with one object, with a few of the records. */
export function EffectDetails({ person, difference }: { person: PersonDifference; difference: ObjectDifference }) {
  const { t } = useTexts('studio')
  const { label, operations, fields, not_counted: notCounted } = difference
  const title = `${person.name} · ${label}`
  return (
    <section className="st-effect-details" aria-label={title} aria-live="polite">
      <h4>{title}</h4>
      {notCounted ? <p>{t('effect.notCounted', { reason: notCounted.message })}</p> : null}
      {COUNTED.map((operation) => (
        <OfOperation key={operation} operation={operation} difference={difference} />
      ))}
      {operations.gained.length > 0 ? (
        <p>
          {t('effect.mayNow')} <OperationNames names={operations.gained} className="st-gained" />
        </p>
      ) : null}
      {operations.lost.length > 0 ? (
        <p>
          {t('effect.mayNoMore')} <OperationNames names={operations.lost} className="st-lost" />
        </p>
      ) : null}
      {fields.map(({ field, label: name, before, after }) => (
        <p key={field}>
          {t('effect.field', { field: name, before: t(`effect.field_${before}`), after: t(`effect.field_${after}`) })}
        </p>
      ))}
    </section>
  )
}

function OperationNames({ names, className }: { names: string[]; className: string }) {
  const { t } = useTexts('studio')
  return <span className={className}>{names.map((name) => t(`effect.operations.${name}`)).join(t('effect.and'))}</span>
}

function OfOperation({ operation, difference }: { operation: Counted; difference: ObjectDifference }) {
  const { t } = useTexts('studio')
  const change = difference.records?.[operation]
  const examples = difference.examples?.[operation]
  if (!change || !isChange(change)) return null
  return (
    <>
      <p className="st-diff-line">
        {t('effect.records', { operation: t(`effect.operations.${operation}`) })} <Change change={change} />
      </p>
      <Examples title={t('effect.gains')} object={difference.object} records={examples?.gained ?? []} />
      <Examples title={t('effect.loses')} object={difference.object} records={examples?.lost ?? []} />
    </>
  )
}

function Examples({ title, object, records }: { title: string; object: string; records: NamedRecord[] }) {
  if (records.length === 0) return null
  return (
    <p className="st-diff-line">
      <span className="st-faint">{title}</span>
      {records.map(({ id, label }) => (
        <a key={id} href={recordPath(object, id)} target="_blank" rel="noreferrer">
          {label ?? id}
        </a>
      ))}
    </p>
  )
}
