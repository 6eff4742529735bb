/**
 * The frame of a page about one thing: where it belongs, its name, and what is wrong. When the
 * thing has gone, what was known of it last stays.
 */
import type { ComponentChildren } from 'preact';
import { isNotFound } from '../api/client.js';
import { formatRoute } from '../routing/route.js';
import { Fault, Loading } from './notice.js';
import type { Polled } from './use-poll.js';

interface SinglePageProps<T> {
  /** "connection". */
  readonly noun: string;
  /** All of its kind. */
  readonly list: { readonly page: string; readonly title: string };
  readonly vhost?: string | undefined;
  readonly name: string;
  /** How a nameless one is called. */
  readonly shownName?: string;
  readonly polled: Polled<T>;
  /** Said once it is no more. */
  readonly gone: string;
  /** Beside the name: what it is, and what can be done with it. */
  readonly head: (data: T) => ComponentChildren;
  readonly children: (data: T) => ComponentChildren;
}

export function SinglePage<T>(props: SinglePageProps<T>) {
  const { noun, list, vhost, name, shownName, polled, gone, head, children } = props;
  const { data, fault } = polled;
  if (isNotFound(fault) && data === undefined)
    return <NoSuchThing {...{ noun, list, vhost, name }} />;
  return (
    <>
      <div class="page-head">
        <p class="crumbs">
          <a href={formatRoute({ page: list.page })}>{list.title}</a>
          {vhost !== undefined && (
            <>
              {' '}
              in the vhost{' '}
              <b>
                <bdi>{vhost}</bdi>
              </b>
            </>
          )}
        </p>
        <h1>{shownName ?? <bdi>{name}</bdi>}</h1>
        {data !== undefined && head(data)}
      </div>
      {isNotFound(fault) ? (
        <p class="notice bad" role="alert">
          {gone} What is shown is the last that was known.
        </p>
      ) : (
        <Fault fault={fault} {...(data !== undefined && { what: 'Not up to date:' })} />
      )}
      {data === undefined ? fault === undefined && <Loading /> : children(data)}
    </>
  );
}

type NoSuchThingProps = Pick<SinglePageProps<never>, 'noun' | 'list' | 'vhost' | 'name'>;

function NoSuchThing({ noun, list, vhost, name }: NoSuchThingProps) {
  return (
    <section>
      <h1>No such {noun}</h1>
      <p class="wrap">
        There is no {noun}{' '}
        <b>
          <bdi>{name}</bdi>
        </b>
        {vhost !== undefined && (
          <>
            {' '}
            in the vhost{' '}
            <b>
              <bdi>{vhost}</bdi>
            </b>
          </>
        )}
        , or you may not see it. <a href={formatRoute({ page: list.page })}>{list.title}</a>
      </p>
    </section>
  );
}
