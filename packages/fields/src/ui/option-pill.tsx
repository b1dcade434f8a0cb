import type { ShapeOption } from './field-shape.ts'

const HUES: Record<string, string> = {
  blue: '#2563eb',
  geekblue: '#3b4fd8',
  cyan: '#0891b2',
  green: '#16863f',
  lime: '#5b8c00',
  gold: '#b07800',
  yellow: '#b07800',
  orange: '#d0570b',
  volcano: '#d4380d',
  red: '#d1293d',
  magenta: '#c41d7f',
  pink: '#c41d7f',
  purple: '#7c3aed',
}

/** The colour of an option by its name in metadata; null for the neutral ones. */
export function optionColour(color: string | undefined): string | null {
  if (!color) return null
  return HUES[color] ?? (color.startsWith('#') ? color : null)
}

/** An option as a quiet pill; one without a colour is plain text. */
export function OptionPill({ option, fallback }: { option: ShapeOption | undefined; fallback: string }) {
  if (!option?.color) return <>{option?.label ?? fallback}</>
  const colour = optionColour(option.color)
  return (
    <span className="fw-pill" style={colour ? ({ '--pill': colour } as React.CSSProperties) : undefined}>
      {option.label}
    </span>
  )
}

/** An option in a list of choices: a dot of its colour and the label. */
export function OptionLine({ option }: { option: ShapeOption }) {
  const colour = optionColour(option.color)
  return (
    <span className="fw-option">
      {option.color ? <span className="fw-dot" style={colour ? { background: colour } : undefined} /> : null}
      <span className="fw-ellipsis">{option.label}</span>
    </span>
  )
}
