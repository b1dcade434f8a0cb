import { Select } from 'antd'
import type { KeyboardEvent } from 'react'

interface TagsInputProps {
  id: string
  value: readonly string[]
  placeholder?: string
  onChange: (value: string[]) => void
}

/** A list of texts that are typed, e.g. network addresses: each ends with Enter, a comma, a semicolon or a space. */
export function TagsInput({ id, value, placeholder, onChange }: TagsInputProps) {
  return (
    <Select
      id={id}
      className="st-wide"
      mode="tags"
      open={false}
      tokenSeparators={[',', ' ', ';']}
      placeholder={placeholder}
      value={[...value]}
      onChange={onChange}
      onInputKeyDown={(event) => {
        if (!isTakingLast(event) || value.length === 0) return
        // the list box would leave out one that follows typing
        event.stopPropagation()
        event.preventDefault()
        onChange(value.slice(0, -1))
      }}
    />
  )
}

/** A key that is held down removes what was typed, and no more. */
function isTakingLast({ key, repeat, currentTarget, nativeEvent }: KeyboardEvent<HTMLElement>): boolean {
  const isEmpty = currentTarget instanceof HTMLInputElement && currentTarget.value === ''
  return key === 'Backspace' && !repeat && isEmpty && !nativeEvent.isComposing
}
