/** Starting, changing and reading watches. */
export const watch = {} as const;
