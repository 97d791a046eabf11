/** Live seats, news, and the frame of the page. */
export const live = {} as const;
