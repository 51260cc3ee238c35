import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // One fewer than there are processors is Vitest's own choice, which leaves half of two idle while tests wait for programs they start.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000
  }
})
