/** What a request or an export says of a vhost. Used by routes/vhosts.ts and by definitions. */
import type { VhostRequest } from '../core/vhost-definition.js';
import { field, type JsonObject, readObject, readString } from './request.js';
import { readTags } from './tags.js';

/** Newer exports have all of it in "metadata" too; older ones, and some clients, only there. */
export function readVhost(body: JsonObject): Omit<VhostRequest, 'name'> {
  const said = { ...readObject(body, 'metadata'), ...body };
  const type = readString(said, 'default_queue_type', 'undefined');
  return {
    ...('description' in said && { description: readString(said, 'description', '') }),
    ...('tags' in said && { tags: readTags(field(said, 'tags')) }),
    ...('default_queue_type' in said && { defaultQueueType: type === 'undefined' ? '' : type }),
  };
}
