/**
 * The points in which the two Machs we know answer differently, each a named choice.
 * `cmu` is CMU Mach 3.0; `gnu` is GNU Mach as recorded. The table is in docs/fidelity.md.
 */
export interface Variant {
  readonly name: 'cmu' | 'gnu'
  /** Threads blocked on one queue wake last in, first out. */
  readonly wakesLastFirst: boolean
  /** A name refused to insert_right (RIGHT_EXISTS) or rename (INVALID_NAME) is given out next. */
  readonly refusedNameIsNext: boolean
  /** Ports can carry a protected payload that stands for their name in received messages. */
  readonly protectedPayloads: boolean
  /** Each task has a Mach 2.5 notify port, and special port 2 names it. */
  readonly notifyPorts: boolean
}

export const CMU: Variant = {
  name: 'cmu',
  wakesLastFirst: false,
  refusedNameIsNext: false,
  protectedPayloads: false,
  notifyPorts: true
}

export const GNU: Variant = {
  name: 'gnu',
  wakesLastFirst: true,
  refusedNameIsNext: true,
  protectedPayloads: true,
  notifyPorts: false
}
