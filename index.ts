export { KERN_RETURNS, MSG_RETURNS } from './ports/kern-return.js'
