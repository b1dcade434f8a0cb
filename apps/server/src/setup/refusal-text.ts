import type { AppError } from '@fieldwork/metadata'

/** Why the program could not start, with every problem, in both languages. */
export function writeRefusal({ localized, code, problems, params }: AppError): string {
  const lines = [localized.en, localized['zh-CN']]
  for (const { message, pointer = '', ...where } of problems) {
    const { kind, name } = where as { kind?: string; name?: string }
    lines.push(`  ${[kind, name].filter(Boolean).join(' ')}${pointer}: ${message.en} / ${message['zh-CN']}`)
  }
  const steps = Array.isArray(params.steps) ? (params.steps as { class: string; summary: AppError['localized'] }[]) : []
  for (const { class: kind, summary } of steps.filter((step) => step.class !== 'safe')) {
    lines.push(`  ${kind}: ${summary.en} / ${summary['zh-CN']}`)
  }
  if (confirmable.has(code)) lines.push('CONFIRM_UPGRADE=1 npm start')
  return lines.join('\n')
}

const confirmable: ReadonlySet<string> = new Set(['package_downgrade', 'plan_needs_confirmation'])
