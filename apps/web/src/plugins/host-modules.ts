import * as ui from '@fieldwork/ui/plugin'
import * as query from '@tanstack/react-query'
import * as antd from 'antd'
import * as React from 'react'
import * as ReactDOM from 'react-dom'
import * as runtime from 'react/jsx-runtime'

/** What plugins share with the app, where their code looks for it (see apps/server/src/plugins/compile-web.ts). */
Reflect.set(globalThis, Symbol.for('fieldwork.web-modules'), {
  '@fieldwork/ui/plugin': ui,
  '@tanstack/react-query': query,
  antd,
  react: React,
  'react-dom': ReactDOM,
  'react/jsx-runtime': runtime,
})
