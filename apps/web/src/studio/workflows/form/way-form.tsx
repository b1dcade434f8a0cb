import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { PointedField } from '../../conversions/pointed.tsx'
import { useDesigner, useEditing } from '../designer/designer-context.ts'
import { useNodeWords } from '../designer/node-words.ts'
import { useWayLabel } from '../designer/way-words.ts'
import { waysFrom, withWay } from '../graph/ways.ts'
import type { Way } from '../graph/ways.ts'

/** Where the ways on from a step lead: the same that lines on the canvas show, for who works by keyboard. */
export function WayForm({ name }: { name: string }) {
  const { t } = useTexts('studio')
  const { workflow, kinds } = useDesigner()
  const { edit } = useEditing()
  const labelOf = useWayLabel()
  const words = useNodeWords()
  const ways = waysFrom(workflow, kinds, name)
  const others = Object.keys(workflow.nodes).filter((each) => each !== name)
  if (ways.length === 0) return null
  return (
    <details className="st-wf-details">
      <summary>{t('wf.leads')}</summary>
      {ways.map((way) => (
        <PointedField key={way.id} pointer={pointerOf(way)} label={labelOf(way) || t('wf.next')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              allowClear
              placeholder={t('wf.end')}
              showSearch={{ optionFilterProp: 'label' }}
              value={way.to}
              options={others.map((value) => ({ value, label: `${words(value).title} (${value})` }))}
              onChange={(to: string | null | undefined) => edit(withWay(workflow, way, to ?? null))}
            />
          )}
        </PointedField>
      ))}
    </details>
  )
}

function pointerOf({ from, kind, branch = '' }: Way): string {
  if (kind === 'error') return `/nodes/${from}/onError/node`
  return kind === 'next' ? `/nodes/${from}/next` : `/nodes/${from}/branches/${branch}`
}
