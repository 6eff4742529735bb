/** Description, tags and default queue type of a vhost. Used to add and to change one. */
import { Field } from '../../widgets/field.js';

/** As the API takes it. */
export interface Metadata {
  readonly description: string;
  /** With commas. */
  readonly tags: string;
  /** "undefined" where none is said. */
  readonly default_queue_type: string;
}

export const EMPTY_METADATA: Metadata = {
  description: '',
  tags: '',
  default_queue_type: 'undefined',
};

interface MetadataFieldsProps {
  readonly metadata: Metadata;
  readonly onMetadata: (metadata: Metadata) => void;
}

export function MetadataFields({ metadata, onMetadata }: MetadataFieldsProps) {
  const { description, tags, default_queue_type: type } = metadata;
  const change = (changes: Partial<Metadata>): void => onMetadata({ ...metadata, ...changes });
  return (
    <>
      <Field
        label="Description"
        value={description}
        onValue={(text) => change({ description: text })}
      />
      <Field
        label="Tags, with commas"
        value={tags}
        placeholder="production, orders"
        onValue={(text) => change({ tags: text })}
      />
      <label>
        Default queue type, for queues whose declare names none
        <select
          value={type}
          onChange={({ currentTarget }) => change({ default_queue_type: currentTarget.value })}
        >
          <option value="undefined">not set (classic)</option>
          <option value="classic">classic</option>
          <option value="quorum">quorum</option>
        </select>
      </label>
    </>
  );
}
