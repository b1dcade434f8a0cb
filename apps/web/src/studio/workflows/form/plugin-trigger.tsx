import { useTexts } from '@fieldwork/ui'

import { isObject } from '../../model/json.ts'
import { useDesigner } from '../designer/designer-context.ts'
import { useTriggerKinds } from '../trigger-kinds.ts'
import { OptionContext } from './option-context.ts'
import { OptionFields, OptionInput } from './option-input.tsx'
import { useTriggerEdit } from './trigger-parts.tsx'
import type { Of } from './trigger-parts.tsx'

const PARTS = { OptionFields, OptionInput }

/** When something that a plugin tells begins the workflow, and what the workflow learns of it. */
export function PluginTrigger({ trigger }: Of) {
  const { t, locale } = useTexts('studio')
  const { workflow } = useDesigner()
  const change = useTriggerEdit()
  const kind = useTriggerKinds().find(({ name }) => name === trigger['trigger'])
  if (!kind) return null
  const options = isObject(trigger['options']) ? trigger['options'] : {}
  const vars = Object.keys(workflow.vars ?? {})
  const scope = { step: '', object: workflow.object ?? null, options, variables: {}, vars, parts: PARTS }
  const told = isObject(kind.values['properties']) ? Object.keys(kind.values['properties']) : []
  return (
    <>
      <p className="st-help">{kind.help[locale]}</p>
      <OptionContext.Provider value={scope}>
        <OptionFields
          schema={kind.options}
          pointer="/trigger/options"
          value={options}
          onChange={(next) => change({ options: Object.keys(next).length === 0 ? undefined : next })}
        />
      </OptionContext.Provider>
      {told.length > 0 ? <p className="st-help">{t('wf.triggerTells', { names: told.join(', ') })}</p> : null}
    </>
  )
}
