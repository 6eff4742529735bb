/** Does the same with many things, some at a time, and tells what went wrong with which. */

export interface Failure<Item> {
  readonly item: Item;
  readonly error: unknown;
}

/** Browsers open about six connections to one host. */
const AT_A_TIME = 6;

export async function performAll<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
  onProgress: (doneCount: number) => void = () => {},
): Promise<readonly Failure<Item>[]> {
  const waiting = [...items];
  const failures: Failure<Item>[] = [];
  let doneCount = 0;
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await act(item);
      } catch (error) {
        failures.push({ item, error });
      }
      onProgress(++doneCount);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return failures;
}
