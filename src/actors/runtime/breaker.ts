/** Circuit breaker, counted in calls in a row. */
export type BreakerState = 'closed' | 'open' | 'half-open';
