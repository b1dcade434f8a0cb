import { useTexts } from '@fieldwork/ui'

import type { PathChange } from '../model/json.ts'
import { placeWords } from './place-words.ts'

/** What changed in a document, by path: before and after. */
export function PathChanges({ changes }: { changes: PathChange[] }) {
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
            <th scope="row">{placeWords(change.pointer, t) || t('diff.whole')}</th>
            <DiffCell value={change.before} className="st-diff-before" />
            <DiffCell value={change.after} className="st-diff-after" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DiffCell({ value, className }: { value: unknown; className: string }) {
  if (value === undefined) return <td className="st-faint">–</td>
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <td>
      <pre className={className}>{text}</pre>
    </td>
  )
}
