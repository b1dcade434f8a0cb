const SHOWN_CHARACTERS = 160

/** JSON as an indented text. */
export function JsonText({ value }: { value: unknown }) {
  return <pre className="fw-json-shown">{jsonText(value)}</pre>
}

/** JSON on one line, cut where it is long. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

/** JSON as an indented text; nothing for no value. */
export function jsonText(value: unknown): string {
  return value === undefined || value === null ? '' : JSON.stringify(value, null, 2)
}
