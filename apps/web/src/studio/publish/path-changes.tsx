import { useTexts } from '@fieldwork/ui'

import { placeIn, valueWords } from '../compare/value-words.ts'
import type { Words } from '../compare/value-words.ts'
import type { PathChange } from '../model/json.ts'
import { placeWords } from './place-words.ts'

interface PathChangesProps {
  changes: PathChange[]
  /** tell values by what they name; left out: as they are stored */
  words?: Words
}

/** What changed in a document, by path: before and after. */
export function PathChanges({ changes, words }: PathChangesProps) {
  const { t } = useTexts('studio')
  const [first] = changes
  const isNew = changes.length === 1 && first?.pointer === '' && first.before === undefined
  if (isNew) return <pre className="st-diff-after st-diff-new">{JSON.stringify(first.after, null, 2)}</pre>
  return (
    <table className="st-diff">
      <thead>
        <tr>
          <th>{t('diff.path')}</th>
          <th>{t('diff.before')}</th>
          <th>{t('diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.pointer}>
            <th scope="row">
              {(words ? placeIn(change.pointer, words) : placeWords(change.pointer, t)) || t('diff.whole')}
            </th>
            <DiffCell change={change} side="before" words={words} />
            <DiffCell change={change} side="after" words={words} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps {
  change: PathChange
  side: 'before' | 'after'
  words: Words | undefined
}

function DiffCell({ change, side, words }: CellProps) {
  const value = change[side]
  if (value === undefined) return <td className="st-faint">–</td>
  const stored = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <td>
      <pre className={`st-diff-${side}`}>{words ? valueWords(change.pointer, value, words) : stored}</pre>
    </td>
  )
}
