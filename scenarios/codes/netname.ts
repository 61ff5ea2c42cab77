import type { NETNAME_RETURNS } from '../constants.js'
import { code, type Meaning, NEVER_SEEN } from './meaning.js'

/** The codes of the name server. */
export const netnameCodes: Readonly<Record<keyof typeof NETNAME_RETURNS, Meaning>> = {
  NETNAME_SUCCESS: code(
    'The name server did what it was asked.',
    'Steps expect it where they name no other code.'
  ),
  NETNAME_PENDING: code('The look-up is under way.', NEVER_SEEN),
  NETNAME_NOT_YOURS: code(
    'Somebody else checked the name in.',
    'A name is checked in or out with another signature than the one it was checked in with.'
  ),
  NETNAME_NOT_CHECKED_IN: code(
    'There is no such name.',
    'Nothing is checked in under the name that is looked up or checked out.'
  ),
  NETNAME_NO_SUCH_HOST: code(
    'There is no such host.',
    'A name is looked up on a host that the world does not have.'
  ),
  NETNAME_HOST_NOT_FOUND: code(
    'The host does not answer.',
    'A name is looked up on a host that cannot be reached.'
  ),
  NETNAME_INVALID_PORT: code(
    'The port is none that can be checked in.',
    'The port that comes with the request is null or dead.'
  )
}
