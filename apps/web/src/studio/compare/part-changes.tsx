import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { PathChanges } from '../publish/path-changes.tsx'
import type { ChangedPart } from './changed-parts.ts'

const COLOURS = { added: 'green', removed: 'red', changed: 'gold' } as const

/** What differs, step by step: which came and went in words, what changed within the others by path. */
export function PartChanges({ parts, wordsOf }: { parts: ChangedPart[]; wordsOf: (key: string) => string }) {
  const { t } = useTexts('studio')
  if (parts.length === 0) return <p className="st-muted">{t('wf.noDifference')}</p>
  return (
    <>
      {parts.map(({ key, change, changes }) => {
        const label = key === null ? t('compare.whole') : wordsOf(key)
        return (
          <section key={key ?? ''} className="st-compare-part" aria-label={label}>
            <h4>
              <Tag color={COLOURS[change]}>{t(`wf.change.${change}`)}</Tag>
              {label}
            </h4>
            {change === 'changed' ? (
              <PathChanges changes={changes} />
            ) : (
              <details>
                <summary>{t('compare.show')}</summary>
                <pre className={change === 'added' ? 'st-diff-after' : 'st-diff-before'}>
                  {JSON.stringify(changes[0]?.[change === 'added' ? 'after' : 'before'], null, 2)}
                </pre>
              </details>
            )}
          </section>
        )
      })}
    </>
  )
}
