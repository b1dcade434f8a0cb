import type { Definition } from '../catalog.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { describeLabel } from '../words.ts'

/** A view with its label, its place among the views and whether it is the first to be shown. */
export const normalView = (view: Definition): Definition => ({
  label: describeLabel(view.name),
  type: 'table',
  default: false,
  order: 1000,
  ...view,
})

/** A layout with its label. */
export const normalLayout = (layout: Definition): Definition => ({ label: describeLabel(layout.name), ...layout })

/** A print template with its label, place, paper and sizes. */
export const normalPrintTemplate = (template: Definition): Definition => ({
  label: describeLabel(template.name),
  order: 1000,
  active: true,
  paper: 'A4',
  orientation: 'portrait',
  margin: 15,
  size: 9,
  ...template,
})

/** An app with its label, icon and place; a group without a label is labelled by its key. */
export function normalApp(app: Definition): Definition {
  const items = Object.entries(isPlainObject(app.items) ? app.items : {}).map(([key, item]) => {
    const isGroup = isPlainObject(item) && item.type === 'group'
    return [key, isGroup ? { label: describeLabel(key), ...item } : item]
  })
  return { label: describeLabel(app.name), icon: 'appstore', order: 1000, ...app, items: Object.fromEntries(items) }
}

/** A conversion with its label and place. */
export const normalConversion = (conversion: Definition): Definition => ({
  label: describeLabel(conversion.name),
  order: 1000,
  ...conversion,
})

/** A dimension with its label and place. */
export const normalDimension = (dimension: Definition): Definition => ({
  label: describeLabel(dimension.name),
  order: 1000,
  ...dimension,
})

/** A chain of approval with its label and place, and each of its steps with a label. */
export function normalApproval(chain: Definition): Definition {
  const steps = Object.entries((chain.steps ?? {}) as Record<string, Record<string, unknown>>)
  return {
    label: describeLabel(chain.name),
    order: 1000,
    ...chain,
    steps: Object.fromEntries(steps.map(([key, step]) => [key, { label: describeLabel(key), ...step }])),
  }
}

/** A member rule with its label, place and level. */
export const normalMemberRule = (rule: Definition): Definition => ({
  label: describeLabel(rule.name),
  order: 1000,
  level: 'edit',
  ...rule,
})

/** A workflow with its label, place, whether it is on and whose rights it has. */
export const normalWorkflow = (workflow: Definition): Definition => ({
  label: describeLabel(workflow.name),
  order: 1000,
  active: true,
  runAs: 'system',
  ...workflow,
})

/** A role with its label. */
export const normalRole = (role: Definition): Definition => ({
  label: describeLabel(role.name),
  administrator: false,
  grants: {},
  ...role,
})
