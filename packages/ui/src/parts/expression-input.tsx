import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'

import { useApi } from '../api/api-provider.tsx'
import type { ServerProblem } from '../api/api-problem.ts'
import { useDebounced } from '../values/use-debounced.ts'
import { useTexts } from '../texts/i18n.ts'

/** One proposal at the cursor, as `POST /api/metadata/expressions/complete` sends it. */
export interface Completion {
  label: string
  /** text put in place of `from`..offset; the label where absent */
  insert?: string
  detail?: string | null
  /** what it does, in a sentence */
  doc?: string
  kind?: string
  from?: number
}

interface CheckAnswer {
  problems: (ServerProblem & {
    params?: { offset?: number; from?: number; to?: number; line?: number; column?: number }
  })[]
  type: string | null
}

const CHECK_DELAY_MS = 300

/**
 * An expression as text, checked by the server while it is written, with proposals at the cursor.
 * `expects` is the type it must have, e.g. `boolean`.
 */
export function ExpressionInput(props: {
  object: string
  value: string
  onChange: (value: string) => void
  expects?: string
  id?: string
  label?: string
  placeholder?: string
  minRows?: number
  disabled?: boolean
}) {
  const { object, value, onChange, expects, minRows = 2 } = props
  const [offset, setOffset] = useState<number | null>(null)
  const [isAsked, setAsked] = useState(false)
  const area = useRef<TextAreaRef>(null)
  /** where the cursor belongs once the text is there: before the next key, or fast typing ends up elsewhere */
  const caret = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (caret.current === null) return
    const element = area.current?.resizableTextArea?.textArea
    element?.focus()
    element?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [value])
  const check = useExpressionCheck(object, value, expects)
  const problems = check.data?.problems ?? []

  const apply = (completion: Completion): void => {
    const at = offset ?? value.length
    const from = completion.from ?? at - wordBefore(value, at).length
    const text = completion.insert ?? completion.label
    onChange(value.slice(0, from) + text + value.slice(at))
    setOffset(from + text.length)
    setAsked(false)
    caret.current = from + text.length
  }

  return (
    <div className="fw-expression">
      <Completions
        object={object}
        value={value}
        offset={offset}
        isAsked={isAsked}
        onApply={apply}
        onClose={() => setOffset(null)}
        onAsk={() => {
          setAsked(true)
          setOffset(area.current?.resizableTextArea?.textArea.selectionStart ?? value.length)
        }}
      >
        {(onKeyDown) => (
          <Input.TextArea
            ref={area}
            {...(props.id === undefined ? {} : { id: props.id })}
            aria-label={props.label}
            aria-invalid={problems.length > 0}
            className="fw-code"
            value={value}
            spellCheck={false}
            disabled={props.disabled ?? false}
            placeholder={props.placeholder ?? ''}
            status={problems.length > 0 ? 'error' : ''}
            autoSize={{ minRows, maxRows: 12 }}
            onChange={(event) => {
              onChange(event.target.value)
              setAsked(false)
              setOffset(event.target.selectionStart)
            }}
            onKeyDown={onKeyDown}
            onBlur={() => setTimeout(() => setOffset(null), 150)}
          />
        )}
      </Completions>
      <ExpressionVerdict source={value} problems={problems} type={check.data?.type ?? null} />
    </div>
  )
}

function useExpressionCheck(object: string, value: string, expects: string | undefined) {
  const api = useApi()
  const expression = useDebounced(value, CHECK_DELAY_MS)
  return useQuery({
    queryKey: ['metadata', 'check', object, expression, expects],
    enabled: expression.trim() !== '',
    queryFn: () =>
      api.post<CheckAnswer>('/api/metadata/expressions/check', {
        object,
        expression,
        ...(expects === undefined ? {} : { expects }),
      }),
  })
}

function ExpressionVerdict(props: { source: string; problems: CheckAnswer['problems']; type: string | null }) {
  const { t } = useTexts()
  if (props.source.trim() === '') return null
  if (props.problems.length === 0) {
    return props.type ? (
      <div className="fw-expression-ok">
        {t('expression.ok', { type: t(`expressionType.${props.type}`, { defaultValue: props.type }) })}
      </div>
    ) : null
  }
  return (
    <ul className="fw-expression-problems" role="alert">
      {props.problems.map((problem) => {
        const at = problem.params?.offset ?? problem.params?.from
        return (
          <li key={`${problem.code}-${problem.message}`}>
            {problem.message}
            {at === undefined ? null : <Excerpt source={props.source} at={at} />}
          </li>
        )
      })}
    </ul>
  )
}

function Excerpt({ source, at }: { source: string; at: number }) {
  const { t } = useTexts()
  const before = source.slice(Math.max(0, at - 16), at)
  return (
    <span className="fw-expression-at">
      {t('expression.at', { position: at + 1 })} <code>{before}</code>
      <mark>{source.slice(at, at + 12) || '⏎'}</mark>
    </span>
  )
}

function Completions(props: {
  object: string
  value: string
  offset: number | null
  isAsked: boolean
  onApply: (completion: Completion) => void
  onClose: () => void
  /** Ctrl+Space: everything that can stand at the cursor */
  onAsk: () => void
  children: (onKeyDown: (event: KeyboardEvent) => void) => React.ReactNode
}) {
  const [active, setActive] = useState(0)
  const items = useCompletions(props)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => setActive(0), [items])
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active])

  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = items[active]
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      props.onAsk()
      return
    }
    if (!chosen) return
    if (event.key === 'ArrowDown') setActive((index) => (index + 1) % items.length)
    else if (event.key === 'ArrowUp') setActive((index) => (index + items.length - 1) % items.length)
    else if (event.key === 'Tab' || event.key === 'Enter') props.onApply(chosen)
    else if (event.key === 'Escape') props.onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="fw-completions-anchor">
      {props.children(onKeyDown)}
      {items.length === 0 ? null : (
        <ul ref={list} className="fw-completions" role="listbox">
          {items.map((item, index) => (
            <li
              key={item.label}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => {
                event.preventDefault()
                props.onApply(item)
              }}
            >
              <code>{item.label}</code>
              <span>{item.detail}</span>
            </li>
          ))}
          {items[active]?.doc ? (
            <li role="presentation" className="fw-completion-doc">
              {items[active].doc}
            </li>
          ) : null}
        </ul>
      )}
    </div>
  )
}

interface Asked {
  object: string
  value: string
  offset: number | null
  isAsked: boolean
}

function useCompletions({ object, value, offset, isAsked }: Asked): Completion[] {
  const api = useApi()
  const source = useDeferredValue(value)
  const isWanted = offset !== null && (isAsked || wordBefore(value, offset) !== '' || value[offset - 1] === '.')
  const answer = useQuery({
    queryKey: ['metadata', 'complete', object, source, offset],
    enabled: isWanted,
    queryFn: () =>
      api.post<{ completions: Completion[] } | Completion[]>('/api/metadata/expressions/complete', {
        object,
        expression: source,
        offset,
      }),
  })
  const data = isWanted ? answer.data : undefined
  const items = Array.isArray(data) ? data : (data?.completions ?? [])
  const word = offset === null ? '' : wordBefore(value, offset)
  const isComplete = items.length === 1 && items[0]?.label === word
  return isComplete ? NONE : items
}

const NONE: Completion[] = []

function wordBefore(value: string, offset: number): string {
  return /[A-Za-z_][A-Za-z0-9_]*$/.exec(value.slice(0, offset))?.[0] ?? ''
}
