import type { AddCommand } from './program.ts'
export const publishCommand: AddCommand = () => undefined
