/**
 * What all Describe operations do alike: filters, then pages, over rows in the order of their keys.
 */
import type { Result } from '../../kernel/result.ts'
import type { Value } from '../../kernel/value.ts'
import type { OperationContext } from '../../operation.ts'
import type { Kind } from '../kinds.ts'
import type { Filter } from './api.ts'
import { type FilterSet, readFilters } from './filters.ts'
import {
  checkLimits,
  type Keyed,
  PAGE_LIMITS,
  type Page,
  type PageLimits,
  pageOf,
} from './pages.ts'

/** The input members that most Describe operations share. */
export const FILTERS: Readonly<Record<string, Kind>> = {
  DryRun: 'flag',
  'Filters[].Name': 'text',
  'Filters[].Values[]': 'text',
}
export const PAGES: Readonly<Record<string, Kind>> = { MaxResults: 'integer', NextToken: 'text' }

/** A question to one kind of rows. */
export interface Question<Row> {
  readonly operation: string
  readonly filters: FilterSet<Row>
  readonly limits?: PageLimits
  /** whatever else the input says, such as ids: a token is good for the same question only */
  readonly asked: Value
  /** The rows, in the order of their keys. Called once the rest of the input is found right. */
  rows(): Result<readonly Keyed<Row>[]>
}

/** What is asked for beside the ids. */
export interface Asked {
  readonly Filters?: readonly Filter[] | undefined
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** One page of the rows that pass the filters. */
export function describe<Row>(
  at: OperationContext,
  input: Asked,
  question: Question<Row>,
): Result<Page<Row>> {
  const limits = question.limits ?? PAGE_LIMITS
  const wrong = checkLimits(input, limits)
  if (wrong !== null) return wrong
  const test = readFilters(question.operation, question.filters, input.Filters)
  if (!test.ok) return test
  const rows = question.rows()
  if (!rows.ok) return rows
  const passed = rows.value.filter(([, row]) => test.value(row))
  const scope: Value = [question.asked, filtersAsValue(input.Filters)]
  return pageOf(at, question.operation, input, limits, scope, passed)
}

function filtersAsValue(filters: readonly Filter[] | undefined): Value {
  return (filters ?? []).map((filter) => [filter.Name ?? null, [...(filter.Values ?? [])]])
}

/** Rows with the key that orders them, in that order. */
export function keyed<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Keyed<Row>[] {
  return rows
    .map((row): Keyed<Row> => [keyOf(row), row])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}
