const UNITS = [
  { size: 1e9, name: 's' },
  { size: 1e6, name: 'ms' },
  { size: 1e3, name: 'µs' }
] as const

/** A time of so many nanoseconds, to three or four digits: `12.4 µs`. */
export const shownTime = (nanoseconds: number): string => {
  const unit = UNITS.find(({ size }) => nanoseconds >= size)
  if (unit === undefined) return `${nanoseconds} ns`
  const amount = nanoseconds / unit.size
  const digits = amount < 10 ? 2 : amount < 100 ? 1 : 0
  return `${Number(amount.toFixed(digits))} ${unit.name}`
}

/** A count and what is counted: `1 message`, `1,000 messages`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
