/** The structures that calls answer with: their integers by name, in the order in which they travel. */

/** port_status. */
export const PORT_STATUS = ['enabled', 'num_msgs', 'backlog', 'ownership', 'receive_rights'] as const

/** mach_port_status_t. */
export const RECEIVE_STATUS = [
  'pset',
  'seqno',
  'mscount',
  'qlimit',
  'msgcount',
  'sorights',
  'srights',
  'pdrequest',
  'nsrequest'
] as const

/** task_basic_info. */
export const TASK_BASIC_INFO = [
  'suspend_count',
  'base_priority',
  'virtual_size',
  'resident_size',
  'user_seconds',
  'user_microseconds',
  'system_seconds',
  'system_microseconds'
] as const

/** thread_basic_info. */
export const THREAD_BASIC_INFO = [
  'user_seconds',
  'user_microseconds',
  'system_seconds',
  'system_microseconds',
  'cpu_usage',
  'base_priority',
  'cur_priority',
  'run_state',
  'flags',
  'suspend_count',
  'sleep_time'
] as const

/** host_basic_info. */
export const HOST_BASIC_INFO = ['max_cpus', 'avail_cpus', 'memory_size', 'cpu_type', 'cpu_subtype'] as const

/** time_value. */
export const TIME = ['seconds', 'microseconds'] as const
