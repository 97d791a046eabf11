/** For input only: rejects unknown properties, so that a client notices a misspelt one. */
export const strict = { additionalProperties: false };
