import { Switch } from 'antd'
import { useId } from 'react'

/** A yes-or-no setting: the switch, its name, and what it means. */
export function SwitchLine(props: {
  label: string
  help?: string | undefined
  value: boolean
  isDisabled?: boolean
  onChange: (value: boolean) => void
}) {
  const id = `st${useId().replace(/[^a-zA-Z0-9]/g, '')}`
  return (
    <div className="st-switch">
      <Switch
        id={id}
        size="small"
        checked={props.value}
        disabled={props.isDisabled ?? false}
        onChange={props.onChange}
        aria-label={props.label}
      />
      <div>
        <label htmlFor={id} className="st-switch-label">
          {props.label}
        </label>
        {props.help ? <p className="st-help">{props.help}</p> : null}
      </div>
    </div>
  )
}
