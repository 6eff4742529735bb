/** What has been typed into the form of publish-panel.tsx, as the API takes it. */
import { readJsonObject } from '../../widgets/json-object.js';

export interface PublishForm {
  readonly payload: string;
  readonly contentType: string;
  /** JSON, or empty. */
  readonly headers: string;
  /** Further properties as JSON, or empty. */
  readonly properties: string;
  readonly isPersistent: boolean;
}

export const EMPTY_FORM: PublishForm = {
  payload: '',
  contentType: '',
  headers: '',
  properties: '',
  isPersistent: true,
};

/** Throws an Error that says what is wrong with the headers or the properties. */
export function publishRequest(routingKey: string, form: PublishForm) {
  return {
    routing_key: routingKey,
    payload: form.payload,
    payload_encoding: 'string',
    properties: {
      delivery_mode: form.isPersistent ? 2 : 1,
      ...(form.contentType !== '' && { content_type: form.contentType }),
      ...readJsonObject('properties', form.properties, '{"correlation_id": "7"}'),
      ...(form.headers.trim() !== '' && {
        headers: readJsonObject('headers', form.headers),
      }),
    },
  };
}
