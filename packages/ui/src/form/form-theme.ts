import type { ThemeProps } from '@rjsf/core'
import { Theme } from '@rjsf/antd'

import { ErrorSummary, FieldTemplate, LayoutTemplate, PlatformField } from './field-templates.tsx'

/** rjsf's Ant Design theme with our own templates in place of its frames. */
export const formTheme: ThemeProps = {
  ...Theme,
  fields: { ...Theme.fields, platform: PlatformField },
  templates: {
    ...Theme.templates,
    ObjectFieldTemplate: LayoutTemplate,
    FieldTemplate,
    ErrorListTemplate: ErrorSummary,
  },
}
