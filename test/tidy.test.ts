import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { allSources, filesUnder, read, root, type Source } from './fixtures/sources.js'

const sources = allSources()
const byPath = new Map(sources.map((source) => [source.path, source]))

describe('imports', () => {
  interface Boundary {
    readonly claim: string
    readonly from: RegExp
    readonly only?: RegExp
    readonly never?: RegExp
  }

  const boundaries: readonly Boundary[] = [
    { claim: 'ports/ knows nothing but itself', from: /^ports\//, only: /^ports\// },
    { claim: 'tasks/ never knows kernel/', from: /^tasks\//, only: /^(ports|tasks)\// },
    {
      claim: 'programs and servers know the stubs and the message formats, nothing of the kernel',
      from: /^tasks\/(programs|servers)\//,
      only: /^tasks\/(mach|mig)\.ts$|\.defs\.ts$|^tasks\/(programs|servers)\//
    },
    {
      claim: 'kernel/ knows ports/ and tasks/, not what runs in the tasks',
      from: /^kernel\//,
      only: /^(ports|kernel)\/|^tasks\/[^/]+$|\.defs\.ts$/
    },
    { claim: 'no kernel call knows another', from: /^kernel\/calls\//, never: /^kernel\/calls\// },
    { claim: 'kernel/vm/ knows no kernel call', from: /^kernel\/vm\//, never: /^kernel\/calls\// },
    {
      claim: 'scenarios/ knows the kernel by its public face, and the live actors, loaded on demand',
      from: /^scenarios\//,
      only: /^(ports|tasks|scenarios)\/|^kernel\/(index|actors)\.ts$/
    },
    {
      claim: 'jest/ knows the kernel by its public face',
      from: /^jest\//,
      only: /^(ports|tasks|scenarios|jest)\/|^kernel\/index\.ts$/
    },
    { claim: 'nothing but tests knows jest/', from: /^(?!jest\/|test\/)/, never: /^jest\// },
    {
      claim: 'nothing shipped knows the outermost folders',
      from: /^(ports|tasks|kernel|scenarios|jest)\/|^index\.ts$/,
      never: /^(bench|lab|scripts|test)\/|^index\.ts$/
    }
  ]

  it.each(boundaries)('$claim', ({ from, only, never }) => {
    const crosses = (target: string) => only?.test(target) === false || never?.test(target) === true
    const crossings = sources
      .filter((source) => from.test(source.path))
      .flatMap((source) => source.imports.filter(crosses).map((target) => `${source.path} imports ${target}`))
    expect(crossings).toEqual([])
  })

  it('names files that exist', () => {
    const missing = sources.flatMap(({ path, imports }) =>
      imports.filter((target) => !existsSync(join(root, target))).map((target) => `${path} imports ${target}`)
    )
    expect(missing).toEqual([])
  })

  it('has no cycles', () => {
    expect(cycles()).toEqual([])
  })

  it('keeps xstate to the charts, to what flattens them and to what runs them live', () => {
    const mayKnow = /\.chart\.ts$|^ports\/flatten\.ts$|^kernel\/actors\.ts$|^(scripts|bench|test)\//
    const others = sources.filter(({ path, packages }) => packages.includes('xstate') && !mayKnow.test(path))
    expect(others.map(({ path }) => path)).toEqual([])
  })

  it('reaches no Node module from the library, which also runs in browsers', () => {
    const reached = reachableFrom('index.ts').filter(({ packages }) =>
      packages.some((name) => name.startsWith('node:'))
    )
    expect(reached.map(({ path }) => path)).toEqual([])
  })
})

describe('sources', () => {
  interface Ban {
    readonly claim: string
    readonly where: RegExp
    readonly what: RegExp
    /** Comments and strings count too. */
    readonly anywhere?: boolean
  }

  const bans: readonly Ban[] = [
    {
      claim: 'take time and chance from the kernel alone',
      where: /^(ports|tasks|kernel)\//,
      what: /\bnew Date\b|\bDate\.now\b|\bperformance\.now\b|\bMath\.random\b/
    },
    {
      claim: 'run to completion: nothing asynchronous below scenarios/',
      where: /^(ports|tasks|kernel)\//,
      what: /\b(async|await|Promise|setTimeout|setInterval|setImmediate|queueMicrotask)\b/
    },
    { claim: 'do not cast through unknown', where: /./, what: /\bas\s+unknown\s+as\b/ },
    { claim: 'do not silence the compiler', where: /./, what: /@ts-(ignore|nocheck)/, anywhere: true },
    { claim: 'do not silence the linter', where: /./, what: /\b(ox|es)lint-disable/, anywhere: true },
    { claim: 'pick exports by hand', where: /./, what: /^export\s+\*/m },
    {
      claim: 'have no classes but errors and iterators',
      where: /./,
      what: /\bclass\s+\w+\s+(?!extends\s+\w*Error\b)(?!implements[^{]*\bIterator\b)/
    }
  ]

  it.each(bans)('$claim', ({ where, what, anywhere }) => {
    const offenders = sources.filter(
      ({ path, text, code }) => where.test(path) && what.test(anywhere ? text : code)
    )
    expect(offenders.map(({ path }) => path)).toEqual([])
  })

  it('are named for what they hold, not for kinds of code', () => {
    const banned = /(^|\/)(utils?|helpers?|common|types|misc|shared|core|internals?|managers?)(\/|\.[a-z.]+$)/
    expect(sources.map(({ path }) => path).filter((path) => banned.test(path))).toEqual([])
  })

  it('have a generated table beside every chart', () => {
    const tableOf = ({ path }: Source) => path.replace('.chart.ts', '.table.ts')
    const charts = sources.filter(({ path }) => path.endsWith('.chart.ts'))
    const bare = charts.filter((chart) => {
      const heading = `// Generated from ${basename(chart.path)} by \`npm run charts\``
      return byPath.get(tableOf(chart))?.text.startsWith(heading) !== true
    })
    expect(charts).not.toEqual([])
    expect(bare.map(({ path }) => path)).toEqual([])
  })

  it('warns of files longer than a reader can hold in mind', () => {
    const long = sources
      .filter(({ lines }) => lines > 250)
      .map(({ path, lines }) => `${path}: ${lines} lines`)
    if (long.length > 0) console.warn(`Longer than 250 lines:\n${long.join('\n')}`)
  })
})

describe('the project', () => {
  const isText = /\.(ts|mjs|json|md|ya?ml|html|css|svg|txt|sh|defs)$|^[^.]+$|\/run$/

  it('names no folder of one machine', () => {
    const homes = ['home', 'Users', 'root', 'tmp', 'work', 'var/folders'].join('|')
    const machinePath = new RegExp(`(?<![\\w.:/~$})-])/(${homes})/\\w`)
    const files = filesUnder('.').filter((path) => isText.test(path))
    expect(files.filter((path) => machinePath.test(read(path)))).toEqual([])
  })

  it('locks packages by hash, not by the address of one registry', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"')
  })

  it('locks the packages of every platform, without which `npm ci` refuses', () => {
    const locked: Record<string, { optionalDependencies?: object }> = JSON.parse(
      read('package-lock.json')
    ).packages
    const wanted = Object.values(locked).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    expect(wanted.filter((name) => locked[`node_modules/${name}`] === undefined)).toEqual([])
  })

  it('has one version', () => {
    expect(read('scenarios/commands/version.ts')).toContain(`'${JSON.parse(read('package.json')).version}'`)
  })

  it('gives a reason for every dependency', () => {
    const decisions = filesUnder('docs/decisions').map(read).join('\n')
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    const names = Object.keys({ ...dependencies, ...devDependencies })
    expect(names.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([])
  })
})

/** Each import cycle once, as the way round it. */
function cycles(): string[] {
  const finished = new Set<string>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path)
    if (start >= 0) found.push([...way.slice(start), path].join(' → '))
    if (start >= 0 || finished.has(path)) return
    for (const target of byPath.get(path)?.imports ?? []) visit(target, [...way, path])
    finished.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return found
}

/** A file and all that it imports, directly or not. */
function reachableFrom(start: string): Source[] {
  const reached = new Map<string, Source>()
  const visit = (path: string): void => {
    const source = byPath.get(path)
    if (source === undefined || reached.has(path)) return
    reached.set(path, source)
    source.imports.forEach(visit)
  }
  visit(start)
  return [...reached.values()]
}
