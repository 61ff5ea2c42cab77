import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { CALLS } from '../../scenarios/catalogue.js'
import { scenarioSchema } from '../../scenarios/schema.js'

interface Schema {
  readonly [keyword: string]: unknown
  readonly $ref?: string
  readonly $defs?: Record<string, Schema>
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly type?: string | readonly string[]
  readonly properties?: Record<string, Schema>
  readonly additionalProperties?: Schema | false
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly pattern?: string
}

const schema: Schema = scenarioSchema()

/** Whether a value fits a schema, of the keywords that ours uses. */
const fits = (wanted: Schema, value: unknown): boolean => {
  if (wanted.$ref !== undefined) return fits(schema.$defs?.[wanted.$ref.replace('#/$defs/', '')] ?? {}, value)
  if (wanted.anyOf !== undefined) return wanted.anyOf.some((one) => fits(one, value))
  if (wanted.enum !== undefined) return wanted.enum.includes(value)
  const types = wanted.type === undefined ? [] : [wanted.type].flat()
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return false
  if (typeof value === 'string' && wanted.pattern !== undefined)
    return new RegExp(wanted.pattern, 'u').test(value)
  if (Array.isArray(value)) return value.every((item) => fits(wanted.items ?? {}, item))
  return typeof value !== 'object' || value === null || hasFittingKeys(wanted, value)
}

const isOf = (type: string, value: unknown): boolean => {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

const hasFittingKeys = (
  { properties = {}, additionalProperties, required = [] }: Schema,
  value: object
): boolean =>
  required.every((key) => key in value) &&
  Object.entries(value).every(([key, part]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
    return known === undefined || (known !== false && fits(known, part))
  })

const documents = (text: string): unknown[] => parseAllDocuments(text).map((document) => document.toJS())

const step = (written: string): unknown => documents(`scenario: s\ntasks: {me: [${written}]}`)[0]

describe('the JSON Schema', () => {
  const library = join(__dirname, '../../scenarios/library')
  const files = readdirSync(library).filter((name) => name.endsWith('.scenario.yaml'))

  it.each(files)('fits %s', (file) => {
    for (const document of documents(readFileSync(join(library, file), 'utf8')))
      expect(fits(schema, document)).toBe(true)
  })

  it('knows the arguments of every call', () => {
    const forms = schema.$defs?.step?.anyOf ?? []
    for (const { name, args } of CALLS.values()) {
      const form = forms.find(({ properties = {} }) => name in properties)?.properties?.[name]
      expect(Object.keys(form?.properties ?? {})).toEqual([...args.keys()])
      expect(form).toMatchObject({
        description: expect.stringMatching(/^[A-Z].*\.$/),
        additionalProperties: false
      })
    }
  })

  it.each([
    'exit',
    'mach_reply_port',
    '{mach_reply_port: {}, bind: p, expect: KERN_SUCCESS, note: text}',
    '{mach_msg: {option: [MACH_SEND_MSG], msg: {remote: $x, body: [{type: 8, data: {fill: a, number: 8}}]}, timeout: 5ms}}',
    '{repeat: {times: 2, index: i, steps: [{sleep: 10us}, {check: {value: $i, is: {not: {min: 3}}}}]}}',
    '{switch: {on: 1, cases: {1: [exit]}, default: []}}'
  ])('fits the step %s', (written) => {
    expect(fits(schema, step(written))).toBe(true)
  })

  it.each([
    'mach_port_destroy',
    '{mach_reply_port: {}, bnd: p}',
    '{mach_port_destroy: {nam: 1}}',
    '{mach_port_destroy: {}}',
    '{mach_port_destroy: {name: [1]}}',
    '{repeat: {times: 2}}',
    '{sleep: soon}',
    '{}'
  ])('does not fit the step %s', (written) => {
    expect(fits(schema, step(written))).toBe(false)
  })
})
