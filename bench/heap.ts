import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: (options?: { readonly type: 'minor' }) => void = runInNewContext('gc')

/** Moves what lives out of the young generation: who made it has paid for it, not who runs next. */
export const collectYoung = (): void => {
  collect({ type: 'minor' })
  collect({ type: 'minor' })
}

/** Bytes of heap in use once all garbage is gone, which may take several collections. */
export const bytesInUse = (): number => {
  let before = Number.POSITIVE_INFINITY
  for (;;) {
    collect()
    const { used_heap_size } = getHeapStatistics()
    if (used_heap_size >= before) return used_heap_size
    before = used_heap_size
  }
}
