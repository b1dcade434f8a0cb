import { Button, Input } from 'antd'
import { useState } from 'react'

import { jsonText } from './json-shown.tsx'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

/** JSON as text, checked while it is typed; what is no JSON is not handed on. */
export function JsonWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const [draft, setDraft] = useState<string | null>(null)
  const problem = draft === null ? null : problemOf(draft)
  const text = draft ?? jsonText(props.value)

  const type = (next: string): void => {
    setDraft(next)
    if (next.trim() === '') props.onChange(undefined)
    else if (problemOf(next) === null) props.onChange(JSON.parse(next))
  }

  return (
    <div className="fw-json">
      <Input.TextArea
        id={props.id}
        {...ariaOf(props)}
        {...(problem ? { 'aria-invalid': true } : {})}
        className="fw-json-input"
        status={problem ? 'error' : statusOf(props)}
        autoSize={{ minRows: 4, maxRows: 16 }}
        spellCheck={false}
        value={text}
        disabled={props.disabled}
        autoFocus={props.autoFocus ?? false}
        placeholder={props.placeholder || '{ }'}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          if (problem === null) setDraft(null)
          props.onBlur?.()
        }}
      />
      <span className="fw-json-line">
        {problem ? (
          <span className="fw-field-error" role="alert">
            {widgetText(locale, 'notJson', problem)}
          </span>
        ) : null}
        {text.trim() === '' || problem ? null : (
          <Button
            type="link"
            size="small"
            disabled={props.disabled}
            onClick={() => setDraft(jsonText(JSON.parse(text)))}
          >
            {widgetText(locale, 'tidy')}
          </Button>
        )}
      </span>
    </div>
  )
}

/** What is wrong with the text, in the browser's words; null when it is JSON. */
function problemOf(text: string): string | null {
  if (text.trim() === '') return null
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
