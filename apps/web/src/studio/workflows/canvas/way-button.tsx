import { PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'

import { useEditing } from '../designer/designer-context.ts'
import { useNodeWords } from '../designer/node-words.ts'
import { useWayLabel } from '../designer/way-words.ts'
import type { Way } from '../graph/ways.ts'

/** Asks which step comes onto a way; a step that is dragged can be let go on it. */
export function WayButton({ way }: { way: Way }) {
  const { t } = useTexts('studio')
  const { ask } = useEditing()
  const words = useNodeWords()
  const branch = useWayLabel()(way)
  const from = words(way.from).title
  const place = branch === '' ? from : `${from} (${branch})`
  const label =
    way.to === null ? t('wf.addAfter', { from: place }) : t('wf.addBetween', { from: place, to: words(way.to).title })
  return (
    <button
      type="button"
      data-way={way.id}
      className={`st-wf-plus nodrag nopan ${way.to === null ? 'st-wf-plus-end' : ''}`}
      aria-label={label}
      title={label}
      onClick={() => ask(way)}
    >
      <PlusOutlined />
    </button>
  )
}
