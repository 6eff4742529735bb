/** Where which messages of a replay go, or why they stay. Part of dry-run.tsx, replay-list.tsx. */
import type { ReplayJson } from '../../api/types.js';
import { formatCount } from '../../format/numbers.js';
import { outcomeText } from './replay-request.js';

export function LetterGroups({ replay }: { readonly replay: ReplayJson }) {
  const { groups, target, to, dry_run: isDryRun } = replay;
  if (groups.length === 0) return null;
  const isMove = target !== null;
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Messages by where they go">
      <table class="plain">
        <thead>
          <tr>
            {!isMove && <th scope="col">Died in</th>}
            {!isMove && <th scope="col">Because</th>}
            <th scope="col">{to === 'queue' ? 'To the queue' : 'To the exchange'}</th>
            <th scope="col" class="number">
              Messages
            </th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={JSON.stringify(group)}>
              {!isMove && <Name name={group.from_queue} />}
              {!isMove && <td>{group.reason ?? '–'}</td>}
              <Name name={group.target} />
              <td class="number">{formatCount(group.messages)}</td>
              <td class={group.outcome === 'replayed' ? '' : 'warn-text'}>
                {outcomeText(group, isDryRun)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Name({ name }: { readonly name: string | null }) {
  if (name === null) return <td>–</td>;
  return <td>{name === '' ? 'default exchange' : <bdi>{name}</bdi>}</td>;
}
