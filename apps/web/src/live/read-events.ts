/** One server-sent event. */
export interface LiveEvent {
  event: string
  id: string | null
  data: unknown
}

/** The whole events of what has come in, and the rest that is not whole yet. */
export function takeEvents(text: string): { events: LiveEvent[]; rest: string } {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  return { events: blocks.flatMap((block) => readBlock(block) ?? []), rest }
}

function readBlock(block: string): LiveEvent | null {
  const lines = block.split('\n').filter((line) => !line.startsWith(':'))
  const valueOf = (name: string): string | undefined =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
  const data = valueOf('data')
  if (data === undefined) return null
  return { event: valueOf('event') ?? 'message', id: valueOf('id') ?? null, data: JSON.parse(data) }
}
