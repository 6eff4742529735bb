/**
 * Patterns of words divided by dots, `*` for any one word and `#` for any number of them, zero
 * included. One node per word of a pattern, shared by all patterns that begin alike. Used by
 * topic.ts.
 *
 * A key walks all patterns at once, word by word, as a set of nodes reached so far; no node is in
 * that set twice, so the work is bounded by words times nodes whatever the patterns are.
 */

class TrieNode<T> {
  /** By word. `*` and `#` are not among them: a key may hold those as plain words. */
  children: Map<string, TrieNode<T>> | undefined;
  oneWord: TrieNode<T> | undefined;
  anyWords: TrieNode<T> | undefined;
  /** What the pattern that ends here stands for; undefined where none ends. */
  values: Set<T> | undefined;
  /** Reached by `#`: it stays in the set of reached nodes with every further word. */
  readonly isAnyWords: boolean;
  /** The step of a walk in which this node was reached last. */
  step = 0;

  constructor(isAnyWords: boolean) {
    this.isAnyWords = isAnyWords;
  }

  get isEmpty(): boolean {
    const isLeaf = this.oneWord === undefined && this.anyWords === undefined;
    return isLeaf && this.children === undefined && this.values === undefined;
  }
}

export class TopicTrie<T> {
  readonly #root = new TrieNode<T>(false);
  #step = 0;
  #nodeCount = 1;

  /** What the trie costs in memory, the root included. */
  get nodeCount(): number {
    return this.#nodeCount;
  }

  add(pattern: string, value: T): void {
    let node = this.#root;
    for (const word of wordsOfPattern(pattern)) {
      let child = childOf(node, word);
      if (child === undefined) {
        child = new TrieNode<T>(word === '#');
        setChild(node, word, child);
        this.#nodeCount++;
      }
      node = child;
    }
    node.values ??= new Set();
    node.values.add(value);
  }

  /** Removing what was never added does nothing. */
  remove(pattern: string, value: T): void {
    const words = wordsOfPattern(pattern);
    const path = [this.#root];
    let node: TrieNode<T> | undefined = this.#root;
    for (const word of words) {
      node = childOf(node, word);
      if (node === undefined) return;
      path.push(node);
    }
    node.values?.delete(value);
    if (node.values?.size === 0) node.values = undefined;
    this.#prune(words, path);
  }

  /** The values of all patterns that match, one set per pattern, no set twice. */
  match(key: string): ReadonlySet<T>[] {
    let reached: TrieNode<T>[] = [];
    this.#step++;
    this.#reach(this.#root, reached);
    for (const word of wordsOf(key)) {
      if (reached.length === 0) return [];
      reached = this.#advance(reached, word);
    }
    const matches = [];
    for (const node of reached) if (node.values !== undefined) matches.push(node.values);
    return matches;
  }

  #advance(reached: readonly TrieNode<T>[], word: string): TrieNode<T>[] {
    const next: TrieNode<T>[] = [];
    this.#step++;
    for (const node of reached) {
      if (node.isAnyWords) this.#reach(node, next);
      this.#reach(node.children?.get(word), next);
      this.#reach(node.oneWord, next);
    }
    return next;
  }

  /** `#` also stands for no word, so whoever reaches a node has reached its `#` as well. */
  #reach(node: TrieNode<T> | undefined, reached: TrieNode<T>[]): void {
    for (let next = node; next !== undefined; next = next.anyWords) {
      if (next.step === this.#step) return;
      next.step = this.#step;
      reached.push(next);
    }
  }

  #prune(words: readonly string[], path: readonly TrieNode<T>[]): void {
    for (let depth = words.length; depth > 0; depth--) {
      const node = path[depth];
      const parent = path[depth - 1];
      const word = words[depth - 1];
      if (node?.isEmpty !== true || parent === undefined || word === undefined) return;
      setChild(parent, word, undefined);
      this.#nodeCount--;
    }
  }
}

function childOf<T>(node: TrieNode<T>, word: string): TrieNode<T> | undefined {
  if (word === '*') return node.oneWord;
  return word === '#' ? node.anyWords : node.children?.get(word);
}

function setChild<T>(node: TrieNode<T>, word: string, child: TrieNode<T> | undefined): void {
  if (word === '*') node.oneWord = child;
  else if (word === '#') node.anyWords = child;
  else if (child !== undefined) (node.children ??= new Map()).set(word, child);
  else {
    node.children?.delete(word);
    if (node.children?.size === 0) node.children = undefined;
  }
}

/** No words at all in the empty key, as in RabbitMQ: `#` matches it and `*` does not. */
function wordsOf(key: string): string[] {
  return key === '' ? [] : key.split('.');
}

/** `#.#` means what `#` means. */
function wordsOfPattern(pattern: string): string[] {
  return wordsOf(pattern).filter((word, index, words) => word !== '#' || words[index - 1] !== '#');
}
