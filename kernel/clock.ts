import type { Alarm, Thread } from '../tasks/task.js'

/** Virtual time's alarms: a heap in the order of (time, serial), so that ties are broken the same way always. */
export interface Clock {
  readonly heap: Alarm[]
  serial: number
}

export const newClock = (): Clock => ({ heap: [], serial: 0 })

const before = (a: Alarm, b: Alarm): boolean => a.time < b.time || (a.time === b.time && a.serial < b.serial)

const swap = (heap: Alarm[], i: number, j: number): void => {
  const a = heap[i]
  const b = heap[j]
  if (a === undefined || b === undefined) return
  heap[i] = b
  heap[j] = a
}

const inOrder = (heap: Alarm[], parent: number, child: number): boolean => {
  const p = heap[parent]
  const c = heap[child]
  return p === undefined || c === undefined || !before(c, p)
}

/** Sets an alarm for a thread at a time in ns. */
export const setAlarm = (
  clock: Clock,
  time: number,
  thread: Thread,
  ring: (thread: Thread) => void
): Alarm => {
  clock.serial += 1
  const alarm: Alarm = { time, serial: clock.serial, thread, ring, cancelled: false }
  const heap = clock.heap
  heap.push(alarm)
  for (let i = heap.length - 1; i > 0; ) {
    const parent = (i - 1) >> 1
    if (inOrder(heap, parent, i)) break
    swap(heap, parent, i)
    i = parent
  }
  return alarm
}

const removeFirst = (heap: Alarm[]): void => {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  heap[0] = last
  for (let i = 0; ; ) {
    const left = 2 * i + 1
    const right = left + 1
    const least = inOrder(heap, left, right) ? left : right
    if (inOrder(heap, i, least)) return
    swap(heap, i, least)
    i = least
  }
}

/** The next alarm that is still set, left in place. */
export const nextAlarm = (clock: Clock): Alarm | null => {
  for (;;) {
    const alarm = clock.heap[0]
    if (alarm === undefined) return null
    if (!alarm.cancelled) return alarm
    removeFirst(clock.heap)
  }
}

/** Takes the next alarm off the clock. */
export const takeAlarm = (clock: Clock): Alarm | null => {
  const alarm = nextAlarm(clock)
  if (alarm !== null) removeFirst(clock.heap)
  return alarm
}
