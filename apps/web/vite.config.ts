import { defineConfig } from 'vite'

import { narrowImports } from './narrow-imports.ts'

const API = process.env['API_URL'] ?? 'http://localhost:3000'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [narrowImports()],
  esbuild: { jsx: 'automatic', legalComments: 'none' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
    rollupOptions: {
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
  server: { port: 5680, strictPort: true, proxy: { '/api': API } },
  preview: { port: 5681, strictPort: true, proxy: { '/api': API } },
})
