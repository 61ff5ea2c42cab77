import type { Codec, Shape } from './grammar/codec.js'
import { scenario } from './language.js'

type Schema = Readonly<Record<string, unknown>>

/** The JSON Schema (2020-12) of a scenario, for editors; a file may hold several, one YAML document each. */
export const scenarioSchema = (): Schema => {
  const definitions: Record<string, Schema> = {}
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A machlab scenario',
    ...schemaOf(scenario, definitions),
    $defs: definitions
  }
}

/** The schema of what a codec reads; what holds more of its own kind goes to the definitions. */
const schemaOf = (codec: Codec<unknown>, definitions: Record<string, Schema>): Schema => {
  const { shape } = codec
  switch (shape.form) {
    case 'word':
      return shape.schema
    case 'list':
      return { type: 'array', items: schemaOf(shape.items, definitions) }
    case 'named':
      return { type: 'object', additionalProperties: schemaOf(shape.values, definitions) }
    case 'record':
      return recordSchema(shape, definitions)
    case 'either':
      return { anyOf: shape.options().map((option) => schemaOf(option, definitions)) }
    case 'later':
      return definition(shape, definitions)
  }
}

const recordSchema = (
  { fields }: Shape & { readonly form: 'record' },
  definitions: Record<string, Schema>
): Schema => {
  const properties: Record<string, Schema> = {}
  const required: string[] = []
  for (const [key, { codec, about, otherwise }] of fields) {
    properties[key] = { ...schemaOf(codec, definitions), ...(about !== '' && { description: about }) }
    if (otherwise === undefined) required.push(key)
  }
  return { type: 'object', properties, additionalProperties: false, ...(required.length > 0 && { required }) }
}

const definition = (
  { name, codec }: Shape & { readonly form: 'later' },
  definitions: Record<string, Schema>
): Schema => {
  if (definitions[name] === undefined) {
    definitions[name] = {}
    definitions[name] = schemaOf(codec(), definitions)
  }
  return { $ref: `#/$defs/${name}` }
}
