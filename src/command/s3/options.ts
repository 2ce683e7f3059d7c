/**
 * The commands of `aws s3`, their operands and options, as aws-cli 2.9.19 declares them.
 *
 * Follows `awscli/customizations/s3/subcommands.py` (Apache-2.0): names, order, arities and choices are its
 * own, because the order shows in messages about ambiguous and invalid options. All are parsed; those that
 * the lab's cloud does not emulate are passed on, and it is the cloud that refuses them by name.
 */

import type { Option } from '../parser.ts'

/** An option of `aws s3`. */
export interface S3Option extends Option {
  readonly flag: string
  /** what it stands for when it is given without a word */
  readonly alone?: string
  /** its word is a whole number, which the CLI finds out only after reading the line */
  readonly counts?: true
}

/** One command of `aws s3`. */
export interface CommandSpec {
  readonly operands: Option
  /** What the usage line says they are. */
  readonly usage: string
  readonly options: readonly S3Option[]
}

const option = (flag: string, takes: Option['takes'], more: Partial<S3Option> = {}): S3Option => ({
  flag,
  key: flag,
  takes,
  required: false,
  ...more,
})
const flag = (name: string): S3Option => option(name, 'none')
const one = (name: string, choices?: readonly string[]): S3Option =>
  option(name, 'one', choices ? { choices } : {})
const count = (name: string): S3Option => option(name, 'one', { counts: true })
const maybe = (name: string, alone: string, choices: readonly string[]): S3Option =>
  option(name, 'optional', { alone, choices })
const operand = (key: string, takes: Option['takes'], required = true): Option => ({
  flag: null,
  key,
  takes,
  required,
})

const RECURSIVE = flag('--recursive')
const DRYRUN = flag('--dryrun')
const QUIET = flag('--quiet')
const INCLUDE = option('--include', 'each')
const EXCLUDE = option('--exclude', 'each')
const ONLY_SHOW_ERRORS = flag('--only-show-errors')
const PAGE_SIZE = count('--page-size')
const REQUEST_PAYER = maybe('--request-payer', 'requester', ['requester'])

const ACLS = [
  ...['private', 'public-read', 'public-read-write', 'authenticated-read', 'aws-exec-read'],
  ...['bucket-owner-read', 'bucket-owner-full-control', 'log-delivery-write'],
]
const STORAGE_CLASSES = [
  ...['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING'],
  ...['GLACIER', 'DEEP_ARCHIVE', 'GLACIER_IR'],
]

const TRANSFER: readonly S3Option[] = [
  DRYRUN,
  QUIET,
  INCLUDE,
  EXCLUDE,
  one('--acl', ACLS),
  flag('--follow-symlinks'),
  flag('--no-follow-symlinks'),
  flag('--no-guess-mime-type'),
  maybe('--sse', 'AES256', ['AES256', 'aws:kms']),
  maybe('--sse-c', 'AES256', ['AES256']),
  one('--sse-c-key'),
  one('--sse-kms-key-id'),
  maybe('--sse-c-copy-source', 'AES256', ['AES256']),
  one('--sse-c-copy-source-key'),
  one('--storage-class', STORAGE_CLASSES),
  option('--grants', 'many'),
  one('--website-redirect'),
  one('--content-type'),
  one('--cache-control'),
  one('--content-disposition'),
  one('--content-encoding'),
  one('--content-language'),
  one('--expires'),
  one('--source-region'),
  ONLY_SHOW_ERRORS,
  flag('--no-progress'),
  PAGE_SIZE,
  flag('--ignore-glacier-warnings'),
  flag('--force-glacier-transfer'),
  REQUEST_PAYER,
]
const COPYING: readonly S3Option[] = [
  one('--metadata'),
  one('--copy-props', ['none', 'metadata-directive', 'default']),
  one('--metadata-directive', ['COPY', 'REPLACE']),
]

const TWO = operand('paths', 'two')
const PATHS_OF_ONE = operand('paths', 'one')
const ONE = operand('path', 'one')
const PATHS = '<LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>'

/** The name of a command of `aws s3`. */
export type CommandName = 'ls' | 'website' | 'cp' | 'mv' | 'rm' | 'sync' | 'mb' | 'rb' | 'presign'

/** The commands, in the CLI's order. */
export const COMMANDS: Readonly<Record<CommandName, CommandSpec>> = {
  ls: {
    operands: operand('paths', 'optional', false),
    usage: '<S3Uri> or NONE',
    options: [RECURSIVE, PAGE_SIZE, flag('--human-readable'), flag('--summarize'), REQUEST_PAYER],
  },
  website: {
    operands: PATHS_OF_ONE,
    usage: '<S3Uri>',
    options: [one('--index-document'), one('--error-document')],
  },
  cp: {
    operands: TWO,
    usage: PATHS,
    options: [...TRANSFER, ...COPYING, one('--expected-size'), RECURSIVE],
  },
  mv: { operands: TWO, usage: PATHS, options: [...TRANSFER, ...COPYING, RECURSIVE] },
  rm: {
    operands: PATHS_OF_ONE,
    usage: '<S3Uri>',
    options: [
      DRYRUN,
      QUIET,
      RECURSIVE,
      REQUEST_PAYER,
      INCLUDE,
      EXCLUDE,
      ONLY_SHOW_ERRORS,
      PAGE_SIZE,
    ],
  },
  sync: {
    operands: TWO,
    usage: PATHS,
    options: [
      ...TRANSFER,
      ...COPYING,
      flag('--size-only'),
      flag('--exact-timestamps'),
      flag('--delete'),
    ],
  },
  mb: { operands: ONE, usage: '<S3Uri>', options: [] },
  rb: { operands: ONE, usage: '<S3Uri>', options: [flag('--force')] },
  presign: {
    operands: ONE,
    usage: '<S3Uri>',
    options: [count('--expires-in')],
  },
}
