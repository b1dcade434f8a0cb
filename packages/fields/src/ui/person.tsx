const HUES = [212, 262, 338, 18, 152, 188, 42, 290]

/** A person as a small coloured initial and the name. */
export function Person({ name }: { name: string }) {
  return (
    <span className="fw-person">
      <Avatar name={name} />
      <span className="fw-ellipsis">{name}</span>
    </span>
  )
}

/** The coloured initial of a person, `size` in px; the same name has the same colour everywhere. */
export function Avatar({ name, size = 22 }: { name: string; size?: number }) {
  return (
    <span
      className="fw-avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.5, background: `hsl(${hueOf(name)} 42% 50%)` }}
    >
      {initialOf(name)}
    </span>
  )
}

function initialOf(name: string): string {
  const text = name.trim()
  return /^[\u4e00-\u9fff]/.test(text) ? text.slice(-1) : text.slice(0, 1).toUpperCase()
}

function hueOf(name: string): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return HUES[sum % HUES.length] ?? 212
}
