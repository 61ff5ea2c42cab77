/** Whether a seeker would take an offer, both by their index. */
export type Likes = (seeker: number, offer: number) => boolean

/** Who has what so far: -1 is nothing, and nobody. */
interface Pairs {
  readonly offerOf: number[]
  readonly seekerOf: number[]
}

/** Each seeker on the way to a free offer takes the next one and leaves its own to the one before. */
const exchange = (pairs: Pairs, free: number, soughtBy: ReadonlyMap<number, number>): void => {
  for (let offer = free; offer !== -1; ) {
    const seeker = soughtBy.get(offer) ?? -1
    const left = pairs.offerOf[seeker] ?? -1
    pairs.offerOf[seeker] = offer
    pairs.seekerOf[offer] = seeker
    offer = left
  }
}

const place = (likes: Likes, pairs: Pairs, start: number): boolean => {
  const soughtBy = new Map<number, number>()
  const seekers = [start]
  for (const seeker of seekers)
    for (const [offer, owner] of pairs.seekerOf.entries()) {
      if (soughtBy.has(offer) || !likes(seeker, offer)) continue
      soughtBy.set(offer, seeker)
      if (owner === -1) {
        exchange(pairs, offer, soughtBy)
        return true
      }
      seekers.push(owner)
    }
  return false
}

/**
 * Whether each seeker can have an offer of its own (a bipartite matching by augmenting paths): the
 * first offer that one likes may be the only one for another.
 */
export const canPair = (likes: Likes, seekers: number, offers: number): boolean => {
  const pairs: Pairs = {
    offerOf: Array.from({ length: seekers }, () => -1),
    seekerOf: Array.from({ length: offers }, () => -1)
  }
  return pairs.offerOf.every((_, seeker) => place(likes, pairs, seeker))
}
