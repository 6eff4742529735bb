/** What has been typed into the form of publish-panel.tsx, as the API takes it. */

export interface PublishForm {
  readonly routingKey: string;
  readonly payload: string;
  readonly contentType: string;
  /** JSON, or empty. */
  readonly headers: string;
  readonly isPersistent: boolean;
}

/** Throws an Error that says what is wrong with the headers. */
export function publishRequest(form: PublishForm) {
  return {
    routing_key: form.routingKey,
    payload: form.payload,
    payload_encoding: 'string',
    properties: {
      delivery_mode: form.isPersistent ? 2 : 1,
      ...(form.contentType !== '' && { content_type: form.contentType }),
      ...(form.headers.trim() !== '' && { headers: readHeaders(form.headers) }),
    },
  };
}

function readHeaders(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The headers are no JSON: ${reason}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('The headers must be an object: {"name": "value"}');
}
