/** The tags of a user to choose from, each with what it allows. Used to add and to change one. */
import { useState } from 'preact/hooks';
import { Field } from '../../widgets/field.js';
import { isKnownTag, TAGS, withOtherTags, withTag } from './tags.js';

interface TagBoxesProps {
  readonly tags: readonly string[];
  readonly onTags: (tags: readonly string[]) => void;
}

export function TagBoxes({ tags, onTags }: TagBoxesProps) {
  const [others, setOthers] = useState(tags.filter((tag) => !isKnownTag(tag)).join(', '));
  return (
    <>
      <fieldset class="choices">
        <legend>Tags: what the user may do beside sending and receiving messages</legend>
        {TAGS.map(({ name, meaning }) => (
          <label key={name} class="inline">
            <input
              type="checkbox"
              checked={tags.includes(name)}
              onChange={({ currentTarget }) => onTags(withTag(tags, name, currentTarget.checked))}
            />
            <span>
              {name} <span class="muted">{meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label="Other tags, with commas; they mean nothing to the broker"
        value={others}
        onValue={(text) => {
          setOthers(text);
          onTags(withOtherTags(tags, text));
        }}
      />
    </>
  );
}
