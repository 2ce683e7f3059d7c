/** The words of buckets and objects on the page, by language. */
import { bytesText } from '../format.ts'
import { words } from '../words.ts'

const en = {
  yours: 'Your buckets',
  none: 'No buckets yet',
  make: 'Make a bucket',
  create: 'Create',
  cancel: 'Cancel',
  name: 'Name, like no other in all of AWS',
  holds: (objects: number, bytes: number) =>
    objects === 0 ? 'empty' : `${words.plural(objects, 'object', 'objects')}, ${bytesText(bytes)}`,
  actions: 'What you may do',
  put: 'Put an object',
  putIt: 'Put',
  key: 'Key, its name in the bucket',
  text: 'Text',
  choose: 'or choose a file',
  instead: 'write text instead',
  chosen: (name: string, bytes: number) => `${name}, ${bytesText(bytes)}`,
  tooLarge: (bytes: number) => `This page takes files up to ${bytesText(bytes)}.`,
  unreadable: 'The browser could not read this file.',
  download: 'Download',
  downloaded: (key: string) => `Downloaded: ${key}.`,
  delete: 'Delete',
  sure: 'Really delete?',
  keys: 'Its keys',
  where: 'Where in the bucket',
  empty: 'It holds nothing yet.',
  emptyLevel: 'No key begins with this.',
  prefixes: (example: string) =>
    `S3 has no folders. “${example}” stands for all keys that begin with it (a prefix).`,
  next: 'Show the next 200',
  fromStart: 'From the start',
  stored: (key: string) => `Stored: ${key}.`,
  deleted: (what: string) => `Deleted: ${what}.`,
}

export type StorageWords = typeof en
export const LANGUAGES = { en } as const satisfies Record<string, StorageWords>
export const storageWords: StorageWords = LANGUAGES.en
