import { type Chapter, HOST, maybe, ON_HOST } from './chapter.js'

/** What a host says of itself. */
export const hosts = {
  title: 'Hosts',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    host_info: {
      about: 'Answers what the kernel knows of its host.',
      args: { ...HOST, flavor: maybe('number') },
      outputs: { info: 'info' },
      codes: {
        ...ON_HOST,
        KERN_INVALID_ARGUMENT: 'the flavor is not the basic one, or the port named is not a host'
      }
    },
    host_processors: {
      about: 'Answers send rights to the processors of a host.',
      args: HOST,
      outputs: { processor_list: 'names' },
      codes: ON_HOST
    },
    host_get_time: {
      about: 'Answers the virtual time of a host.',
      args: HOST,
      outputs: { time: 'info' },
      codes: ON_HOST
    }
  }
} satisfies Chapter
