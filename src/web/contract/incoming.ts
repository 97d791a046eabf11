/** Refuses properties that the shape does not name, so that a client notices a misspelt one. For what clients send. */
export const strict = { additionalProperties: false };
