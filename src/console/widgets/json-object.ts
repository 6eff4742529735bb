/** What somebody types as JSON where the broker takes an object: headers, arguments. */

/**
 * An empty text is an empty object. Throws an Error that says what is wrong with `what`, which is
 * in the plural: "headers".
 */
export function readJsonObject(what: string, text: string, example = '{"name": "value"}'): object {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The ${what} are no JSON: ${reason}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error(`The ${what} must be an object: ${example}`);
}
