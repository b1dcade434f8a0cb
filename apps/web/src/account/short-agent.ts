/** Browser and system, as far as they are said: `Chrome · Windows`. */
export function shortAgent(agent: string | null): string {
  if (!agent) return '–'
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera')
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 60)
}
