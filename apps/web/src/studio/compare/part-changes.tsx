import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import { PathChanges } from '../publish/path-changes.tsx'
import type { ChangedPart } from './changed-parts.ts'
import { useWords } from './use-words.ts'
import { valueWords } from './value-words.ts'

const COLOURS = { added: 'green', removed: 'red', changed: 'gold' } as const

interface PartChangesProps {
  parts: ChangedPart[]
  wordsOf: (key: string) => string
  /** whose fields and transitions the definition means */
  object: string | undefined
}

/** What differs, step by step and in words: which came and went, and what changed within the others. */
export function PartChanges({ parts, wordsOf, object }: PartChangesProps) {
  const words = useWords({ object, stepOf: wordsOf })
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
              <PathChanges changes={changes} words={words} />
            ) : (
              <details>
                <summary>{t('compare.show')}</summary>
                <pre className={change === 'added' ? 'st-diff-after' : 'st-diff-before'}>
                  {valueWords('', changes[0]?.[change === 'added' ? 'after' : 'before'], words)}
                </pre>
              </details>
            )}
          </section>
        )
      })}
    </>
  )
}
