import { defineConfig } from 'vitest/config';

// Unit tests resolve the workspace's packages to source; end-to-end tests spawn the built binary.
const conditions = ['@sid/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,plugins}/*/src/**/*.test.ts', 'test/*.test.ts'],
          execArgv: ['--conditions=@sid/source'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000 },
      },
    ],
  },
});
