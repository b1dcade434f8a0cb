import { Input } from 'antd'
import { useState } from 'react'

/** A JSON object written as text; it is handed on whenever it is one, and nothing when it is empty. */
export function JsonInput(props: { id: string; value: unknown; onChange: (value: unknown) => void }) {
  const [text, setText] = useState(() => (props.value === undefined ? '' : JSON.stringify(props.value, null, 2)))
  const parsed = parseObject(text)
  const change = (next: string): void => {
    setText(next)
    const value = parseObject(next)
    if (value !== null) props.onChange(next.trim() === '' ? undefined : value)
  }
  return (
    <Input.TextArea
      id={props.id}
      className="st-code"
      autoSize={{ minRows: 3, maxRows: 14 }}
      spellCheck={false}
      status={parsed === null ? 'error' : ''}
      value={text}
      placeholder="{ }"
      onChange={(event) => change(event.target.value)}
    />
  )
}

function parseObject(text: string): object | null {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
