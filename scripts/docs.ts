import { writeFileSync } from 'node:fs'
import { callFiles } from './calls.js'
import { chartFiles } from './charts.js'

// Run from the root of the project by `npm run docs`: everything that is generated, charts and calls.
for (const { path, text } of [...chartFiles(), ...callFiles()]) writeFileSync(path, text)
