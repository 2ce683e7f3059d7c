/**
 * The scenarios by name.
 */
import { empty, roomy } from './empty.ts'
import { region } from './region.ts'
import type { Scenario } from './scenario.ts'

/** Every scenario, in the order they are listed. */
export const scenarios: readonly Scenario[] = [region, empty, roomy]

/** The scenario of a name, or undefined. */
export const findScenario = (name: string): Scenario | undefined =>
  scenarios.find((each) => each.name === name)
